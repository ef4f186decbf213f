"""What a file is by its content, whatever its name says; and what of it may be kept."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guitai.files import cleaning, pictures, workshop
from guitai.files.terms import JPEG, PDF, PNG, FileRefused

MOST_BYTES = 10 * 1024 * 1024
MOST_PDF_PAGES = cleaning.MOST_PAGES
HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif"})
MAGIC = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG, b"%PDF-": PDF}


@dataclass(frozen=True)
class Content:
    """Bytes that are safe to keep: pictures and the pages of documents drawn anew."""

    data: bytes
    media_type: str
    pages: int = 1
    doubts: tuple[str, ...] = ()


def read(data: bytes) -> Content:
    """Answer what is kept of the bytes; raises FileRefused with words that say what to do."""
    if not data:
        raise FileRefused(_("This file is empty. Choose another one."))
    if len(data) > MOST_BYTES:
        words = _("This file is too large: %(size)s MB, at most %(most)s MB. Take a photo of the page instead.")
        raise FileRefused(words % {"size": len(data) // 2**20 + 1, "most": MOST_BYTES // 2**20})
    kind = media_type(data)
    if kind == PDF:
        drawn = workshop.draw_anew(data)
        return Content(drawn.data, PDF, pages=drawn.pages)
    picture = pictures.redraw(data, kind)
    return Content(picture.data, kind, doubts=picture.doubts)


def media_type(data: bytes) -> str:
    """Answer the accepted kind that the first bytes show; raises FileRefused for any other."""
    for magic, kind in MAGIC.items():
        if data.startswith(magic):
            return kind
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        raise FileRefused(
            _(
                "This photo is in the format HEIC, which we cannot read. On the iPhone open Settings, Camera, Formats "
                "and choose “Most Compatible”, then take the photo again; or take it with the camera button here."
            )
        )
    raise FileRefused(_("We can take photos (JPEG, PNG) and PDF files. Choose another file, or take a photo of it."))
