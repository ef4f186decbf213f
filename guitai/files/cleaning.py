"""Draws a PDF anew: page by page as pictures, in a new document. Nothing that could act is in a picture.

A process of its own, without our secrets: `python -I cleaning.py < in.pdf > out.pdf`. What a file does to the library
that reads it ends with this process; the kernel ends it where it asks for too much.
Exit codes: 0 drawn; 3 cannot be opened; 4 has no pages or too many; 5 does not fit.
The number of pages is told on stderr.
"""

import io
import math
import resource
import sys
from typing import Any, NamedTuple

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import PdfiumError

MOST_PAGES = 100
MOST_MEMORY = 768 * 2**20  # of addresses; what is really used stays below 200 MB (measured)
SECONDS_TO_OPEN, SECONDS_A_PAGE, MOST_SECONDS = 3, 0.3, 40  # of the processor
MOST_OUT = 20 * 2**20
FEW_PAGES = 20
LONGEST_SIDE, LONGEST_OF_MANY = 2300, 1700  # A4 at 200 dpi; long documents at 150
MOST_SCALE = 8.0
LEAST_POINTS, MOST_POINTS = 10.0, 3000.0
QUALITY = 82
GREY_WITHIN = 12  # of 255: the tint of paper is no colour
DRAWN, NOT_OPENED, WRONG_PAGES, TOO_LARGE = 0, 3, 4, 5


class WrongPages(Exception):
    """There are no pages, or too many; holds how many."""


class DoesNotFit(Exception):
    """The pictures of this document are larger than what is kept."""


class Drawn(NamedTuple):
    data: bytes
    pages: int


def clean(data: bytes) -> Drawn:
    """Answer a document whose pages look the same; raises PdfiumError, WrongPages or DoesNotFit."""
    source = pypdfium2.PdfDocument(data)
    if not 1 <= len(source) <= MOST_PAGES:
        raise WrongPages(len(source))
    _allow_time(len(source))
    drawn = pypdfium2.PdfDocument.new()
    size = 0
    longest = LONGEST_SIDE if len(source) <= FEW_PAGES else LONGEST_OF_MANY
    for number in range(len(source)):
        page = source[number]
        picture = _picture(page, longest)
        size += picture.getbuffer().nbytes
        if size > MOST_OUT:
            raise DoesNotFit
        _add(drawn, picture, *page.get_size())
        page.close()
    out = io.BytesIO()
    drawn.save(out)
    return Drawn(out.getvalue(), len(source))


def _allow_time(pages: int) -> None:
    """The kernel ends this process when the pages take much longer than pages do."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard != resource.RLIM_INFINITY:  # in a process of its own
        wanted = SECONDS_TO_OPEN + math.ceil(SECONDS_A_PAGE * pages)
        resource.setrlimit(resource.RLIMIT_CPU, (min(wanted, hard), hard))


def _picture(page: Any, longest: int) -> io.BytesIO:
    """Answer the page as it is printed; one that claims to be a kilometre wide is no larger than the others."""
    scale = min(longest / max(*page.get_size(), 1), MOST_SCALE)
    image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    out = io.BytesIO()
    (image.convert("L") if _is_grey(image) else image).save(out, "JPEG", quality=QUALITY)
    return out


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.resize((64, 64)).split()
    apart = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return all(max(each.tobytes()) <= GREY_WITHIN for each in apart)


def _add(drawn: Any, picture: io.BytesIO, width: float, height: float) -> None:
    sized = [min(max(side, LEAST_POINTS), MOST_POINTS) for side in (width, height)]
    page = drawn.new_page(*sized)
    image = pypdfium2.PdfImage.new(drawn)
    image.load_jpeg(picture, inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(*sized))
    page.insert_obj(image)
    page.gen_content()
    page.close()


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_TO_OPEN, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # writes no file; the pipe is none
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        drawn = clean(sys.stdin.buffer.read())
    except WrongPages as pages:
        sys.stderr.write(str(pages))
        return WRONG_PAGES
    except (DoesNotFit, MemoryError):
        return TOO_LARGE
    except (PdfiumError, OSError, ValueError):
        return NOT_OPENED
    sys.stderr.write(str(drawn.pages))
    sys.stdout.buffer.write(drawn.data)
    return DRAWN


if __name__ == "__main__":
    sys.exit(main())
