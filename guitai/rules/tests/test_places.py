"""Where somebody lives, and whose amounts hold there."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from guitai.facts.strict_yaml import Document
from guitai.rules.parameters import ParameterBook
from guitai.rules.queries import Situation
from guitai.rules.readings import UNKNOWN

ON = date(2026, 3, 10)


def amount(region: str, value: int) -> dict[str, Any]:
    since = date(2026, 1, 1)
    return {"region": region, "since": since, "value": Decimal(value), "verified": True, "source": "公告"}


def book(*values: dict[str, Any]) -> ParameterBook:
    entry = {"label": {"zh": "數額"}, "unit": "NTD", "values": list(values)}
    return ParameterBook.of(
        [Document({"x": entry, "regions": {"臺灣省": ["彰化縣", "南投縣"]}}, "x.yaml")], assumed_allowed=False
    )


def test_an_amount_of_the_county_comes_before_that_of_its_region_and_of_the_nation() -> None:
    announced = book(amount("", 1), amount("臺灣省", 2), amount("彰化縣", 3))

    found = [announced.find("x", region=region, day=ON).value for region in ("彰化縣", "南投縣", "臺北市")]

    assert found == [3, 2, 1]


@pytest.mark.parametrize(
    ("said", "lives_there"),
    [
        (None, True),
        ("彰化縣", True),
        ("彰化縣員林市中山路1號", True),
        ("臺中市西屯區", False),
        ("unknown", UNKNOWN),
    ],
)
def test_who_lives_in_the_registered_county_is_read_from_the_place(said: str | None, lives_there: object) -> None:
    facts = {} if said is None else {"actually_lives_in": said}
    person = {"id": "a", "relation": "self", "born": date(1950, 1, 1)}

    found = Situation.read({"on": ON, "region": "彰化縣", "persons": [person], "facts": facts})

    assert found.facts["lives_in_registered_county"] is lives_there


def test_both_ways_of_writing_tai_are_the_same_county() -> None:
    person = {"id": "a", "relation": "self", "born": date(1950, 1, 1)}
    where = {"actually_lives_in": "台中市"}

    found = Situation.read({"on": ON, "region": "臺中市", "persons": [person], "facts": where})

    assert found.facts["lives_in_registered_county"] is True
