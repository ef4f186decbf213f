"""The one verb: ask. Three short transactions around a call during which no transaction is open."""

import time
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from guitai.accounts import queries as accounts
from guitai.audit import actions as audit
from guitai.consents import queries as consents
from guitai.core import clock
from guitai.gateways import breaker, client, policies, queries, sources
from guitai.gateways.connectors.registry import CONNECTORS, wanted
from guitai.gateways.declaration import DataDeclaration
from guitai.gateways.models import Lookup, Outcome
from guitai.gateways.terms import Answered, Inquiry, NoAnswer, NoBasis, NotAnswered, Reason, Reply

WORDS = {
    Reason.DOWN: gettext_lazy("The agency's system does not answer at the moment. We will ask again."),
    Reason.SLOW: gettext_lazy("The agency's system takes too long to answer. We will ask again."),
    Reason.REFUSED: gettext_lazy("The agency has refused the question. An officer will look into it."),
    Reason.WRONG_SIGNATURE: gettext_lazy("The answer was not signed by the agency, so we do not use it."),
    Reason.WRONG_PERSON: gettext_lazy("The agency answered about somebody else, so we do not use the answer."),
    Reason.GARBAGE: gettext_lazy("The agency's answer cannot be read, so we do not use it."),
}


def ask(inquiry: Inquiry, *, now: datetime, declaration: DataDeclaration | None = None) -> Reply:
    """Answer what the source says, or why it does not; whatever happens, the question is on record.

    NoBasis is raised, and recorded, before anything leaves. Never call this inside a transaction: it refuses.
    """
    try:
        _check(inquiry, declaration, now=now)
    except NoBasis:
        _record_refusal(inquiry, now=now)
        raise
    if earlier := queries.fresh_enough(inquiry, now=now):
        _record_reuse(inquiry, earlier, now=now)
        return queries.as_answered(earlier, inquiry, reused=True)
    lookup = _record_question(inquiry, now=now)
    started = time.monotonic()
    try:
        facts = _put(inquiry, lookup, now=now)
    except NoAnswer as failure:
        ended = now + timedelta(seconds=time.monotonic() - started)
        _record_failure(lookup, failure.reason, now=ended)
        return _not_answered(inquiry, failure.reason, lookup)
    ended = now + timedelta(seconds=time.monotonic() - started)
    _record_answer(lookup, facts, now=ended)
    return Answered(facts, inquiry.source, ended, str(lookup.request_id))


def _check(inquiry: Inquiry, declaration: DataDeclaration | None, *, now: datetime) -> None:
    today = now.astimezone(clock.TAIPEI).date()
    consent_id = inquiry.basis.reference if inquiry.basis else ""

    def consent_covers(fact: str) -> bool:
        return consents.valid(consent_id, subject=inquiry.subject, service=inquiry.service, fact=fact, on=today)

    def is_the_subject() -> bool:
        person = accounts.find_person(inquiry.number)
        return person is not None and person.ref == inquiry.subject

    policies.check(
        inquiry,
        CONNECTORS.get(inquiry.source),
        declaration=declaration,
        consent_covers=consent_covers,
        is_the_subject=is_the_subject,
    )


def _put(inquiry: Inquiry, lookup: Lookup, *, now: datetime) -> dict[str, Any]:
    source = sources.named(inquiry.source)
    if source is None:
        raise NoAnswer(Reason.DOWN, "not connected")
    if not breaker.admits(source.name, now=now):
        raise NoAnswer(Reason.DOWN, "left alone for a while")
    try:
        record = client.put(source, inquiry, request_id=str(lookup.request_id))
        facts = CONNECTORS[inquiry.source].facts(record, number=inquiry.number, wanted=wanted(inquiry))
    except NoAnswer as failure:
        breaker.note(source.name, failure.reason, now=now)
        raise
    breaker.note(source.name, None, now=now)
    return facts


def _not_answered(inquiry: Inquiry, reason: Reason, lookup: Lookup) -> NotAnswered:
    return NotAnswered(reason, inquiry.source, str(WORDS[reason]), str(lookup.request_id))


@transaction.atomic(durable=True)
def _record_question(inquiry: Inquiry, *, now: datetime) -> Lookup:
    return _lookup(inquiry, "gateway.asked", now=now, outcome=Outcome.ASKED)


@transaction.atomic(durable=True)
def _record_refusal(inquiry: Inquiry, *, now: datetime) -> None:
    _lookup(inquiry, "gateway.not_asked", now=now, outcome=Outcome.NO_BASIS, answered_at=now)


@transaction.atomic(durable=True)
def _record_reuse(inquiry: Inquiry, earlier: Lookup, *, now: datetime) -> None:
    _lookup(inquiry, "gateway.reused", now=now, outcome=Outcome.REUSED, answered_at=now, earlier=earlier)


@transaction.atomic(durable=True)
def _record_answer(lookup: Lookup, facts: dict[str, Any], *, now: datetime) -> None:
    lookup.outcome, lookup.answered_at, lookup.answer = Outcome.ANSWERED, now, facts
    lookup.save(update_fields=["outcome", "answered_at", "answer"])
    _audit("gateway.answered", lookup, now=now)


@transaction.atomic(durable=True)
def _record_failure(lookup: Lookup, reason: Reason, *, now: datetime) -> None:
    lookup.outcome, lookup.answered_at = Outcome(reason.value), now
    lookup.save(update_fields=["outcome", "answered_at"])
    _audit("gateway.not_answered", lookup, now=now)


def _lookup(
    inquiry: Inquiry,
    verb: str,
    *,
    now: datetime,
    outcome: Outcome,
    answered_at: datetime | None = None,
    earlier: Lookup | None = None,
) -> Lookup:
    lookup = Lookup.objects.create(
        source=inquiry.source,
        subject=inquiry.subject or _known(inquiry.number),
        owner=inquiry.owner,
        number_index=accounts.number_index(inquiry.number),
        details_index=queries.details_index(inquiry),
        purpose=inquiry.purpose,
        basis_kind=inquiry.basis.kind if inquiry.basis else "",
        basis=inquiry.basis.reference if inquiry.basis else "",
        service=inquiry.service,
        gives=list(wanted(inquiry)),
        actor=inquiry.actor,
        thing=inquiry.thing,
        asked_at=now,
        answered_at=answered_at,
        outcome=outcome,
        earlier=earlier,
    )
    _audit(verb, lookup, now=now)
    return lookup


def _known(number: str) -> str:
    """Answer the reference of a relative who is a person here too, so that they can read who asked."""
    person = accounts.find_person(number)
    return person.ref if person else ""


def _audit(verb: str, lookup: Lookup, *, now: datetime) -> None:
    audit.record(
        verb,
        actor=lookup.actor,
        thing=lookup.thing,
        subject=lookup.subject,
        purpose=lookup.purpose,
        basis=f"{lookup.basis_kind}:{lookup.basis}" if lookup.basis_kind else "",
        detail={
            "lookup": str(lookup.request_id),
            "source": lookup.source,
            "gives": lookup.gives,
            "outcome": str(lookup.outcome),
            **({} if lookup.subject else {"subjects": [f"number:{bytes(lookup.number_index).hex()}"]}),
        },
        now=now,
    )
