"""Stored files as pictures for the screen: a photo as it is, a page of a PDF drawn, no larger than shown."""

import io
from dataclasses import dataclass

import pypdfium2
from PIL import Image
from pypdfium2 import PdfiumError

from guitai.files.terms import JPEG, PDF, BlobBroken, NoSuchFile

THUMBNAIL, SCREEN = 240, 1800  # pixels of the longest side
TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
QUALITY = 82


@dataclass(frozen=True)
class Looking:
    """One page as somebody looks at it; ``turn`` is clockwise."""

    page: int = 1
    longest: int = SCREEN
    turn: int = 0


def drawn(data: bytes, media_type: str, looking: Looking) -> bytes:
    """Answer the page as JPEG; raises NoSuchFile for a page that is not there, BlobBroken for what cannot be drawn."""
    image = _page(data, looking) if media_type == PDF else _photo(data, looking)
    image.thumbnail((looking.longest, looking.longest))
    turned = image.transpose(TURNS[looking.turn]) if looking.turn in TURNS else image
    out = io.BytesIO()
    _on_white(turned).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


MEDIA_TYPE = JPEG


def _photo(data: bytes, looking: Looking) -> Image.Image:
    if looking.page != 1:
        raise NoSuchFile(f"page {looking.page}")
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
        image.draft("RGB", (looking.longest, looking.longest))
        image.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise BlobBroken(str(error)) from error
    return image


def pages_of(pdf: bytes) -> int:
    """Answer how many pages our own PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _page(data: bytes, looking: Looking) -> Image.Image:
    try:
        document = pypdfium2.PdfDocument(data)
    except PdfiumError as error:
        raise BlobBroken(str(error)) from error
    try:
        if not 1 <= looking.page <= len(document):
            raise NoSuchFile(f"page {looking.page}")
        page = document[looking.page - 1]
        # A page may claim to be a kilometre wide: what is drawn is never larger than what is shown.
        image: Image.Image = page.render(scale=looking.longest / max(*page.get_size(), 1)).to_pil()
        return image
    finally:
        document.close()


def _on_white(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands():
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
