"""Dates of the Republic of China: read in every form people write, written as 公文程式條例 §6 (A0030018) asks.

The year is the western year less 1911; before 1912 it counts backwards, 民國前1年 is 1911.
"""

import re
from datetime import date

from django.utils.translation import gettext as _

from guitai.core.identifiers import FULL_WIDTH
from guitai.core.terms import DateWrong

FOUNDED = 1912  # 民國元年
FIRST_WESTERN_YEAR = 1000  # a smaller year is one of the Republic
DIGITS_ONLY = re.compile(r"([0-9]{2,4})([0-9]{2})([0-9]{2})")
SEPARATED = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
IN_WORDS = re.compile(r"(中華民國|民國|西元)?(前)?([0-9]{1,4}|元)年([0-9]{1,2})月([0-9]{1,2})日?")


def parse_date(text: str) -> date:
    """Answer the day that is meant by 115/03/10, 1150310, 民國115年3月10日, 2026-03-10 and their like."""
    plain = re.sub(r"\s", "", text.translate(FULL_WIDTH))
    try:
        return _parse(plain)
    except ValueError as wrong:
        raise DateWrong(_("Give the day as year, month, day, for example 115/03/10 or 2026-03-10.")) from wrong


def roc(day: date) -> str:
    """Answer 115年3月10日."""
    year = f"{day.year - FOUNDED + 1}" if day.year >= FOUNDED else f"前{FOUNDED - day.year}"
    return f"{year}年{day.month}月{day.day}日"


def roc_full(day: date) -> str:
    """Answer 中華民國115年3月10日, without leading zeros as official documents want it."""
    return ("中華民國" if day.year >= FOUNDED else "民國") + roc(day)


def _parse(plain: str) -> date:
    if found := DIGITS_ONLY.fullmatch(plain):
        return _day(found[1], found[2], found[3])
    if found := SEPARATED.fullmatch(plain):
        return _day(found[1], found[3], found[4])
    if found := IN_WORDS.fullmatch(plain):
        return _day_in_words(found)
    raise ValueError(plain)


def _day(year: str, month: str, day: str) -> date:
    number = int(year)
    if number == 0:
        raise ValueError(year)  # there is no year 0, in neither count
    return date(number if number >= FIRST_WESTERN_YEAR else number + FOUNDED - 1, int(month), int(day))


def _day_in_words(found: re.Match[str]) -> date:
    era, before, year, month, day = found.groups()
    number = 1 if year == "元" else int(year)
    if number == 0:
        raise ValueError(year)
    if before:
        return date(FOUNDED - number, int(month), int(day))
    if era == "西元" or (era is None and number >= FIRST_WESTERN_YEAR):
        return date(number, int(month), int(day))
    return date(number + FOUNDED - 1, int(month), int(day))
