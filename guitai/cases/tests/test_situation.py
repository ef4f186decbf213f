"""What was said and what was fetched become one situation; a gap is never a zero."""

from datetime import date
from typing import Any

import pytest

from guitai.cases.situation import differences, region_of, situation
from guitai.cases.terms import Piece
from guitai.cases.tests.pieces import (
    ME,
    NOBODY_PAYS,
    PAID,
    WIFE,
    gap,
    insurance,
    insured,
    register,
    tax,
    welfare,
)
from guitai.catalogue.terms import Service

ON = date(2026, 11, 20)
WHOLE = [register(ME, WIFE), welfare(), insured(), tax(NOBODY_PAYS), insurance(NOBODY_PAYS)]
MEMBERS = [{"id": "p1", "member_name": "陳美玲", "relation": "spouse"}]
PROOF = ["file:1"]


def made(service: Service, answers: dict[str, Any], pieces: list[Piece]) -> dict[str, Any]:
    return situation(service, answers, pieces, case="T-1", on=ON)


def person(service: Service, answers: dict[str, Any], pieces: list[Piece], *, nth: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = made(service, answers, pieces)["persons"][nth]
    return found


def pay(whose: str = "self", *, proof: list[str] | None = None, monthly: int = 20000) -> dict[str, Any]:
    change = {"id": "c1", "pay_of": whose, "work_state": "employed", "monthly_pay": monthly, "pay_proof": proof or []}
    return {"members": MEMBERS, "pay_changed": True, "pay_changes": [change]}


def test_the_applicant_comes_first_whatever_the_order_of_the_register(service: Service) -> None:
    persons = made(service, {}, [register(WIFE, ME)])["persons"]

    assert [(each["id"], each["relation"]) for each in persons] == [("self", "self"), ("p1", "spouse")]


def test_names_and_numbers_never_reach_the_rules(service: Service) -> None:
    text = str(made(service, {}, WHOLE))

    assert not any(private in text for private in (ME["number"], ME["name"], WIFE["number"], "民族路"))


@pytest.mark.parametrize(
    ("key", "typed", "fetched"),
    [("born", "1990-01-01", "1981-07-24"), ("marital", "single", "married")],
)
def test_the_register_is_believed_before_the_applicant(service: Service, key: str, typed: str, fetched: str) -> None:
    assert person(service, {"members": MEMBERS, key: typed}, WHOLE)[key] == fetched


def test_what_the_applicant_says_stands_where_the_register_does_not_know(service: Service) -> None:
    elsewhere = {**WIFE, "registered": "other", "co_living": "unknown"}
    answers = {"members": [{**MEMBERS[0], "co_living": False}]}

    assert person(service, answers, [register(ME, elsewhere)], nth=1)["co_living"] is False


@pytest.mark.parametrize(
    ("proof", "monthly"),
    [(PROOF, 20000), (None, 36000)],
    ids=["proven pay comes first", "the tax data come before unproven pay"],
)
def test_pay_is_taken_as_the_law_orders(service: Service, proof: list[str] | None, monthly: int) -> None:
    work = person(service, pay(proof=proof), [register(ME), welfare(), insured(), tax(PAID), insurance(PAID)])["work"]

    assert (work["state"], work["monthly"]) == ("employed", monthly)


@pytest.mark.parametrize(
    ("missing", "path"),
    [
        ("welfare", ("persons", "disability")),
        ("welfare", ("facts", "public_assistance_status")),
        ("pension_insurer", ("facts", "insured")),
        ("tax", ("persons", "other_income")),
    ],
)
def test_what_a_source_did_not_say_is_unknown(service: Service, missing: str, path: tuple[str, str]) -> None:
    rest = [each for each in WHOLE if each.source != missing]
    found = made(service, {}, rest)

    where = found["persons"][0] if path[0] == "persons" else found["facts"]
    assert where[path[1]] == "unknown"


@pytest.mark.parametrize("kept", [tax(NOBODY_PAYS), insurance(NOBODY_PAYS)], ids=["tax only", "insurance only"])
def test_one_register_alone_cannot_say_that_nobody_pays(service: Service, kept: Piece) -> None:
    assert person(service, {}, [register(ME), kept])["work"]["state"] == "unknown"


def test_without_any_answer_the_applicant_is_there_and_all_of_it_is_unknown(service: Service) -> None:
    found = made(service, {}, [gap("household", "household_register"), gap("income", "tax")])

    assert [each["relation"] for each in found["persons"]] == ["self"]
    assert found["persons"][0]["born"] == "unknown"
    assert found["region"] == "unknown"


def test_a_relative_the_register_does_not_know_is_there_with_income_unknown(service: Service) -> None:
    newcomer = {"id": "n1", "member_name": "王大明", "relation": "father", "member_born": "1950-01-01"}

    found = person(service, {"members": [*MEMBERS, newcomer]}, WHOLE, nth=2)

    assert (found["id"], found["relation"], found["work"]["state"]) == ("n1", "father", "unknown")
    assert found["other_income"] == "unknown"


def test_every_fetched_fact_names_its_source_and_day(service: Service) -> None:
    sources = made(service, {}, WHOLE)["sources"]

    assert sources["persons.self.work"] in {"tax 2026-11-20", "insurance 2026-11-20"}
    assert sources["persons.self.disability"] == "welfare 2026-11-20"


def test_a_difference_between_applicant_and_register_is_shown_with_both_words(service: Service) -> None:
    found = differences(service, pay(monthly=20000), [register(ME), tax(PAID)])

    assert [(each.key, each.said, each.fetched, each.sources) for each in found] == [
        ("work.monthly", 20000, 36000, ("tax",))
    ]


def test_pay_of_which_no_register_knows_is_one_difference_with_all_registers(service: Service) -> None:
    idle: dict[str, Any] = {"work": {"state": "not_employed"}}

    found = differences(service, pay(monthly=15000), [register(ME), tax(idle), insurance(idle)])

    assert {each.key: (each.fetched, each.sources) for each in found} == {
        "work.state": ("not_employed", ("tax", "insurance")),
        "work.monthly": (None, ("tax", "insurance")),
    }


@pytest.mark.parametrize(
    "pieces",
    [[register(ME), tax({"work": {"state": "employed", "monthly": "unknown"}})], [register(ME), gap("income", "tax")]],
    ids=["the register does not know", "the register is silent"],
)
def test_what_nobody_knows_is_no_difference(service: Service, pieces: list[Piece]) -> None:
    assert differences(service, pay(), pieces) == []


@pytest.mark.parametrize(
    ("address", "region"),
    [("彰化縣彰化市大同里", "彰化縣"), ("臺北市大安區", "臺北市"), ("", "unknown")],
)
def test_the_region_is_the_county_of_the_registered_address(address: str, region: str) -> None:
    assert region_of([register(ME, address=address)]) == region


def test_the_same_input_gives_the_same_situation(service: Service) -> None:
    assert made(service, pay(), WHOLE) == made(service, pay(), list(WHOLE))


def test_what_rests_on_the_applicants_word_names_no_register(service: Service) -> None:
    kept = made(service, {"lives_at_registered_address": False, "actual_address": "彰化縣和美鎮某路1號"}, WHOLE)

    said = {path for path, words in kept["sources"].items() if words == "declared"}
    assert said == {path for path in kept["sources"] if path.startswith("facts.")}
    assert said


def test_property_that_the_tax_office_does_not_know_yet_is_unknown_in_every_part(service: Service) -> None:
    unsettled = tax({"work": {"state": "unknown"}}, assets="unknown")

    found = person(service, {}, [register(ME), welfare(), insured(), unsettled, insurance(NOBODY_PAYS)])

    assert set(found["assets"].values()) == {"unknown"}
    assert {"deposit", "land", "house"} <= set(found["assets"])


def test_what_she_receives_is_what_she_says_and_what_the_register_says(allowance: Service) -> None:
    answers = {"receives_other": ["disability_living_allowance"], "gives_up_other": False}
    known = welfare(receives=["old_farmers_allowance"])

    found = made(allowance, answers, [register(ME), known])["facts"]

    assert found["receives"] == ["disability_living_allowance", "old_farmers_allowance"]
    assert found["gives_up_other_benefit"] is False
