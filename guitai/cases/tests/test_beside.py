"""Everything about one person in one place: what was said, what each register said and when, what differs."""

from typing import Any

from guitai.cases.beside import Side, sides
from guitai.cases.tests.pieces import FETCHED, ME, NOBODY_PAYS, PAID, WIFE, gap, insurance, register, tax
from guitai.catalogue.terms import Service

ORDER = ("born", "marital", "work.state", "work.monthly")
SAID: dict[str, Any] = {
    "members": [{"id": "p1", "member_name": "陳美玲", "relation": "spouse"}],
    "pay_changed": True,
    "pay_changes": [{"id": "c1", "pay_of": "p1", "work_state": "employed", "monthly_pay": 20000}],
}


def both(service: Service) -> tuple[Side, Side]:
    pieces = [register(ME, WIFE), tax(NOBODY_PAYS), tax(PAID, about="p1"), insurance(PAID, about="p1")]
    applicant, wife = sides(service, SAID, [*pieces, gap("status", "welfare")], order=ORDER)
    return applicant, wife


def test_the_applicant_comes_first_and_each_person_has_a_name(service: Service) -> None:
    assert [(side.about, side.name) for side in both(service)] == [("self", "王小明"), ("p1", "陳美玲")]


def test_every_register_that_spoke_stands_with_its_day(service: Service) -> None:
    _applicant, wife = both(service)

    lines = {line.key: line for line in wife.lines}

    assert [(each.value, each.source) for each in lines["work.monthly"].fetched] == [
        (36000, "tax"),
        (36000, "insurance"),
    ]
    assert lines["born"].fetched[0].at == FETCHED


def test_what_differs_is_marked_and_what_agrees_is_not(service: Service) -> None:
    applicant, wife = both(service)

    assert {line.key for line in wife.lines if line.differs} == {"work.monthly"}
    assert (applicant.differing, wife.differing) == (0, 1)


def test_a_register_that_is_silent_about_somebody_is_named_with_them(service: Service) -> None:
    assert [side.silent for side in both(service)] == [("welfare",), ()]


def test_while_the_household_register_is_silent_the_applicant_stands_there_alone(service: Service) -> None:
    found = sides(service, {}, [gap("household", "household_register")], order=ORDER)

    assert [(side.about, side.name, side.silent) for side in found] == [("self", "", ("household_register",))]
