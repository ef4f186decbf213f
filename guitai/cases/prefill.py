"""Shows the applicant what the registers already know, so that it is not asked again."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from guitai.accounts.models import Person
from guitai.cases import consent, journey, queries
from guitai.cases.household import SELF, household_facts, members
from guitai.cases.models import Application
from guitai.cases.terms import NO_CONSENT, Piece
from guitai.catalogue import queries as catalogue
from guitai.eforms import actions as eforms
from guitai.eforms import queries as drafts
from guitai.eforms.sources import Known
from guitai.eforms.terms import Answer, Form, Prefilled, Question, QuestionType

UNKNOWN = "unknown"
IDENTITY = "identity"


def fetch_and_show(application: Application, person: Person, *, actor: str, now: datetime) -> None:
    """The draft shows what the registers said, and asks what they did not."""
    journey.fetch(application, person, actor=actor, now=now)
    service = catalogue.service(application.service_key, application.edition)
    known = known_from(service.form, queries.pieces(application), person=person, now=now)
    eforms.note_known(drafts.draft_of(person.ref, application.draft), known, now=now)


def known_from(form: Form, pieces: list[Piece], *, person: Person, now: datetime) -> Known:
    """Answer the questions the registers have answered: own data and the household, never somebody else's income.

    Who she is was proven before; that is known even while the household register is silent.
    """
    proven = {"name": person.name, "number": person.national_number, "born": person.born.isoformat()}
    identity = Piece("identity", IDENTITY, SELF, proven, now)
    own = {piece.source: piece for piece in (*pieces, identity) if piece.about == SELF and piece.facts}
    gaps = frozenset(piece.source for piece in pieces if piece.is_gap)
    questions = [question for page in form.pages for question in page.questions if question.fact]
    found = {question.key: prefilled for question in questions if (prefilled := _prefilled(question, own, pieces))}
    return Known(found, gaps)


def gap_words(application: Application) -> list[str]:
    """Say which sources are silent, once each."""
    gaps = (piece for piece in queries.pieces(application) if piece.is_gap and piece.gap != NO_CONSENT)
    silent = dict.fromkeys(piece.source for piece in gaps)
    return [consent.gap_sentence(source) for source in silent]


def _prefilled(question: Question, own: Mapping[str, Piece], pieces: list[Piece]) -> Prefilled | None:
    if question.type is QuestionType.GROUP and question.fact == "persons":
        return _household(question, own, pieces)
    scope, _dot, key = question.fact.partition(".")
    for value, piece in _values(scope, key, own, pieces):
        if value != UNKNOWN and _fits(question, value):
            return Prefilled(value, consent.source_words(piece.source), piece.fetched_at, editable=False)
    return None


def _values(scope: str, key: str, own: Mapping[str, Piece], pieces: list[Piece]) -> Iterator[tuple[Any, Piece]]:
    if scope == SELF:
        register = own.get("household_register")
        household = members(pieces)
        if register and household and key in household[0].facts:
            yield household[0].facts[key], register
    for piece in own.values():
        if piece.facts and key in piece.facts:
            yield piece.facts[key], piece


def _household(group: Question, own: Mapping[str, Piece], pieces: list[Piece]) -> Prefilled | None:
    register = own.get("household_register")
    if register is None or not household_facts(pieces):
        return None
    items: list[Answer] = [
        {
            "id": member.about,
            **{inner.key: member.facts[inner.fact] for inner in group.questions if _said(inner, member.facts)},
        }
        for member in members(pieces)
        if member.about != SELF
    ]
    return Prefilled(items, consent.source_words(register.source), register.fetched_at, editable=False)


def _said(inner: Question, facts: Mapping[str, Any]) -> bool:
    return facts.get(inner.fact, UNKNOWN) != UNKNOWN and _fits(inner, facts[inner.fact])


def _fits(question: Question, value: Any) -> bool:
    """Tell whether the form can show this value: an option it has, or a plain value."""
    options = {option.value for option in question.options}
    if question.type is QuestionType.CHOICES:
        return bool(value) and isinstance(value, list) and options.issuperset(value)
    if options and question.type is QuestionType.CHOICE:
        return value in options
    return isinstance(value, str | int | bool)
