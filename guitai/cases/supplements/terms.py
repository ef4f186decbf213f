"""Words of a request for corrections: what is marked and why, how far it is, what can go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guitai.core.texts import Text
from guitai.files.terms import FileView
from guitai.work.terms import MoveRefused

# The agency's own limits of a term to correct (通知限期補正); no law names a number. Unverified for the county.
SHORTEST, LONGEST = 3, 30  # working days
BY_LETTER = 3  # working days more where a letter has to be printed and posted first
REMINDED = 2  # working days before the end
MOST_PAPERS = 3  # papers that the form does not know, in one request
OWN_WORDS = "other"  # the reason of the list that says nothing by itself
LONGEST_WORDS = 500


class State(StrEnum):
    """How far a request is."""

    DRAFT = "draft"  # the officer is marking
    PROPOSED = "proposed"  # a second request waits for the supervisor
    ASKED = "asked"  # the applicant has it
    ANSWERED = "answered"
    UNCLEAR = "unclear"  # the term is over, but something was saved or more time was wanted
    RAN_OUT = "ran_out"
    RECALLED = "recalled"
    ENDED = "ended"  # the case was closed otherwise meanwhile


STATE_WORDS: dict[State, str | Promise] = {
    State.DRAFT: _("Being marked"),
    State.PROPOSED: _("Waits for the supervisor"),
    State.ASKED: _("Waiting for the applicant"),
    State.ANSWERED: _("Corrected"),
    State.UNCLEAR: _("Term over, not all corrected"),
    State.RAN_OUT: _("Not corrected in time"),
    State.RECALLED: _("Taken back"),
    State.ENDED: _("Ended with the case"),
}
OPEN = frozenset({State.DRAFT, State.PROPOSED, State.ASKED})
SENT = frozenset({State.ASKED, State.ANSWERED, State.UNCLEAR, State.RAN_OUT, State.RECALLED, State.ENDED})
"""States of a request that the applicant has received."""


class Kind(StrEnum):
    FIELD = "field"
    ATTACHMENT = "attachment"
    PAPER = "paper"  # an attachment that the form does not ask for


@dataclass(frozen=True)
class Mark:
    """One thing to be corrected. The path is a question's key, ``group/item/question``, or ``paper/1``."""

    path: str
    kind: Kind
    label: Text
    reason: str
    words: str = ""

    def as_data(self) -> dict[str, Any]:
        label = {"zh": self.label.zh, "en": self.label.en}
        return {"path": self.path, "kind": self.kind, "label": label, "reason": self.reason, "words": self.words}

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "Mark":
        return cls(raw["path"], Kind(raw["kind"]), Text.read(raw["label"]), raw["reason"], raw.get("words", ""))


@dataclass(frozen=True)
class Request:
    """What an officer asks for, all at once; ``why_again`` from the second request on."""

    marks: tuple[Mark, ...]
    working_days: int
    why_again: str = ""


@dataclass(frozen=True)
class Answered:
    """One marked thing with its answer before and after, in words and files, for whoever compares them."""

    label: str
    why: str
    before: str
    after: str
    files_before: tuple[FileView, ...] = ()
    files_after: tuple[FileView, ...] = ()
    changed: bool = True


@dataclass(frozen=True)
class AnsweredRequest:
    """One request as the officer reads it once it is back; ``remarks`` are the applicant's own words."""

    number: int
    asked_by: str
    asked_at: datetime
    answered_at: datetime
    late_days: int  # calendar days after the term; 0 when in time
    remarks: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True)
class SecondRequests:
    """How many cases one office asked, and how many of them again."""

    service_key: str
    agency_code: str
    asked: int
    again: int


@dataclass(frozen=True)
class Waiting:
    """One request as a list of officials shows it."""

    id: int
    reference: str
    applicant: str
    service: Text
    items: int
    number: int
    asked_by: str
    asked_at: datetime
    due_on: date | None
    begun: bool  # the applicant has saved something
    wants_time: str
    why_again: str


class SupplementRefused(MoveRefused):
    """A request, an answer or an extension that cannot be; the sentence tells why."""


class MarkedMeanwhile(SupplementRefused):
    """A colleague, or another window, changed the marks after this page was opened."""

    def __init__(self, who: str) -> None:
        words = _("%(who)s has changed these marks meanwhile. Yours stand below; save again to keep them.")
        super().__init__(words % {"who": who})
