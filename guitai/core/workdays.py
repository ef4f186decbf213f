"""Working days of the offices, by the official calendar and each county's closures; and legal deadlines.

行政院人事行政總處 announces the calendar of each year (政府行政機關辦公日曆表) and amends it; a county closes its
offices when a typhoon comes. A year without its file is unknown: nobody may guess that Saturdays are free (before 115
some were worked).
"""

import calendar as months_of
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from guitai.core.clock import TAIPEI
from guitai.core.terms import CalendarUnknown

ONE_DAY = timedelta(days=1)
SATURDAY = 5
HOME_COUNTY = "彰化縣"


@dataclass(frozen=True)
class Year:
    """The days of one year that are not what their weekday says."""

    off: frozenset[date]
    work: frozenset[date]


@dataclass(frozen=True)
class Calendar:
    """The years that are known, and the days on which each county closed."""

    years: Mapping[int, Year]
    closures: Mapping[str, frozenset[date]]

    def is_working_day(self, day: date, *, county: str) -> bool:
        if day.year not in self.years:
            raise CalendarUnknown(_("The office calendar of %(year)d is not known yet.") % {"year": day.year})
        year = self.years[day.year]
        if day in self.closures.get(county, frozenset()):
            return False
        return day in year.work or (day.weekday() < SATURDAY and day not in year.off)


@dataclass(frozen=True)
class Deadline:
    """The last moment of a legal time limit: the end of a day, or its noon."""

    day: date
    at_noon: bool = False

    @property
    def moment(self) -> datetime:
        """Answer the first moment that is too late."""
        if self.at_noon:
            return datetime.combine(self.day, time(12), TAIPEI).astimezone(UTC)
        return datetime.combine(self.day + ONE_DAY, time(0), TAIPEI).astimezone(UTC)


def calendar() -> Calendar:
    """Answer the calendar of services/tw/calendar, read once."""
    return read_calendar(Path(settings.SERVICES_DIR) / "tw" / "calendar")


@lru_cache(maxsize=4)
def read_calendar(folder: Path) -> Calendar:
    years = [_read(path) for path in sorted(folder.glob("[0-9]*.yaml"))]
    closures: dict[str, set[date]] = {}
    for closure in _read(folder / "closures.yaml")["closures"]:
        closures.setdefault(closure["county"], set()).add(closure["day"])
    return Calendar(
        years={year["year"]: _year(year) for year in years},
        closures={county: frozenset(days) for county, days in closures.items()},
    )


def is_working_day(day: date, *, county: str = HOME_COUNTY) -> bool:
    return calendar().is_working_day(day, county=county)


def add_working_days(start: date, days: int, *, county: str = HOME_COUNTY) -> date:
    """Answer the working day that is so many after the start, which itself is not counted."""
    known, day = calendar(), start
    while days > 0:
        day += ONE_DAY
        days -= known.is_working_day(day, county=county)
    return day


def working_days_between(start: date, end: date, *, county: str = HOME_COUNTY) -> int:
    """Answer how many working days come after the start, up to and with the end; negative when the end is earlier."""
    if end < start:
        return -working_days_between(end, start, county=county)
    known = calendar()
    days = (start + timedelta(days=each) for each in range(1, (end - start).days + 1))
    return sum(known.is_working_day(day, county=county) for day in days)


def legal_deadline(start: date, *, days: int = 0, months: int = 0, county: str = HOME_COUNTY) -> Deadline:
    """Answer the end of a time limit by 行政程序法 §48 (A0030055).

    II: the first day is not counted. III: months end on the day before the one like the first counted day, or on the
    last of the month where there is none. IV: a Sunday or day off moves the end to the next day that is none, a
    Saturday to Monday's noon. Where that Monday is off too, the end is the whole next working day: the law is silent,
    and a doubt serves the person.
    """
    last = _months_after(start + ONE_DAY, months) - ONE_DAY + timedelta(days=days)
    known = calendar()
    if last.weekday() == SATURDAY:
        monday = last + 2 * ONE_DAY
        if known.is_working_day(monday, county=county):
            return Deadline(monday, at_noon=True)
        last = monday
    while not known.is_working_day(last, county=county):
        last += ONE_DAY
    return Deadline(last)


def _year(content: Mapping[str, Any]) -> Year:
    return Year(off=frozenset(content["free_weekdays"]), work=frozenset(content["worked_weekend_days"]))


def _months_after(first: date, months: int) -> date:
    """Answer the day like the first one so many months later; the first of the month after, where there is none."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if first.day > months_of.monthrange(year, month + 1)[1]:
        return _months_after(first.replace(day=1), months + 1)
    return date(year, month + 1, first.day)


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content
