"""Whoever is connected with an account, or was, gets a mail that says what happened and what to do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import override_settings

from guitai.accounts import actions as accounts
from guitai.accounts.models import Account, Agency, Person
from guitai.accounts.terms import AgencyKind, Channel, Role
from guitai.config import binding_notices, subscriptions
from guitai.notices.models import Message
from guitai.notices.template import places
from guitai.outbox import delivery
from guitai.outbox.models import Delivery

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
NUMBER, TOWNSHIP, DEPARTMENT = "A123456789", "10007100", "10007-SW"


@pytest.fixture(autouse=True)
def county() -> None:
    """A department with its head, and a township office with a counter."""
    department = {"name": "彰化縣政府社會處", "kind": AgencyKind.COUNTY_BUREAU, "phone": "(04)5550-0002"}
    township = {"name": "彰化縣員林市公所", "kind": AgencyKind.TOWNSHIP, "phone": "(04)5550-0100"}
    Agency.objects.create(code=DEPARTMENT, **department)
    Agency.objects.create(code=TOWNSHIP, **township)
    _official("head@office.example", "林科長", DEPARTMENT, Role.SUPERVISOR)
    _official("counter@office.example", "陳文書", TOWNSHIP, Role.COUNTER)


def _official(email: str, name: str, agency: str, role: Role) -> Account:
    account, _new = accounts.open_account(email, name=name, actor="test", now=NOW)
    post = accounts.open_post(agency, unit="社會課", number=name, title="課員", roles=[role], actor="test", now=NOW)
    accounts.assign_post(account, post, since=date(2020, 1, 1), actor="test", now=NOW)
    return account


def _account(email: str) -> Account:
    return accounts.open_account(email, actor="test", now=NOW)[0]


def _with_card(email: str, *, now: datetime = NOW) -> Person:
    """Somebody shows the card at the counter of the township and types the code at home."""
    clerk = Account.objects.get(email="counter@office.example")
    born = date(1990, 3, 5)
    person, issued = accounts.give_out_at_counter(NUMBER, "王美𠮷", born, name_changed=False, actor=clerk.ref, now=now)
    accounts.bind_by_code(_account(email), number=NUMBER, code=issued.code, now=now)
    return person


def _told() -> list[tuple[str, str, str, str]]:
    """Let the worker deliver; answer kind, address, office and who is responsible of every mail."""
    for waiting in Delivery.objects.filter(done_at=None).order_by("pk"):
        delivery.deliver(waiting.pk, now=NOW)
    rows = Message.objects.order_by("created_at", "kind")
    return sorted((row.kind, row.recipient["email"], row.agency_code, row.sender["responsible"]) for row in rows)


def test_the_account_is_told_by_the_office_that_saw_the_card() -> None:
    _with_card("mei@example.tw")

    assert _told() == [("bound", "mei@example.tw", TOWNSHIP, "課員 陳文書")]


def test_the_person_is_told_too_where_she_has_another_address_with_us() -> None:
    person = accounts.register_person(NUMBER, "王美𠮷", date(1990, 3, 5), actor="test", now=NOW)
    accounts.update_contact(person, email="Mei@Home.tw", phone="", postal_address="", actor="test", now=NOW)

    _with_card("stranger@example.tw")

    assert [address for _kind, address, *_rest in _told()] == ["mei@home.tw", "stranger@example.tw"]


def test_the_account_that_lost_the_person_is_told_when_another_takes_over() -> None:
    _with_card("old@example.tw")
    _with_card("new@example.tw", now=NOW + timedelta(days=1))

    assert [(kind, address, office) for kind, address, office, _who in _told()] == [
        ("binding_ended", "old@example.tw", TOWNSHIP),
        ("bound", "new@example.tw", TOWNSHIP),
        ("bound", "old@example.tw", TOWNSHIP),
    ]


def test_without_a_code_the_department_answers_by_the_name_of_its_head() -> None:
    person = accounts.register_person(NUMBER, "王美𠮷", date(1990, 3, 5), actor="test", now=NOW)
    accounts.bind(_account("mei@example.tw"), person, channel=Channel.COUNTER, how="test", actor="test", now=NOW)

    assert _told() == [("bound", "mei@example.tw", DEPARTMENT, "課員 林科長")]


def test_a_delivery_that_comes_twice_tells_once() -> None:
    _with_card("mei@example.tw")
    _told()

    for done in Delivery.objects.all():
        delivery.deliver(done.pk, now=NOW)

    assert Message.objects.count() == 1


def test_the_mail_says_when_and_which_account_without_giving_its_address_away() -> None:
    _with_card("mei@example.tw")
    _told()

    happened = dict(Message.objects.get().content["sections"])["發生什麼事"]

    assert "中華民國115年3月10日 10:00" in happened
    assert "m***@example.tw" in happened
    assert "mei@" not in happened


@pytest.mark.parametrize("name", ["bound", "binding_ended"])
def test_the_words_use_every_place_they_declare_in_both_languages(name: str) -> None:
    words = binding_notices.template(name)

    assert places(words) == {"at", "account"}
    assert set(words.words) == {"zh", "en"}


def test_every_event_of_accounts_has_somebody_who_listens() -> None:
    with override_settings(OUTBOX_SUBSCRIPTIONS="guitai.config.subscriptions.SUBSCRIPTIONS"):
        assert {"accounts.bound", "accounts.binding_ended", "accounts.code_by_letter"} <= set(
            subscriptions.SUBSCRIPTIONS
        )
