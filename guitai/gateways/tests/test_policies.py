"""What may be asked at all: a source that gives it, a purpose, a declared question, a law or a consent that holds."""

from dataclasses import replace
from typing import cast

import pytest

from guitai.consents.terms import Basis, Consented, Statute
from guitai.gateways import policies
from guitai.gateways.connectors.contract import Connector
from guitai.gateways.declaration import DataDeclaration
from guitai.gateways.terms import Inquiry, NoBasis, NotDeclared

LAW = Statute("D0050046 §15-1")
CONSENT = Consented("00000000-0000-4000-8000-000000000001")
TAX = Connector("tax", frozenset({"work", "assets"}), lambda _record, _number: {})
ASKED = Inquiry("tax", "A123456789", "person:1", "審核補助", LAW, "account:1", "case:1", "share", ("work",))


class Declared:
    """A service that declares one thing, or nothing."""

    def __init__(self, *, covers: bool) -> None:
        self._covers = covers

    def covers(self, _inquiry: Inquiry) -> bool:
        return self._covers


def ask(
    inquiry: Inquiry,
    connector: Connector | None = TAX,
    *,
    declared: bool = True,
    covered: frozenset[str] = frozenset({"tax.work"}),
    is_the_subject: bool = True,
) -> None:
    policies.check(
        inquiry,
        connector,
        declaration=cast("DataDeclaration", Declared(covers=declared)),
        consent_covers=covered.__contains__,
        is_the_subject=lambda: is_the_subject,
    )


@pytest.mark.parametrize("basis", [LAW, CONSENT])
def test_a_declared_question_with_a_law_or_a_consent_is_asked(basis: Basis) -> None:
    ask(replace(ASKED, basis=basis))


def test_a_source_that_does_not_give_it_is_not_asked() -> None:
    with pytest.raises(NotDeclared):
        ask(replace(ASKED, gives=("love_letters",)))
    with pytest.raises(NotDeclared):
        ask(ASKED, None)


def test_nothing_is_asked_without_a_purpose() -> None:
    with pytest.raises(NoBasis):
        ask(replace(ASKED, purpose=" "))


def test_what_the_service_has_not_declared_is_not_asked() -> None:
    with pytest.raises(NotDeclared):
        ask(ASKED, declared=False)


@pytest.mark.parametrize("basis", [None, Statute(""), Statute("because we want to")])
def test_nothing_is_asked_without_an_article(basis: Basis | None) -> None:
    with pytest.raises(NoBasis):
        ask(replace(ASKED, basis=basis))


def test_a_consent_serves_its_facts_its_service_and_its_person_only() -> None:
    by_consent = replace(ASKED, basis=CONSENT)

    with pytest.raises(NoBasis):
        ask(by_consent, covered=frozenset())
    with pytest.raises(NoBasis):
        ask(replace(by_consent, gives=("work", "assets")))
    with pytest.raises(NoBasis):
        ask(replace(by_consent, service=""))
    with pytest.raises(NoBasis):
        ask(by_consent, is_the_subject=False)
