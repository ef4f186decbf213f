"""Hostile files made by code, class by class, the same for the same seed. Nothing here harms: each carries a mark."""

import io
import itertools
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw

from guitai.files.signatures import EICAR

MARK = b"HOSTILE-" + b"PAYLOAD-7731"
SCRIPT = b"<script>alert('" + MARK + b"')</script>"
PHP = b"<?php system('" + MARK + b"'); __HALT_COMPILER(); ?>"
EACH = 20
REFUSED, REDRAWN, EITHER = "refused", "redrawn", "either"
Maker = Callable[[random.Random], bytes]


@dataclass(frozen=True)
class Hostile:
    kind: str
    name: str
    data: bytes
    expected: str


# -- pieces


@cache
def picture(kind: str, tint: int = 0) -> bytes:
    image = Image.new("RGB", (80, 60), (255 - tint, 240, 230))
    ImageDraw.Draw(image).text((4, 4), "slip", fill="black")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # without the time of day
    return out.getvalue()


def pdf(*more: bytes, catalog: bytes = b"", page: bytes = b"", content: bytes = b"0 0 m 9 9 l S") -> bytes:
    """Answer a document of one page; ``more`` are its objects from number 5 on."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R %s >>" % page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *more,
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), more, packed)


def png(*chunks: tuple[bytes, bytes], width: int = 8, height: int = 8, pixels: bytes | None = None) -> bytes:
    header = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = (b"IDAT", zlib.compress(bytes(9 * 8) if pixels is None else pixels, 9))
    made = [_chunk(*each) for each in (header, *chunks, body, (b"IEND", b""))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg_with(segment: bytes, *, code: int = 0xE1) -> bytes:
    plain = picture("JPEG")
    return plain[:2] + struct.pack(">BBH", 0xFF, code, len(segment) + 2) + segment + plain[2:]


# -- classes


def eicar(seed: random.Random) -> bytes:
    return EICAR + seed.choice([b"", b"\r\n", b" " * seed.randint(1, 60)])


def eicar_zip(seed: random.Random) -> bytes:
    return archive({f"{seed.randint(1, 999)}.com": EICAR})


def eicar_deep(seed: random.Random) -> bytes:
    data = eicar_zip(seed)
    for depth in range(seed.randint(1, 5)):
        data = archive({f"{depth}.zip": data})
    return data


def locked_zip(seed: random.Random) -> bytes:
    data = bytearray(eicar_zip(seed))
    data[6] |= 1  # says that a password is needed
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def pdf_attachment(seed: random.Random) -> bytes:
    held = seed.choice([EICAR, MARK * 3, archive({"run.exe": b"MZ" + MARK})])
    names = b"/Names << /EmbeddedFiles << /Names [(a.exe) 5 0 R] >> >>"
    file = b"<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>"
    return pdf(file, stream(held, b"/Type /EmbeddedFile"), catalog=names)


def zip_bomb(seed: random.Random) -> bytes:
    data = archive({"zeros": bytes(seed.randint(1, 4) * 2**20)})
    for _depth in range(seed.randint(0, 3)):
        data = archive({f"{number}.zip": data for number in range(4)})
    return data


def png_bomb(seed: random.Random) -> bytes:
    side = seed.randint(20_000, 60_000)
    return png(width=side, height=side, pixels=bytes(500_000))


def png_text_bomb(seed: random.Random) -> bytes:
    kind = seed.choice([b"zTXt", b"iCCP", b"iTXt"])
    packed = zlib.compress(bytes(seed.randint(2, 6) * 2**20), 9)
    head = {b"zTXt": b"k\0\0", b"iCCP": b"k\0\0", b"iTXt": b"k\0\1\0\0\0"}[kind]
    return png((kind, head + packed))


def jpeg_bomb(seed: random.Random) -> bytes:
    data = bytearray(picture("JPEG"))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", seed.randint(40_000, 65_500), seed.randint(40_000, 65_500))
    return bytes(data)


def pdf_bomb(seed: random.Random) -> bytes:
    match seed.randrange(3):
        case 0:
            body = b"0 0 m 200 200 l S " * (seed.randint(5, 9) * 10_000)
            return pdf(stream(body), page=b"/Contents 5 0 R")
        case 1:
            size = seed.randint(20_000, 60_000)
            head = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray"
            image = stream(bytes(500_000), head % (size, size))
            resources = b"/Resources << /XObject << /I 5 0 R >> >>"
            return pdf(image, page=resources, content=b"200 0 0 200 0 0 cm /I Do")
        case _:
            return pdf(page=b"/UserUnit 1000 /MediaBox [0 0 %d 10]" % seed.randint(10**6, 10**8))


def pdf_script(seed: random.Random) -> bytes:
    act = b"<< /S /JavaScript /JS (app.alert\\('" + MARK + b"'\\)) >>"
    where = seed.randrange(3)
    return pdf(
        catalog=[
            b"/OpenAction " + act,
            b"/AA << /WC " + act + b" >>",
            b"/Names << /JavaScript << /Names [(a) " + act + b"] >> >>",
        ][where],
        page=b"/AA << /O " + act + b" >>",
    )


def pdf_action(seed: random.Random) -> bytes:
    kind = seed.choice([b"/Launch /F", b"/URI /URI", b"/SubmitForm /F", b"/GoToR /F", b"/ImportData /F"])
    act = b"<< /S %s (http://127.0.0.1/%s) >>" % (kind, MARK)
    note = b"<< /Type /Annot /Subtype /Link /Rect [0 0 200 200] /A %s >>" % act
    return pdf(note, catalog=b"/OpenAction " + act, page=b"/Annots [5 0 R]")


def pdf_form(seed: random.Random) -> bytes:
    xfa = b"<xdp><script>" + MARK + b"</script><!ENTITY x SYSTEM 'file:///etc/passwd'></xdp>"
    return pdf(stream(xfa * seed.randint(1, 9)), catalog=b"/AcroForm << /XFA 5 0 R /Fields [] >>")


def pdf_html(seed: random.Random) -> bytes:
    return pdf(catalog=b"/X (%s)" % SCRIPT.replace(b"(", b"[").replace(b")", b"]")) + SCRIPT * seed.randint(1, 3)


def pdf_zip(seed: random.Random) -> bytes:
    return pdf() + archive({f"{seed.randint(1, 99)}.exe": b"MZ" + MARK})


def pdf_loop(seed: random.Random) -> bytes:
    made = pdf(b"<< /Type /Pages /Kids [2 0 R 5 0 R] /Count %d /Parent 5 0 R >>" % seed.choice([-1, 0, 2**31 - 1]))
    return made.replace(b"/Kids [3 0 R]", b"/Kids [5 0 R]")


def pdf_broken(seed: random.Random) -> bytes:
    data = bytearray(pdf(stream(MARK * 9)))
    for _flip in range(seed.randint(5, 60)):
        data[seed.randrange(8, len(data))] = seed.randrange(256)
    return bytes(data)


def gif_script(seed: random.Random) -> bytes:
    return b"GIF89a/*" + bytes(seed.randrange(1, 200) for _ in range(8)) + b"*/=1;" + SCRIPT


def jpeg_phar(seed: random.Random) -> bytes:
    return seed.choice([jpeg_with(PHP), jpeg_with(PHP, code=0xFE), picture("JPEG") + PHP, jpeg_with(SCRIPT)])


def jpeg_zip(seed: random.Random) -> bytes:
    return picture("JPEG", seed.randrange(9)) + archive({"run.exe": b"MZ" + MARK})


def png_script(seed: random.Random) -> bytes:
    text = (seed.choice([b"tEXt", b"eXIf", b"iTXt"]), b"Comment\0\0\0\0\0" + SCRIPT)
    return png(text) + seed.choice([b"", SCRIPT, PHP])


def svg(seed: random.Random) -> bytes:
    head = seed.choice([b"", b"<?xml version='1.0'?>\n", b"\xef\xbb\xbf"])
    return head + b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>" + SCRIPT + b"</svg>"


def html(seed: random.Random) -> bytes:
    return seed.choice([b"<!doctype html>", b"<html>", b"   <body>", b"\xff\xfe<\0h\0"]) + SCRIPT


def macros(seed: random.Random) -> bytes:
    if seed.random() < 0.3:
        return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + MARK
    kind = seed.choice(["word", "xl", "ppt"])
    return archive({"[Content_Types].xml": b"<Types/>", f"{kind}/vbaProject.bin": b"Sub AutoOpen" + MARK})


def program(seed: random.Random) -> bytes:
    heads = [
        b"MZ\x90\0",
        b"\x7fELF\x02\x01",
        b"\xcf\xfa\xed\xfe",
        b"#!/bin/sh\n",
        b"@echo off\r\n",
        b"\xca\xfe\xba\xbe",
    ]
    return seed.choice(heads) + MARK + bytes(seed.randrange(99))


def wrong_magic(seed: random.Random) -> bytes:
    heads = [b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"%PDF-"]
    return seed.choice(heads) + seed.choice([SCRIPT, PHP, b"MZ" + MARK, archive({"a": MARK})])


def xml_bomb(seed: random.Random) -> bytes:
    names = [f"l{number}" for number in range(seed.randint(5, 10))]
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(names))
    outside = '<!ENTITY x SYSTEM "file:///etc/passwd">'
    return f'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY l0 "ha">{laughs}{outside}]><z>&{names[-1]};&x;</z>'.encode()


def other_archive(seed: random.Random) -> bytes:
    heads = [b"Rar!\x1a\x07\0", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08\0", b"BZh9", b"\xfd7zXZ\0", b"MSCF"]
    return seed.choice(heads) + MARK + bytes(64)


def good_picture(seed: random.Random) -> bytes:
    return picture(seed.choice(["JPEG", "PNG"]), seed.randrange(9))


MAKERS: dict[str, tuple[Maker, str]] = {
    "eicar": (eicar, REFUSED),
    "eicar in zip": (eicar_zip, REFUSED),
    "eicar in zips": (eicar_deep, REFUSED),
    "zip with a password": (locked_zip, REFUSED),
    "pdf with an attachment": (pdf_attachment, REDRAWN),
    "zip bomb": (zip_bomb, REFUSED),
    "png of a billion pixels": (png_bomb, REFUSED),
    "png with packed text": (png_text_bomb, EITHER),
    "jpeg of a billion pixels": (jpeg_bomb, REFUSED),
    "pdf bomb": (pdf_bomb, EITHER),
    "pdf with a script": (pdf_script, REDRAWN),
    "pdf that acts": (pdf_action, REDRAWN),
    "pdf with a form": (pdf_form, REDRAWN),
    "pdf and html": (pdf_html, REDRAWN),
    "pdf and zip": (pdf_zip, REDRAWN),
    "pdf in circles": (pdf_loop, EITHER),
    "pdf in pieces": (pdf_broken, EITHER),
    "gif and script": (gif_script, REFUSED),
    "jpeg and phar": (jpeg_phar, REDRAWN),
    "jpeg and zip": (jpeg_zip, REDRAWN),
    "png and script": (png_script, EITHER),
    "svg": (svg, REFUSED),
    "html": (html, REFUSED),
    "macros": (macros, REFUSED),
    "program": (program, REFUSED),
    "wrong magic": (wrong_magic, REFUSED),
    "xml bomb": (xml_bomb, REFUSED),
    "other archive": (other_archive, REFUSED),
}

NAMES = {
    "name that climbs": [
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "/etc/cron.d/x",
        "a/../../b.jpg",
        "....//x",
        "C:\\x.jpg",
    ],
    "name with two ends": [
        "slip.jpg.exe",
        "slip.exe.jpg",
        "slip.php%00.jpg",
        "slip.jpg;.asp",
        "slip.pdf .scr",
        "x.svg",
    ],
    "name that hides": [
        "slip\x00.exe",
        "gpj\u202eexe.jpg",
        "a\u200bb.jpg",
        "a\r\nSet-Cookie: x=1.jpg",
        "\ufeff.exe",
        "\x1b[2J.jpg",
    ],
    "name too long": ["長" * 5_000 + ".jpg", "a" * 100_000, "." * 300, "", " ", "CON.jpg"],
}


KINDS = [*MAKERS, *NAMES]


def everything(seed: int = 1, each: int = EACH) -> Iterator[Hostile]:
    """Answer every file of every class, in a fixed order."""
    for kind in KINDS:
        yield from of_kind(kind, seed, each)


def of_kind(kind: str, seed: int = 1, each: int = EACH) -> Iterator[Hostile]:
    chance = random.Random(f"{seed} {kind}")
    make, expected = MAKERS.get(kind, (good_picture, REDRAWN))
    for name in NAMES.get(kind) or [f"{number}.pdf" for number in range(each)]:
        yield Hostile(kind, name, make(chance), expected)
