"""Taiwan's identifying numbers: read what people and scanners type, and refuse what cannot be right.

National number: 國民身分證及戶口名簿格式內容製發相片影像檔建置管理辦法 §3 (D0030030).
Business number: 財政部財政資訊中心「營利事業統一編號檢查碼邏輯修正說明」.
Every function answers the number in its one stored form or raises IdentifierWrong.
"""

import re

from django.utils.translation import gettext as _

from guitai.core.terms import IdentifierWrong

__all__ = [
    "IdentifierWrong",
    "check_household_number",
    "check_insurance_card",
    "check_mobile",
    "check_national_id",
    "check_resident",
    "check_ubn",
    "looks_like_national_number",
    "mask",
    "national_number",
    "normalise",
]

# The place of first household registration, as two digits: A is 10, B is 11, … but I, O and W come last.
LETTER_VALUES = {letter: value for value, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO", start=10)}
NATIONAL_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
UBN_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)
UBN_DIVISOR = 5  # 10 until April 2023; every number that passes by 10 passes by 5, so no date is needed

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
SEPARATORS = dict.fromkeys(map(ord, " \t\r\n-\u00a0\u2010\u2011\u2012\u2013\u2014\u2212\u3000"))
LONGEST = 64
SHORTEST_MASKED = 8  # of a shorter number, three characters at each end would be nearly all of it

NATIONAL_ID = re.compile(r"[A-Z][12][0-9]{8}")
RESIDENT = re.compile(r"[A-Z][89][0-9]{8}")
RESIDENT_OLD = re.compile(r"[A-Z][A-D][0-9]{8}")
HOUSEHOLD = re.compile(r"[A-Z][0-9A-Z]{6}[0-9]")
MOBILE = re.compile(r"(?:\+?886|0)(9[0-9]{8})")
ANY_NATIONAL_NUMBER = re.compile(r"(?<![0-9A-Z])[A-Z][1289A-D][0-9]{8}(?![0-9A-Z])")


def normalise(text: str) -> str:
    """Answer the number in plain capitals and digits; letters that only look Latin are refused, never mapped."""
    plain = text.translate(FULL_WIDTH).translate(SEPARATORS)
    if len(plain) > 1 and plain.startswith("*") and plain.endswith("*"):
        plain = plain[1:-1]  # Code 39 start and stop, as some scanners send them
    if len(plain) > LONGEST:
        raise IdentifierWrong(_("This is too long for a number. Check that only the number is in the field."))
    if not plain.isascii():
        raise IdentifierWrong(_("Type the number with the letters A to Z and the digits 0 to 9 only."))
    return plain.upper()


def check_national_id(text: str) -> str:
    """Answer the 國民身分證統一編號."""
    number = normalise(text)
    if not NATIONAL_ID.fullmatch(number):
        raise IdentifierWrong(_("An ID card number has one letter and nine digits, for example A123456789."))
    return _with_check_digit(number)


def check_resident(text: str) -> str:
    """Answer the 統一證號 of a resident without household registration, of the new or the old kind."""
    number = normalise(text)
    if not RESIDENT.fullmatch(number) and not RESIDENT_OLD.fullmatch(number):
        raise IdentifierWrong(
            _("A resident number has one letter, then 8 or 9 or a letter from A to D, and eight digits.")
        )
    return _with_check_digit(number)


def national_number(text: str) -> str:
    """Answer the number that stands for a person: of an ID card, or of either kind of resident certificate."""
    number = normalise(text)
    if RESIDENT.fullmatch(number) or RESIDENT_OLD.fullmatch(number):
        return check_resident(number)
    return check_national_id(number)


def check_ubn(text: str) -> str:
    """Answer the 統一編號 of a business or organisation."""
    number = normalise(text)
    if not re.fullmatch(r"[0-9]{8}", number) or number == "00000000":
        raise IdentifierWrong(_("A business number has eight digits."))
    total = sum(sum(divmod(int(digit) * weight, 10)) for digit, weight in zip(number, UBN_WEIGHTS, strict=True))
    seventh_is_seven = number[6] == "7"  # 7 × 4 = 28, 2 + 8 = 10: its digits may count 1 or 0
    if total % UBN_DIVISOR and not (seventh_is_seven and (total + 1) % UBN_DIVISOR == 0):
        raise _check_digit_wrong()
    return number


def check_household_number(text: str) -> str:
    """Answer the 戶號; its check formula is not public, so only the form is checked."""
    number = normalise(text)
    if not HOUSEHOLD.fullmatch(number):
        raise IdentifierWrong(_("A household number has one letter and seven digits, as on the household certificate."))
    return number


def check_mobile(text: str) -> str:
    """Answer the mobile number as ten digits that begin with 09."""
    found = MOBILE.fullmatch(normalise(text))
    if not found:
        raise IdentifierWrong(_("A mobile number has ten digits and begins with 09, for example 0912345678."))
    return "0" + found[1]


def check_insurance_card(text: str) -> str:
    """Answer the twelve digits of a health-insurance card."""
    number = normalise(text)
    if not re.fullmatch(r"[0-9]{12}", number):
        raise IdentifierWrong(_("A health insurance card number has twelve digits."))
    return number


def mask(number: str) -> str:
    """Answer the number with its middle hidden, as N12****789."""
    shown = 3 if len(number) >= SHORTEST_MASKED else 0
    return number[:shown] + "*" * (len(number) - 2 * shown) + number[len(number) - shown :]


def looks_like_national_number(text: str) -> bool:
    """Say whether a national number stands anywhere in the text, right or mistyped."""
    return bool(ANY_NATIONAL_NUMBER.search(text.translate(FULL_WIDTH).upper()))


def _with_check_digit(number: str) -> str:
    second = number[1] if number[1].isdigit() else str(LETTER_VALUES[number[1]] % 10)
    digits = f"{LETTER_VALUES[number[0]]}{second}{number[2:]}"
    if sum(int(digit) * weight for digit, weight in zip(digits, NATIONAL_WEIGHTS, strict=True)) % 10:
        raise _check_digit_wrong()
    return number


def _check_digit_wrong() -> IdentifierWrong:
    return IdentifierWrong(_("The check digit of this number is wrong. Compare it with the document."))
