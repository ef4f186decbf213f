"""What somebody typed, before anything is made of it: without spaces around, in plain signs, all of it visible."""

import re
import unicodedata

from guitai.eforms.terms import Parts

BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
WHOLE = re.compile(r"[0-9]{1,12}")


def first(parts: Parts, part: str = "") -> str:
    """Answer the first value of a part without the spaces around it."""
    values = parts.get(part) or [""]
    return values[0].strip()


def half_width(text: str) -> str:
    """Answer full-width digits, letters and signs as plain ones, as scanners and phones mix them."""
    return unicodedata.normalize("NFKC", text).strip()


def whole_number(text: str) -> int | None:
    plain = half_width(text)
    return int(plain) if WHOLE.fullmatch(plain) else None


def seen(text: str, *, lines: bool = False) -> bool:
    """Answer whether every character can be seen, so that nobody reads another text than was typed."""
    allowed = "\n\t" if lines else ""
    return all(c in allowed or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in BIDI) for c in text)
