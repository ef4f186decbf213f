"""Median and groups of working days, from how many cases took how long."""

from datetime import date

import pytest

from guitai.cases.counting import Kind
from guitai.consents.terms import Capacity
from guitai.core.months import months, months_before, next_month
from guitai.reports import charts
from guitai.reports.terms import CHANNEL_WORDS, FILED_BY_WORDS, KIND_WORDS, STEPS, Durations, Period, Statistics
from guitai.work.terms import Outcome


@pytest.mark.parametrize(
    ("by_days", "median"),
    [({}, None), ({0: 1}, 0), ({3: 1, 9: 1}, 3), ({3: 1, 9: 2}, 9), ({1: 50, 2: 49, 40: 1}, 1), ({2: 10, 30: 10}, 2)],
)
def test_half_of_the_cases_are_decided_within_the_median(by_days: dict[int, int], median: int | None) -> None:
    assert Durations(by_days).median == median


def test_every_case_is_in_exactly_one_group_of_days() -> None:
    found = Durations(dict.fromkeys(range(100), 1))

    assert sum(found.between(least, most) for least, most in STEPS) == found.count


def test_what_was_granted_in_part_is_granted() -> None:
    outcomes = {Outcome.GRANTED: 3, Outcome.PARTLY_GRANTED: 2, Outcome.REFUSED: 4}

    assert Period(date(2026, 11, 1), {Kind.DECIDED: 9}, outcomes).granted == 5


@pytest.mark.parametrize(("filed_by", "share"), [({}, None), ({"self": 3, "agent": 1}, 25), ({"relative": 2}, 0)])
def test_the_share_of_agents_is_of_all_that_was_sent(filed_by: dict[str, int], share: int | None) -> None:
    assert Statistics((), Durations({}), (), filed_by, {}).by_agents == share


def test_the_longest_bar_fills_the_drawing_and_nothing_is_drawn_below_it() -> None:
    periods = [Period(month, {Kind.SUBMITTED: number, Kind.DECIDED: 7}, {}) for number, month in enumerate(
        months(date(2025, 12, 1), date(2026, 11, 1)), start=1)]  # fmt: skip

    chart = charts.by_month(periods)

    assert max(column.height for column in chart.columns) == charts.HIGH
    assert all(column.y + column.height == charts.HIGH for column in chart.columns)
    assert [label.words for label in chart.labels][:2] == ["12", "1"]


def test_months_without_a_case_are_drawn_without_a_bar() -> None:
    chart = charts.by_month([Period(date(2026, 11, 1), {}, {})])

    assert (chart.most, {column.height for column in chart.columns}) == (0, {0.0})


def test_months_go_over_the_turn_of_the_year() -> None:
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert months_before(date(2026, 1, 1), 1) == date(2025, 12, 1)
    assert months_before(date(2026, 11, 1), 11) == date(2025, 12, 1)
    assert list(months(date(2026, 12, 15), date(2027, 1, 1))) == [date(2026, 12, 1), date(2027, 1, 1)]


def test_every_kind_and_every_way_in_has_words() -> None:
    assert set(KIND_WORDS) == set(Kind)
    assert set(FILED_BY_WORDS) == {capacity.value for capacity in Capacity}
    assert set(CHANNEL_WORDS) == {"online", "counter", "home_visit"}
