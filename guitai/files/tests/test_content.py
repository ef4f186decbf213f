"""A file is what its bytes say; pictures lose what the camera wrote beside them; bombs stay shut."""

import io
import struct
import zlib

import pypdfium2
import pytest
from PIL import Image

from guitai.files import kinds, names, pictures
from guitai.files.terms import JPEG, PDF, PNG, FileRefused
from guitai.files.tests.pictures import blurred_picture, encoded, page_of_print, sharp_picture


def pdf(pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 200)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"\x00" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def refusal(data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        kinds.read(data)
    return str(refused.value)


def test_photos_and_documents_are_taken() -> None:
    assert kinds.read(sharp_picture()).media_type == JPEG
    assert kinds.read(encoded(page_of_print(), "PNG")).media_type == PNG
    assert kinds.read(pdf(3)).pages == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00 a program",
        b"PK\x03\x04 an archive",
        b"GIF89a/*<script>*/",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
        b"\xff\xd8\xff broken picture",
        b"\x89PNG\r\n\x1a\n broken",
        b"%PDF-1.7 broken",
    ],
)
def test_anything_else_is_refused_in_words(data: bytes) -> None:
    assert refusal(data)


def test_a_phone_that_takes_heic_is_told_how_to_switch() -> None:
    assert "HEIC" in refusal(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")


def test_a_file_over_the_limit_is_refused() -> None:
    assert "MB" in refusal(b"%PDF-" + b"0" * kinds.MOST_BYTES)


def test_a_picture_bomb_is_refused_by_its_header() -> None:
    assert "too large" in refusal(png_that_claims(50_000, 50_000))


def test_a_picture_that_must_be_held_as_a_whole_may_be_less_large() -> None:
    tall = Image.new("L", (1000, 50_001))

    assert kinds.read(encoded(tall)).media_type == JPEG
    assert "too large" in refusal(encoded(tall, progressive=True))
    assert "too large" in refusal(png_that_claims(4001, 4000))


def test_a_document_without_pages_or_with_too_many_is_refused() -> None:
    assert refusal(pdf(kinds.MOST_PDF_PAGES + 1))
    assert refusal(pdf(0))


def test_place_time_and_camera_are_removed_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "Camera of Wang"
    data = encoded(page_of_print(), exif=exif)

    kept = Image.open(io.BytesIO(kinds.read(data).data))

    assert kept.size == (1800, 1400)
    assert not kept.getexif()
    assert b"Camera of Wang" not in kinds.read(data).data


def test_bytes_hidden_behind_a_picture_do_not_survive() -> None:
    hidden = b"<script>alert(1)</script>PK\x03\x04"

    assert hidden not in kinds.read(sharp_picture() + hidden).data


def test_a_large_picture_is_reduced() -> None:
    kept = Image.open(io.BytesIO(kinds.read(encoded(page_of_print(4000, 3500))).data))

    assert max(kept.size) == pictures.LONGEST_SIDE


def test_a_sharp_page_raises_no_doubt() -> None:
    assert pictures.check(sharp_picture()) == []


@pytest.mark.parametrize("radius", [6, 10, 20])
def test_a_blurred_page_is_asked_for_again(radius: float) -> None:
    assert "blurred" in pictures.check(blurred_picture(radius))[0]


def test_sharpness_of_print_lies_far_above_the_threshold_and_of_blur_below() -> None:
    sharp = pictures.sharpness(Image.open(io.BytesIO(sharp_picture())))
    blurred = pictures.sharpness(Image.open(io.BytesIO(blurred_picture(6))))

    assert sharp > 5 * pictures.LEAST_SHARPNESS
    assert blurred < pictures.LEAST_SHARPNESS / 2


def test_a_tiny_or_dark_picture_is_asked_for_again() -> None:
    dark = page_of_print().point(lambda value: value // 12)

    assert "small" in pictures.check(encoded(page_of_print(300, 300)))[0]
    assert "dark" in pictures.check(encoded(dark))[0]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("薪資單.jpg", "薪資單.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\wang\\slip.PDF", "slip.pdf"),
        ("invoice\u202egpj.exe", "invoicegpj.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ("x.jpg\x00.exe", "x.jpg.pdf"),
        ('a"b;c.pdf', "a_b_c.pdf"),
        ("", "file.pdf"),
        ("....", "file.pdf"),
        ("𠮷" * 300 + ".pdf", "𠮷" * 100 + ".pdf"),
        ("\ud800.pdf", "pdf.pdf"),
    ],
)
def test_a_name_is_made_harmless_and_says_what_the_file_is(given: str, kept: str) -> None:
    assert names.clean(given, PDF) == kept
