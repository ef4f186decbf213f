"""Receipt numbers that are easy to read aloud and cannot be guessed."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: nobody mistakes them on the phone
GROUPS, GROUP = 3, 4  # 30**12 numbers: 59 bits


def new_reference() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def normal_reference(typed: str) -> str:
    """Answer the number as it is kept, whatever case, spaces, dashes or full-width forms were typed."""
    letters = [sign for sign in _half_width(typed).upper() if sign.isascii() and sign.isalnum()]
    plain = "".join(letters)
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))


def _half_width(text: str) -> str:
    return "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text)
