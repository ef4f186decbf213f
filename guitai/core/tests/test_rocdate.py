from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guitai.core import rocdate
from guitai.core.terms import DateWrong


@pytest.mark.parametrize(
    "typed",
    [
        "115/03/10",
        "115-3-10",
        "115.3.10",
        "1150310",
        "民國115年3月10日",
        "中華民國 115 年 03 月 10 日",
        "115年3月10日",
        "１１５／０３／１０",
        "2026-03-10",
        "2026/3/10",
        "20260310",
        "西元2026年3月10日",
        "2026年3月10日",
        " 115/3/10 ",
    ],
)
def test_a_day_is_understood_in_every_form_people_write(typed: str) -> None:
    assert rocdate.parse_date(typed) == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("990101", date(2010, 1, 1)),
        ("民國元年1月1日", date(1912, 1, 1)),
        ("民國前1年12月31日", date(1911, 12, 31)),
        ("民國前元年5月4日", date(1911, 5, 4)),
        ("8/1/2", date(1919, 1, 2)),
    ],
)
def test_early_years_are_understood(typed: str, day: date) -> None:
    assert rocdate.parse_date(typed) == day


@pytest.mark.parametrize(
    "typed",
    ["", "115/02/30", "0/1/1", "0000101", "115/3-10", "115/3", "十年", "2026-13-01", "民國前0年99月1日", "115/٣/10"],
)
def test_what_names_no_day_is_refused(typed: str) -> None:
    with pytest.raises(DateWrong):
        rocdate.parse_date(typed)


def test_a_day_is_written_without_leading_zeros() -> None:
    assert rocdate.roc(date(2026, 3, 10)) == "115年3月10日"
    assert rocdate.roc_full(date(2001, 12, 1)) == "中華民國90年12月1日"
    assert rocdate.roc_full(date(1910, 2, 3)) == "民國前2年2月3日"


@given(st.dates(date(1812, 1, 1)))
def test_what_is_written_is_read_back(day: date) -> None:
    assert rocdate.parse_date(rocdate.roc_full(day)) == day
