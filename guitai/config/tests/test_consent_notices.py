"""Whoever lets somebody act for her is told, and both are told when it ends."""

from datetime import UTC, date, datetime

import pytest

from guitai.accounts import actions as accounts
from guitai.accounts.models import Account, Agency, Person
from guitai.accounts.terms import AgencyKind
from guitai.config import binding_notices, consent_notices
from guitai.consents import actions as consents
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity, Means, Representative, Signed
from guitai.consents.tests.given import DRAWN
from guitai.notices.models import Message
from guitai.notices.template import places
from guitai.outbox import delivery
from guitai.outbox.models import Delivery

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
SIGNED = Signed(Means.SIGNATURE, NOW, strokes=DRAWN)


@pytest.fixture(autouse=True)
def county() -> None:
    Agency.objects.create(
        code="10007-SW", name="彰化縣政府社會處", kind=AgencyKind.COUNTY_BUREAU, phone="(04)5550-0002"
    )


@pytest.fixture
def mother() -> Person:
    return _person("A223456781", "林陳阿好", email="", postal_address="彰化縣員林市1號")


@pytest.fixture
def agent() -> Account:
    return accounts.open_account("village@office.example", name="王村里", actor="test", now=NOW)[0]


def _person(number: str, name: str, *, email: str, postal_address: str) -> Person:
    person = accounts.register_person(number, name, date(1950, 1, 1), actor="test", now=NOW)
    accounts.update_contact(person, email=email, phone="", postal_address=postal_address, actor="test", now=NOW)
    return person


def _given(subject: Person, other: Representative | None) -> Consent:
    return consents.give(
        subject=subject.ref,
        given_by=subject.ref,
        purpose="p",
        facts=["tax.work"],
        services=["not_published"],
        text="t",
        until=date(2027, 3, 9),
        now=NOW,
        representative=other,
        signed=SIGNED if other else None,
    )


def _told() -> list[tuple[str, str, str]]:
    for waiting in Delivery.objects.filter(done_at=None).order_by("pk"):
        delivery.deliver(waiting.pk, now=NOW)
    return sorted((row.kind, row.channel, row.recipient["email"]) for row in Message.objects.all())


def test_she_is_told_on_paper_who_acts_and_both_when_it_ends(mother: Person, agent: Account) -> None:
    consent = _given(mother, Representative(agent.ref, "王村里", Capacity.AGENT))
    assert _told() == [("mandate_given", "print", "")]
    assert "王村里" in str(Message.objects.get().content)

    consents.revoke(consent, actor=agent.ref, now=NOW)

    assert _told() == [
        ("mandate_ended", "mail", "village@office.example"),
        ("mandate_ended", "print", ""),
        ("mandate_given", "print", ""),
    ]


def test_a_relative_is_told_by_mail_when_it_ends(mother: Person) -> None:
    daughter = _person("B223456782", "林小美", email="mei@example.tw", postal_address="")
    consent = _given(mother, Representative(daughter.ref, "林小美", Capacity.RELATIVE, relation="女兒"))

    consents.revoke(consent, actor=mother.ref, now=NOW)

    assert ("mandate_ended", "mail", "mei@example.tw") in _told()


def test_ones_own_consent_sends_nothing(mother: Person) -> None:
    consent = _given(mother, None)
    consents.revoke(consent, actor=mother.ref, now=NOW)

    assert _told() == []


def test_whoever_cannot_be_reached_stops_no_other_notice(agent: Account) -> None:
    unknown = _person("A223456781", "林陳阿好", email="", postal_address="")
    consent = _given(unknown, Representative(agent.ref, "王村里", Capacity.AGENT))
    consents.revoke(consent, actor=unknown.ref, now=NOW)

    assert _told() == [("mandate_ended", "mail", "village@office.example")]


@pytest.mark.parametrize("name", ["mandate_given", "mandate_ended"])
def test_a_notice_names_no_place_that_nobody_fills(name: str) -> None:
    words = binding_notices.template(name)

    assert places(words) <= {"at", "person", "representative", "services", "until"}
    assert consent_notices.ACTOR
