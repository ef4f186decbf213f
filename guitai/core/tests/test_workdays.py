import csv
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from guitai.core import workdays
from guitai.core.terms import CalendarUnknown
from guitai.core.workdays import Deadline

YEARS = [2023, 2024, 2025, 2026, 2027]
KNOWN_DAYS = st.dates(date(2023, 1, 1), date(2027, 6, 30))


def official(year: int) -> dict[date, bool]:
    """Answer for each day of the official table whether it is worked."""
    table = resources.files("taiwan_holidays") / "data" / f"{year - 1911}年中華民國政府行政機關辦公日曆表.csv"
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))[1:]
    return {datetime.strptime(row[0], "%Y%m%d").replace(tzinfo=UTC).date(): row[2] == "0" for row in rows if row[0]}


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_our_calendar_is_as_in_the_official_table(year: int) -> None:
    days = official(year)

    assert len(days) == (366 if year == 2024 else 365)
    assert {day: workdays.is_working_day(day) for day in days} == days


@pytest.mark.parametrize(("year", "working"), [(2024, 251), (2025, 247), (2026, 245), (2027, 244)])
def test_the_years_have_as_many_working_days_as_announced(year: int, working: int) -> None:
    assert workdays.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == working


@pytest.mark.parametrize("year", YEARS)
def test_every_file_says_where_it_comes_from(settings: Settings, year: int) -> None:
    content = yaml.safe_load((settings.SERVICES_DIR / "tw" / "calendar" / f"{year}.yaml").read_text(encoding="utf-8"))

    assert content["source"]
    assert content["version"]
    assert content["verified"] is True


@pytest.mark.parametrize("day", [date(2022, 12, 31), date(2028, 1, 1)])
def test_a_year_without_calendar_is_never_guessed(day: date) -> None:
    with pytest.raises(CalendarUnknown, match=str(day.year)):
        workdays.is_working_day(day)


def test_counting_stops_where_the_calendar_ends() -> None:
    with pytest.raises(CalendarUnknown):
        workdays.add_working_days(date(2027, 12, 30), 10)


def test_a_saturday_may_be_worked_and_a_weekday_may_be_free() -> None:
    assert workdays.is_working_day(date(2025, 2, 8))
    assert not workdays.is_working_day(date(2026, 2, 18))


def test_a_county_that_closed_does_not_work_and_its_neighbours_do(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "tw" / "calendar"
    folder.mkdir(parents=True)
    (folder / "2026.yaml").write_text("year: 2026\nfree_weekdays: {}\nworked_weekend_days: {}\n", encoding="utf-8")
    closures = "closures:\n  - {county: 彰化縣, day: 2026-07-21, reason: 颱風, source: test}\n"
    (folder / "closures.yaml").write_text(closures, encoding="utf-8")
    settings.SERVICES_DIR = tmp_path

    assert not workdays.is_working_day(date(2026, 7, 21))
    assert workdays.is_working_day(date(2026, 7, 21), county="臺中市")
    assert workdays.add_working_days(date(2026, 7, 20), 1) == date(2026, 7, 22)


def test_working_days_are_counted_from_the_day_after() -> None:
    friday_before_new_year_week = date(2026, 2, 13)

    assert workdays.add_working_days(friday_before_new_year_week, 0) == friday_before_new_year_week
    assert workdays.add_working_days(friday_before_new_year_week, 1) == date(2026, 2, 23)


@given(KNOWN_DAYS, st.integers(0, 60))
def test_adding_and_counting_agree(start: date, days: int) -> None:
    assert workdays.working_days_between(start, workdays.add_working_days(start, days)) == days


@given(KNOWN_DAYS, KNOWN_DAYS)
def test_counting_back_is_the_same_with_the_other_sign(one: date, other: date) -> None:
    assert workdays.working_days_between(one, other) == -workdays.working_days_between(other, one)


@pytest.mark.parametrize(
    ("start", "days", "deadline"),
    [
        (date(2026, 3, 2), 7, Deadline(date(2026, 3, 9))),  # ends on a Monday
        (date(2026, 3, 2), 6, Deadline(date(2026, 3, 9))),  # a Sunday: the next day
        (date(2026, 3, 2), 5, Deadline(date(2026, 3, 9), at_noon=True)),  # a Saturday: Monday's noon
        (date(2026, 2, 1), 15, Deadline(date(2026, 2, 23))),  # Lunar New Year: after the holidays
        (date(2026, 4, 1), 3, Deadline(date(2026, 4, 7))),  # a Saturday whose Monday is off: the whole Tuesday
        (date(2026, 4, 1), 2, Deadline(date(2026, 4, 7))),  # a Friday off: past weekend and holiday
    ],
)
def test_a_limit_in_days_ends_as_the_law_says(start: date, days: int, deadline: Deadline) -> None:
    assert workdays.legal_deadline(start, days=days) == deadline


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        (date(2026, 1, 15), 2, date(2026, 3, 16)),  # 15 March is a Sunday
        (date(2026, 1, 30), 1, date(2026, 3, 2)),  # no 31 February: its last day, a Saturday
        (date(2026, 1, 31), 1, date(2026, 3, 2)),  # counted from 1 February: the whole month
        (date(2025, 2, 28), 1, date(2025, 3, 31)),  # counted from 1 March: the whole month
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2025, 12, 10), 2, date(2026, 2, 10)),  # over the turn of the year
        (date(2026, 11, 30), 1, date(2026, 12, 31)),
    ],
)
def test_a_limit_in_months_ends_as_the_law_says(start: date, months: int, day: date) -> None:
    assert workdays.legal_deadline(start, months=months).day == day


def test_a_deadline_passes_with_the_day_or_its_noon_in_taiwan() -> None:
    assert Deadline(date(2026, 3, 9)).moment == datetime(2026, 3, 9, 16, tzinfo=UTC)
    assert Deadline(date(2026, 3, 9), at_noon=True).moment == datetime(2026, 3, 9, 4, tzinfo=UTC)


@given(KNOWN_DAYS, st.integers(1, 90))
def test_no_deadline_is_earlier_than_its_days_or_on_a_free_day(start: date, days: int) -> None:
    deadline = workdays.legal_deadline(start, days=days)

    assert deadline.day >= start + timedelta(days=days)
    assert workdays.is_working_day(deadline.day)
