"""Each story ends as it says: told by the registers, read by the connectors, judged by the rules."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guitai.gateways import merging
from guitai.gateways.connectors.registry import CONNECTORS
from guitai.rules.queries import ParameterBook, Situation, assess, read_rules_file
from standins import household, tax, welfare
from standins.world import ledgers, stories, writing

SERVICES = Path(__file__).resolve().parents[2] / "services" / "tw"
ON = date(2026, 11, 22)
WORLD, STORIES = writing.make(seed=1, households=60)
LEDGERS: dict[str, Any] = {name: ledger(WORLD) for name, ledger in ledgers.LEDGERS.items()}
OF_A_PERSON = ("disability", "student", "custody", "military")
OF_THE_CASE = ("public_assistance_status", "receives", "placed_at_public_expense")
BOOK = ParameterBook.read(SERVICES / "parameters", assumed_allowed=True)
RULES = {
    rules.benefit: rules
    for rules in (read_rules_file(file, parameters=BOOK) for file in sorted(SERVICES.glob("*/rules.yaml")))
}


def told(source: str, record: Any, number: str) -> dict[str, Any]:
    return CONNECTORS[source].facts(record, number=number, wanted=())


def person(entry: dict[str, Any]) -> dict[str, Any]:
    number = entry["number"]
    taxes = told("tax", tax.answer(LEDGERS["tax"], {"number": number}), number)
    insured = told("insurance", LEDGERS["insurance"][number], number)
    matched = told("welfare", welfare.answer(LEDGERS["welfare"], {"number": number}), number)
    work = merging.work(tax=taxes["work"], insurance=insured["work"])
    return {
        **entry,
        "id": number,
        "work": work,
        "other_income": taxes["other_income"],
        "assets": taxes["assets"],
        **{key: matched[key] for key in OF_A_PERSON},
    }


def situation(number: str) -> dict[str, Any]:
    family = told("household_register", household.answer(LEDGERS["household"], {"number": number}), number)
    facts = told("pension_insurer", LEDGERS["pension"][number], number)
    matched = told("welfare", welfare.answer(LEDGERS["welfare"], {"number": number}), number)
    return {
        "id": "story",
        "on": ON,
        "region": "彰化縣",
        "persons": [person(entry) for entry in family["persons"]],
        "facts": {"insured": facts["insured"], **{key: matched[key] for key in OF_THE_CASE}},
    }


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_the_rules_end_the_story_as_it_says(story: stories.Story) -> None:
    answer = assess(RULES[story.benefit], Situation.read(situation(story.applicant.number)), on=ON).answer()

    expected = dict(story.expected)
    if (counted := expected.pop("counted", None)) is not None:
        assert len(answer["counted_persons"]) == counted
    found = {key: float(answer[key]) if key == "share" else answer[key] for key in expected}
    assert found == expected


def test_the_widow_who_gets_the_allowance_is_too_old_for_the_pension_share() -> None:
    widow = next(story.applicant for story in STORIES if story.key == "elder_widow")

    answer = assess(RULES[stories.PENSION_SHARE], Situation.read(situation(widow.number)), on=ON).answer()

    assert (answer["verdict"], answer["failing_conditions"]) == ("not_eligible", ["not_insured_age"])
