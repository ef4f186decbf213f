"""Words of this package: a question, its two kinds of reply, and why nothing was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from guitai.consents.terms import Basis


@dataclass(frozen=True)
class Inquiry:
    """One question about one person to one source."""

    source: str
    number: str  # whom it is about
    subject: str  # the same person's reference here, "" when unknown to us
    purpose: str
    basis: Basis | None
    actor: str
    thing: str
    service: str = ""
    gives: tuple[str, ...] = ()  # the facts wanted; () is everything the source gives
    details: Mapping[str, str] = field(default_factory=dict)  # what else the source must know: bank and account
    freshness_days: int = 0  # an answer so old may be used again; 0 asks
    owner: str = ""  # for whose matter it is asked; seals the answer about somebody unknown here


class Reason(StrEnum):
    """Why there is no answer."""

    DOWN = "down"
    SLOW = "slow"
    REFUSED = "refused"
    WRONG_SIGNATURE = "wrong_signature"
    WRONG_PERSON = "wrong_person"
    GARBAGE = "garbage"


@dataclass(frozen=True)
class Answered:
    """The source said so; ``reused`` when it said so earlier, at ``fetched_at``."""

    facts: Mapping[str, Any]
    source: str
    fetched_at: datetime
    request_id: str
    reused: bool = False


@dataclass(frozen=True)
class NotAnswered:
    """Nobody said anything we may believe; the words are for the person waiting."""

    reason: Reason
    source: str
    words: str
    request_id: str = ""


Reply = Answered | NotAnswered


class NoAnswer(Exception):
    """Carries the reason out of the wire, the signature check and the reading of the answer."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail or reason.value)
        self.reason = reason


class NoBasis(Exception):
    """The question was not asked: no purpose, no law, or no consent that covers it."""


class NotDeclared(NoBasis):
    """The question was not asked: the source is unknown, or does not give what was wanted."""


class SettingsWrong(Exception):
    """A source is configured so that it must not be asked; the sentence says what to change."""
