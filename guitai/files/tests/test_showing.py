"""What somebody looks at: a photo or one page of a PDF, no larger than the screen, turned as wished."""

import io

import pypdfium2
import pytest
from PIL import Image

from guitai.files.showing import SCREEN, THUMBNAIL, Looking, drawn
from guitai.files.terms import JPEG, PDF, PNG, BlobBroken, NoSuchFile


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind)
    return out.getvalue()


def pdf(*sizes: tuple[float, float]) -> bytes:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for size in sizes:
        document.new_page(*size)
    document.save(out)
    document.close()
    return out.getvalue()


def size_of(data: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(data)).size


def test_a_photo_is_as_large_as_it_is_and_a_thumbnail_small() -> None:
    assert size_of(drawn(picture(), JPEG, Looking())) == (900, 600)
    assert size_of(drawn(picture(), JPEG, Looking(longest=THUMBNAIL))) == (240, 160)


@pytest.mark.parametrize(("turn", "size"), [(0, (900, 600)), (90, (600, 900)), (180, (900, 600)), (270, (600, 900))])
def test_it_is_turned_clockwise(turn: int, size: tuple[int, int]) -> None:
    assert size_of(drawn(picture(), JPEG, Looking(turn=turn))) == size


def test_what_is_transparent_is_shown_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")

    shown = Image.open(io.BytesIO(drawn(out.getvalue(), PNG, Looking())))

    assert shown.getpixel((5, 5)) == (255, 255, 255)


def test_each_page_of_a_pdf_is_drawn_by_its_number() -> None:
    two = pdf((200, 100), (100, 200))

    assert [size_of(drawn(two, PDF, Looking(page=page, longest=100))) for page in (1, 2)] == [(100, 50), (50, 100)]


def test_a_page_that_claims_to_be_huge_is_drawn_no_larger_than_the_screen() -> None:
    assert max(size_of(drawn(pdf((14400, 14400)), PDF, Looking()))) <= SCREEN


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_that_is_not_there_is_not_drawn(page: int) -> None:
    with pytest.raises(NoSuchFile):
        drawn(pdf((100, 100), (100, 100)), PDF, Looking(page=page))
    with pytest.raises(NoSuchFile):
        drawn(picture(), JPEG, Looking(page=2))


@pytest.mark.parametrize("kind", [PDF, JPEG])
def test_what_cannot_be_read_is_broken_not_a_crash(kind: str) -> None:
    with pytest.raises(BlobBroken):
        drawn(b"%PDF-1.7 nothing", kind, Looking())
