"""Words of everything that has a life: who acts, what is refused, and why."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class WaitsFor(StrEnum):
    """Who has to do something next."""

    SYSTEM = "system"
    OFFICE = "office"
    APPLICANT = "applicant"
    NOBODY = "nobody"


class Outcome(StrEnum):
    """How a work item ended (TWSS application-review-status in brackets)."""

    GRANTED = "granted"  # 20 核定
    PARTLY_GRANTED = "partly_granted"  # 20 核定
    REFUSED = "refused"  # 30 退件
    NOT_ADMITTED = "not_admitted"  # 32 不受理
    WITHDRAWN = "withdrawn"  # 14 取回


OUTCOME_WORDS = {
    Outcome.GRANTED: _("Granted"),
    Outcome.PARTLY_GRANTED: _("Partly granted"),
    Outcome.REFUSED: _("Refused"),
    Outcome.NOT_ADMITTED: _("Not admitted"),
    Outcome.WITHDRAWN: _("Withdrawn"),
}


GRANTS = frozenset({Outcome.GRANTED, Outcome.PARTLY_GRANTED})
"""Outcomes that give the applicant something."""


class Audience(StrEnum):
    """Who reads a message of an item."""

    INSIDE = "inside"  # officials of its offices
    APPLICANT = "applicant"  # the applicant too


@dataclass(frozen=True)
class Desk:
    """One function at one agency: where a task can lie."""

    role: str
    agency_code: str


@dataclass(frozen=True)
class Mover:
    """Who makes a move: an opaque reference, what others see of them, and the desks they sit at."""

    ref: str
    words: str
    kind: WaitsFor
    desks: frozenset[Desk] = frozenset()


SYSTEM = Mover(ref="system:journey", words="系統", kind=WaitsFor.SYSTEM)


class MoveRefused(Exception):
    """A move that is not allowed; the sentence tells why."""


class ChangedMeanwhile(MoveRefused):
    """Somebody else moved the item after this person opened it."""

    def __init__(self, who: str) -> None:
        words = _("%(who)s has changed this case meanwhile. Look at it again before you decide.")
        super().__init__(words % {"who": who})


class FlowWrong(ValueError):
    """A flow.yaml that cannot be followed; names the place and the remedy."""
