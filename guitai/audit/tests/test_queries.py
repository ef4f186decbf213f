from datetime import date

import pytest

from guitai.audit import queries
from guitai.audit.tests.conftest import Fill


def test_the_newest_records_come_first_page_by_page(fill: Fill) -> None:
    fill(5, 5)

    first = queries.entries(most=2)
    second = queries.entries(most=2, before=first[-1].id)

    assert [entry.thing for entry in first + second] == ["case:R-4", "case:R-3", "case:R-2", "case:R-1"]
    assert first[0].detail["list"] == [1.5, None, "臺"]
    assert first[0].written_by == "guitai_owner"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"actor": "post:1"}, ["case:R-4", "case:R-1"]),
        ({"thing": "case:R-2"}, ["case:R-2"]),
        ({"subject": "person:3"}, ["case:R-3"]),
        ({"verb": "case.close"}, []),
    ],
)
def test_records_are_found_by_actor_thing_subject_and_verb(
    fill: Fill, wanted: dict[str, str], found: list[str]
) -> None:
    fill(5, 5)

    rows = queries.entries(
        actor=wanted.get("actor", ""),
        thing=wanted.get("thing", ""),
        verb=wanted.get("verb", ""),
        subject=wanted.get("subject", ""),
    )

    assert [entry.thing for entry in rows] == found


def test_a_day_is_a_day_in_taiwan(fill: Fill) -> None:
    fill(1, 1)

    assert len(queries.entries(day=date(2026, 3, 10))) == 1
    assert queries.entries(day=date(2026, 3, 9)) == []


def test_nobody_reads_the_whole_log_in_one_go(fill: Fill) -> None:
    fill(201, 201)

    assert len(queries.entries(most=100_000)) == 200
