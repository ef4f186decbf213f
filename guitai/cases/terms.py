"""Words of an application and what can go wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from guitai.accounts.models import Person
from guitai.catalogue.terms import Service
from guitai.consents.terms import Representative
from guitai.eforms.terms import Problem
from guitai.work.terms import WaitsFor

Situation = dict[str, Any]
"""One case in the shape of docs/reference/situation-format.md."""


NO_CONSENT = "no_consent"
"""The gap of a fact that was not asked, because the applicant has taken the consent back."""


class NotComplete(Exception):
    """An application that a clerk would hand back; carries every problem at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(_("The application is not complete yet."))


class AlreadyOpen(Exception):
    """This person already has an open case of this service."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(_("You already have an application of this kind with us."))


class AwardMissing(Exception):
    """A grant needs a result: from the rules, or chosen by the officer with reasons."""


@dataclass(frozen=True)
class Choice:
    """What an officer decided; ``award`` is the key of one of the service's awards, where it is not the rules' own."""

    reasons: str = ""
    award: str = ""
    agency: str = ""  # code of the office that takes over
    corrections: tuple["Correction", ...] = ()


@dataclass(frozen=True)
class Correction:
    """One obvious slip of a letter: what stands there, and what should."""

    wrong: str
    right: str


@dataclass(frozen=True)
class Piece:
    """One answer, or one gap, of one agency about one person of the household."""

    item: str
    source: str
    about: str
    facts: Mapping[str, Any] | None
    fetched_at: datetime
    gap: str = ""

    @property
    def is_gap(self) -> bool:
        return self.facts is None


@dataclass(frozen=True)
class Difference:
    """Where the applicant and a register say different things; nobody is believed silently."""

    about: str
    key: str
    said: Any
    fetched: Any
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Happening:
    """One line of the history a person can read."""

    at: datetime
    words: str
    by: str
    remarks: str = ""  # for officials; the applicant reads reasons in the letter


@dataclass(frozen=True)
class Progress:
    """Where the case stands: what happened, what next, by when, who is responsible."""

    stage: str
    since: datetime
    next_words: str
    waits_for: WaitsFor
    promised_on: date | None
    due_on: date | None
    office: str
    responsible: str
    history: tuple[Happening, ...]
    is_final: bool
    moved_by: int = 0  # calendar days by which the promised day moved while the applicant had to answer
    stands_still: bool = False


@dataclass(frozen=True)
class Filing:
    """Who began or sent an application in the place of the applicant, and how it came in; empty where she did."""

    by: str = ""
    words: str = ""
    channel: str = "online"


@dataclass(frozen=True)
class Sending:
    """Who sends what she has filled in, or lets it be sent; ``bank_first``: not before the bank was asked."""

    person: Person
    actor: str
    filing: Filing
    now: datetime
    bank_first: bool = False


@dataclass(frozen=True)
class Wanted:
    """What is to be agreed to: whose data, for which services, who acts, until when."""

    name: str
    number: str
    services: tuple[Service, ...]
    representative: Representative
    until: date
