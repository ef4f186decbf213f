"""Pictures: drawn anew without what the camera wrote beside them, and judged by whether a clerk can read them."""

import io
import warnings
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from guitai.files.terms import JPEG, FileRefused

MOST_PIXELS = {  # so that no picture needs more than 256 MB to open (measured)
    "JPEG": 120_000_000,  # unpacked only as large as we keep it; phone cameras give up to 108 million
    "PNG": 16_000_000,  # unpacked as a whole
    "progressive JPEG": 50_000_000,  # its coefficients are held as a whole
}
LEAST_SIDE = 600  # below this a passbook or certificate cannot be read
LONGEST_SIDE = 3000  # A4 at 250 dpi; larger pictures are reduced
JUDGED_SIDE = 1000  # sharpness is judged at one size, or large pictures would always look blurred
LEAST_SHARPNESS = 60.0  # variance of the Laplacian: printed pages taken in focus give hundreds, blurred ones below 30
DARKEST = 50.0  # mean brightness of 255
JPEG_QUALITY = 85


@dataclass(frozen=True)
class Picture:
    data: bytes
    doubts: tuple[str, ...]


def redraw(data: bytes, media_type: str) -> Picture:
    """Answer the picture upright, without place, time and camera, at most LONGEST_SIDE long; raises FileRefused."""
    image = _open(data)
    out = io.BytesIO()
    if media_type == JPEG:
        _pixels(image, "RGB").save(out, "JPEG", quality=JPEG_QUALITY)
    else:
        _pixels(image, "RGBA" if "A" in image.getbands() else "RGB").save(out, "PNG")
    return Picture(out.getvalue(), _doubts(image))


def check(data: bytes) -> list[str]:
    """Answer what the person should do better, in words; nothing where the picture can be read."""
    try:
        return list(_doubts(_open(data)))
    except FileRefused as refused:
        return [str(refused)]


def sharpness(image: Image.Image) -> float:
    """Answer the variance of the Laplacian at JUDGED_SIDE: how strongly light and dark change from pixel to pixel."""
    grey = _grey(image)
    laplacian = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * grey[1:-1, 1:-1]
    return float(laplacian.var()) if laplacian.size else 0.0


def _open(data: bytes) -> Image.Image:
    """Answer the picture upright and reduced; a bomb is refused by its header, before a pixel is unpacked."""
    too_large = _("This picture is too large. Take it with the normal camera of the phone.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we measure ourselves, more strictly
            image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
            if image.width * image.height > MOST_PIXELS[_way(image)]:
                raise FileRefused(too_large)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return ImageOps.exif_transpose(image)
    except Image.DecompressionBombError as bomb:
        raise FileRefused(too_large) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise FileRefused(_("This picture cannot be opened. Take the photo again.")) from error


def _pixels(image: Image.Image, mode: str) -> Image.Image:
    """Answer the picture and nothing else: a comment or profile in it would be written along."""
    drawn = image.convert(mode)
    drawn.info.clear()
    return drawn


def _way(image: Image.Image) -> str:
    if image.format == "JPEG":
        return "progressive JPEG" if image.info.get("progressive") else "JPEG"
    return "PNG"


def _doubts(image: Image.Image) -> tuple[str, ...]:
    if min(image.size) < LEAST_SIDE:
        return (_("The photo is very small, its text may not be readable. Go nearer and take it again."),)
    if float(_grey(image).mean()) < DARKEST:
        return (_("The photo is too dark. Take it again in a bright place."),)
    if sharpness(image) < LEAST_SHARPNESS:
        return (_("The photo is a little blurred. Hold the phone still and take it again in a bright place."),)
    return ()


def _grey(image: Image.Image) -> NDArray[np.float32]:
    small = image.convert("L")
    small.thumbnail((JUDGED_SIDE, JUDGED_SIDE))
    return np.asarray(small, dtype=np.float32)
