"""The fonts letters are set in, and which characters they can show.

A character without a glyph would silently become a box on a legal document, so the coverage is read from the fonts
themselves (OpenType cmap formats 4 and 12) and what is missing is written out as its code point and reported.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings

from guitai.core.typesetting.terms import FontsMissing

DEFAULT_FOLDERS = ("/usr/share/fonts/opentype/noto", "/usr/share/fonts/truetype/babelstone")
BODY = ("Noto Serif CJK TC", "BabelStone Han")  # the second knows the rare ones the first lacks
COVERAGE_FILES = ("NotoSerifCJK-Regular.ttc", "BabelStoneHan.ttf")
REMEDY = "apt-get install fonts-noto-cjk fonts-babelstone-han, or set DOCUMENT_FONT_DIRS"
FORMAT_4, FORMAT_12 = 4, 12
VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
PRIVATE, CONTROL, FORMAT_CHARACTER = "Co", "Cc", "Cf"


def folders() -> tuple[Path, ...]:
    return tuple(Path(folder) for folder in getattr(settings, "DOCUMENT_FONT_DIRS", DEFAULT_FOLDERS))


@lru_cache(maxsize=4)
def load(places: tuple[Path, ...]) -> typst.Fonts:
    """Answer only our fonts, never the system's; raises FontsMissing with the remedy."""
    present = [str(place) for place in places if place.is_dir()]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=present)
    for family in BODY:
        if family not in fonts.families():
            raise FontsMissing(f"The font {family} is missing: {REMEDY}.")
    return fonts


def missing_in(text: str) -> tuple[str, ...]:
    """Answer each character that no font of ours shows, in the order of its first use."""
    covered = coverage(folders())
    return tuple(dict.fromkeys(character for character in text if not _shown(character, covered)))


def code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def with_marks(text: str) -> str:
    """Answer the text with each unknown character written out, such as 〔缺字U+E000〕; never a box, never a `?`."""
    unknown = missing_in(text)
    return "".join(f"〔缺字{code_point(one)}〕" if one in unknown else one for one in text)


def _shown(character: str, covered: frozenset[int]) -> bool:
    category = unicodedata.category(character)
    if character == "\n" or any(ord(character) in selectors for selectors in VARIATION_SELECTORS):
        return True  # they have no glyph of their own
    # A private-use character means something else in every vendor's font: a glyph would be the wrong one.
    return category not in {PRIVATE, CONTROL, FORMAT_CHARACTER} and ord(character) in covered


@lru_cache(maxsize=4)
def coverage(places: tuple[Path, ...]) -> frozenset[int]:
    """Answer every code point that at least one of our fonts has a glyph for."""
    found: set[int] = set()
    for name in COVERAGE_FILES:
        path = next((place / name for place in places if (place / name).is_file()), None)
        if path is None:
            raise FontsMissing(f"The font file {name} is missing: {REMEDY}.")
        found.update(_code_points(path.read_bytes()))
    return frozenset(found)


def _code_points(font: bytes) -> Iterator[int]:
    start = struct.unpack_from(">I", font, 12)[0] if font[:4] == b"ttcf" else 0
    tables: int = struct.unpack_from(">H", font, start + 4)[0]
    records = (struct.unpack_from(">4sIII", font, start + 12 + 16 * at) for at in range(tables))
    cmap = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    for at in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        subtable = cmap + struct.unpack_from(">I", font, cmap + 8 + 8 * at)[0]
        form = struct.unpack_from(">H", font, subtable)[0]
        if form == FORMAT_4:
            yield from _segments(font, subtable)
        elif form == FORMAT_12:
            yield from _groups(font, subtable)


def _segments(font: bytes, at: int) -> Iterator[int]:
    """Read format 4; a code point whose glyph is 0 is not covered (``idRangeOffset`` is followed)."""
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    for segment, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for point in range(first, last + 1):
            place = offsets_at + 2 * segment + offset + 2 * (point - first)
            glyph = struct.unpack_from(">H", font, place)[0] if offset else (point + delta) & 0xFFFF
            if glyph:
                yield point


def _groups(font: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">I", font, at + 12)[0]
    for group in range(count):
        first, last, glyph = struct.unpack_from(">III", font, at + 16 + 12 * group)
        yield from range(first if glyph else first + 1, last + 1)
