"""Nothing leaves without a basis, everything is on record, and an earlier answer serves only the same question."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from guitai.accounts import actions as accounts
from guitai.audit import queries as audit
from guitai.consents import actions as consents
from guitai.consents.models import Consent
from guitai.consents.terms import Consented, Statute
from guitai.gateways import actions, breaker, client, queries
from guitai.gateways.declaration import DataDeclaration
from guitai.gateways.models import Lookup, Outcome
from guitai.gateways.sources import Source
from guitai.gateways.terms import Answered, Inquiry, NoAnswer, NoBasis, NotAnswered, NotDeclared, Reason
from guitai.gateways.tests.questions import AGENCIES, CASE, LAW, NOW, SERVICE, SUBJECT, about

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "A123456789", "A223456781"
RECORD = {"年度資料": [{"年度": 114, "狀態": "已歸戶", "所得": [], "財產": []}]}
WEEK = timedelta(days=7)


class Wire:
    """Stands where the network would be, and counts."""

    def __init__(self) -> None:
        self.asked: list[Inquiry] = []
        self.fails: Reason | None = None

    def put(self, _source: Source, inquiry: Inquiry, *, request_id: str) -> Mapping[str, Any]:
        assert Lookup.objects.filter(request_id=request_id, outcome=Outcome.ASKED).exists()
        self.asked.append(inquiry)
        if self.fails:
            raise NoAnswer(self.fails)
        return RECORD


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Wire:
    wire, unused = (
        Wire(),
        {"url": "http://127.0.0.1:1", "agency": "", "public_key": "", "our_key_id": "", "our_key": ""},
    )
    settings.GATEWAYS = dict.fromkeys(AGENCIES, unused)
    monkeypatch.setattr(client, "put", wire.put)
    monkeypatch.setattr("guitai.gateways.sources._key", lambda _path, _source: b"")
    return wire


@pytest.mark.parametrize(
    "inquiry",
    [
        about(NUMBER, basis=None),
        about(NUMBER, basis=Statute("")),
        about(NUMBER, basis=Statute("because we want to")),
        about(NUMBER, purpose=" "),
        about(NUMBER, basis=Consented("")),
        about(NUMBER, basis=Consented("00000000-0000-4000-8000-000000000000")),
        about(NUMBER, gives=("work", "love_letters")),
        about(NUMBER, source="police"),
    ],
)
def test_without_purpose_basis_or_source_nothing_leaves_and_the_attempt_is_on_record(
    inquiry: Inquiry, wire: Wire
) -> None:
    with pytest.raises(NoBasis):
        actions.ask(inquiry, now=NOW)

    assert wire.asked == []
    assert Lookup.objects.get().outcome == Outcome.NO_BASIS
    assert [entry.verb for entry in audit.entries(subject=SUBJECT)] == ["gateway.not_asked"]


@pytest.fixture
def ana() -> str:
    return accounts.register_person(NUMBER, "王小明", date(1981, 7, 24), actor="post:1", now=NOW).ref


def given(subject: str, *facts: str, **changes: Any) -> Consent:
    options = {"subject": subject, "given_by": subject, "purpose": "p", "services": [SERVICE], "text": "t"}
    return consents.give(facts=facts, until=date(2027, 1, 1), now=NOW, **(options | changes))


def by_consent(consent: Consent, subject: str, *gives: str, **more: Any) -> Inquiry:
    return about(NUMBER, basis=Consented(str(consent.pk)), subject=subject, gives=gives, **more)


def test_a_consent_must_cover_every_fact_that_is_asked(wire: Wire, ana: str) -> None:
    narrow = given(ana, "tax.work")

    assert isinstance(actions.ask(by_consent(narrow, ana, "work"), now=NOW), Answered)
    for too_much in (("work", "assets"), ()):
        with pytest.raises(NoBasis):
            actions.ask(by_consent(narrow, ana, *too_much), now=NOW)

    assert len(wire.asked) == 1


def test_a_consent_for_another_service_is_no_basis(wire: Wire, ana: str) -> None:
    with pytest.raises(NoBasis):
        actions.ask(by_consent(given(ana, "tax.work", services=["other"]), ana, "work"), now=NOW)

    assert wire.asked == []


def test_the_consent_of_somebody_else_is_no_basis(wire: Wire, ana: str) -> None:
    ben = accounts.register_person(OTHER, "陳美玲", date(1983, 7, 24), actor="post:1", now=NOW).ref

    for subject in (ana, ben):  # whether the question names the one or the other as its subject
        with pytest.raises(NoBasis):
            actions.ask(by_consent(given(ben, "tax.work"), subject, "work"), now=NOW)

    assert wire.asked == []


def test_only_what_the_service_declared_is_asked(wire: Wire, declaration: DataDeclaration) -> None:
    item = declaration.item("income_of_others")
    inquiry = item.inquiry(number=NUMBER, subject=SUBJECT, actor="system:worker", thing="case:1", service=SERVICE)

    assert isinstance(actions.ask(inquiry, now=NOW, declaration=declaration), Answered)
    for beyond in (replace(inquiry, gives=("assets",)), replace(inquiry, purpose="好奇"), replace(inquiry, gives=())):
        with pytest.raises(NotDeclared):
            actions.ask(beyond, now=NOW, declaration=declaration)

    assert wire.asked == [inquiry]


def test_a_question_inside_a_transaction_is_refused(wire: Wire) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        actions.ask(about(NUMBER), now=NOW)

    assert wire.asked == []


@pytest.mark.usefixtures("wire")
def test_the_answer_is_recorded_with_who_why_and_on_what_ground(ana: str) -> None:
    reply = actions.ask(about(NUMBER, subject=ana), now=NOW)

    assert isinstance(reply, Answered)
    lookup = queries.lookups_about(ana).get()
    assert (lookup.outcome, lookup.basis_kind, lookup.basis) == (Outcome.ANSWERED, "statute", LAW.article)
    assert NUMBER.encode() not in bytes(lookup.number_index)
    assert {entry.verb for entry in audit.entries(thing=CASE)} == {"gateway.asked", "gateway.answered"}


def test_a_fresh_answer_is_used_again_and_says_so(wire: Wire) -> None:
    actions.ask(about(NUMBER), now=NOW)

    reply = actions.ask(about(NUMBER, freshness_days=7), now=NOW + WEEK - timedelta(minutes=1))

    assert isinstance(reply, Answered)
    assert reply.reused
    assert reply.fetched_at < NOW + timedelta(minutes=1)
    assert len(wire.asked) == 1
    assert Lookup.objects.filter(outcome=Outcome.REUSED, earlier__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("changes", "later"),
    [
        ({"freshness_days": 0}, timedelta(minutes=1)),
        ({}, WEEK + timedelta(minutes=1)),
        ({"number": OTHER}, timedelta(minutes=1)),
        ({"purpose": "另一目的"}, timedelta(minutes=1)),
        ({"basis": Statute("D0050167 §14")}, timedelta(minutes=1)),
        ({"details": {"account": "1"}}, timedelta(minutes=1)),
        ({"gives": ("work", "assets")}, timedelta(minutes=1)),
    ],
)
def test_an_answer_to_another_question_is_not_used_again(changes: dict[str, Any], later: timedelta, wire: Wire) -> None:
    asked = about(NUMBER, freshness_days=7, gives=("work",))
    actions.ask(asked, now=NOW)

    reply = actions.ask(replace(asked, **changes), now=NOW + later)

    assert isinstance(reply, Answered)
    assert not reply.reused
    assert len(wire.asked) == 2


def test_a_revoked_consent_ends_the_use_of_earlier_answers(wire: Wire, ana: str) -> None:
    consent = given(ana, "tax.work")
    inquiry = by_consent(consent, ana, "work", freshness_days=7)
    actions.ask(inquiry, now=NOW)

    consents.revoke(consent, actor=ana, now=NOW)

    with pytest.raises(NoBasis):
        actions.ask(inquiry, now=NOW)
    assert len(wire.asked) == 1


@pytest.mark.parametrize("first", [("work",), ()])
def test_an_answer_that_gave_less_is_not_used_for_more(first: tuple[str, ...], wire: Wire) -> None:
    actions.ask(about(NUMBER, gives=first), now=NOW)

    reply = actions.ask(about(NUMBER, freshness_days=7), now=NOW)

    assert isinstance(reply, Answered)
    assert reply.reused is (first == ())
    assert len(reply.facts) == 4
    assert len(wire.asked) == (1 if first == () else 2)


@pytest.mark.usefixtures("wire")
def test_somebody_who_becomes_known_later_can_read_who_asked_before() -> None:
    actions.ask(about(NUMBER, subject=""), now=NOW)
    me = accounts.register_person(NUMBER, "王小明", date(1981, 7, 24), actor="post:1", now=NOW).ref
    actions.ask(about(NUMBER, subject=""), now=NOW + WEEK)

    assert [lookup.subject for lookup in queries.lookups_about(me)] == [me, ""]


def test_the_last_known_answer_is_there_when_the_source_is_not(wire: Wire) -> None:
    inquiry = about(NUMBER, gives=("work",))
    assert queries.last_known(inquiry) is None
    actions.ask(inquiry, now=NOW)
    wire.fails = Reason.DOWN

    assert isinstance(actions.ask(inquiry, now=NOW + 10 * WEEK), NotAnswered)

    known = queries.last_known(inquiry)
    assert known is not None
    assert (known.facts, known.reused) == ({"work": {"state": "not_employed"}}, True)


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.REFUSED])
def test_after_five_failures_the_source_is_left_alone_and_then_tried_once(reason: Reason, wire: Wire) -> None:
    wire.fails = reason
    for _ in range(8):
        actions.ask(about(NUMBER), now=NOW)
    assert len(wire.asked) == breaker.OPENS_AFTER

    later = NOW + breaker.PAUSE
    actions.ask(about(NUMBER), now=later)
    actions.ask(about(NUMBER), now=later)
    assert len(wire.asked) == breaker.OPENS_AFTER + 1

    wire.fails = None
    assert isinstance(actions.ask(about(NUMBER), now=later + breaker.PAUSE), Answered)
    assert isinstance(actions.ask(about(NUMBER), now=later + breaker.PAUSE), Answered)


def test_an_ill_source_does_not_close_the_others(wire: Wire) -> None:
    wire.fails = Reason.SLOW
    for _ in range(6):
        actions.ask(about(NUMBER), now=NOW)

    assert breaker.admits("insurance", now=NOW)
    assert not breaker.admits("tax", now=NOW)


def test_a_refusal_does_not_open_the_breaker(wire: Wire) -> None:
    wire.fails = Reason.REFUSED
    for _ in range(8):
        actions.ask(about(NUMBER), now=NOW)

    assert len(wire.asked) == 8


def test_a_source_that_is_not_connected_is_down(settings: Settings) -> None:
    settings.GATEWAYS = {}

    reply = actions.ask(about(NUMBER), now=NOW)

    assert isinstance(reply, NotAnswered)
    assert reply.reason is Reason.DOWN


def test_every_reason_has_words_and_an_outcome() -> None:
    assert set(actions.WORDS) == set(Reason)
    assert {reason.value for reason in Reason} < set(Outcome.values)


def test_the_database_keeps_answer_and_outcome_together(wire: Wire) -> None:
    wire.fails = Reason.DOWN
    actions.ask(about(NUMBER), now=NOW)

    with pytest.raises(IntegrityError):
        Lookup.objects.update(outcome=Outcome.ANSWERED)
