"""data.yaml is read strictly, and the one of the first service says what we mean."""

from typing import Any

import pytest

from guitai.consents.terms import Consented, Statute
from guitai.gateways.declaration import About, DataDeclaration, DataUnreadable, IfDown, read_data

ITEM: dict[str, Any] = {
    "key": "income",
    "source": "tax",
    "about": "applicant",
    "gives": ["work"],
    "purpose": "計算家庭總收入",
    "basis": "consent",
    "if_down": "wait",
}


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "police"},
        {"gives": []},
        {"gives": ["love_letters"]},
        {"about": "neighbours"},
        {"purpose": ""},
        {"basis": []},
        {"basis": ["consent", "D0050167 §13"]},
        {"about": "each_person"},
        {"freshness_days": -1},
        {"if_down": "guess"},
        {"if_down": "ask_document"},
        {"document_question": "pay_slip"},
        {"surprise": 1},
    ],
)
def test_an_item_that_cannot_be_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(DataUnreadable, match="income"):
        read_data({"items": [ITEM | changes]})


@pytest.mark.parametrize("missing", ["source", "about", "gives", "purpose", "basis", "if_down"])
def test_an_item_that_lacks_something_is_refused(missing: str) -> None:
    with pytest.raises(DataUnreadable, match=missing):
        read_data({"items": [{key: value for key, value in ITEM.items() if key != missing}]})


@pytest.mark.parametrize("data", [{}, {"items": []}, {"items": [ITEM, ITEM]}, {"items": [ITEM], "more": 1}])
def test_a_file_without_a_clean_list_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(DataUnreadable):
        read_data(data)


def test_the_applicant_is_asked_about_by_consent_the_others_by_law(declaration: DataDeclaration) -> None:
    assert all(item.needs_consent for item in declaration.about(About.APPLICANT))
    assert not any(item.needs_consent for item in declaration.about(About.EACH_PERSON))


def test_the_consent_names_every_fact_of_the_applicants_items(declaration: DataDeclaration) -> None:
    assert {"household_register.persons", "tax.work", "bank.holder_matches"} <= set(declaration.consent_facts())


def test_an_item_makes_the_question_it_allows(declaration: DataDeclaration) -> None:
    who: dict[str, Any] = {
        "number": "A123456789",
        "subject": "person:1",
        "actor": "a",
        "thing": "case:1",
        "service": "s",
    }

    own = declaration.item("income").inquiry(**who, consent_id="c1")
    others = declaration.item("income_of_others").inquiry(**who)

    assert own.basis == Consented("c1")
    assert others.basis == Statute("D0050167 §14")
    assert declaration.covers(own)
    assert declaration.covers(others)
    assert declaration.item("income").inquiry(**who).basis is None  # no consent, no basis: refused when asked


def test_a_missing_document_question_is_named(declaration: DataDeclaration) -> None:
    item = read_data({"items": [ITEM | {"if_down": "ask_document", "document_question": "pay_slip"}]}).items[0]

    assert (item.if_down, item.document_question) == (IfDown.ASK_DOCUMENT, "pay_slip")
    assert {item.if_down for item in declaration.items} <= set(IfDown)


PRECHECK = {"benefit": "某津貼", "purpose": "受理前確認是否可申請", "basis": "I0050021 §15", "verified": False}


def test_before_a_consent_one_question_may_be_asked_by_law() -> None:
    declaration = read_data({"items": [ITEM], "precheck": PRECHECK})
    assert declaration.precheck is not None

    inquiry = declaration.precheck.inquiry(
        number="A123456789", subject="", actor="account:1", thing="precheck:1", service="s"
    )

    assert (inquiry.gives, inquiry.basis) == (("may_apply",), Statute("I0050021 §15"))
    assert inquiry.details == {"benefit": "某津貼"}
    assert declaration.covers(inquiry)


@pytest.mark.parametrize("change", [{"basis": "consent"}, {"gives": ["receives"]}, {"purpose": " "}])
def test_a_precheck_that_asks_more_or_rests_on_a_consent_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(DataUnreadable, match="precheck"):
        read_data({"items": [ITEM], "precheck": PRECHECK | change})
