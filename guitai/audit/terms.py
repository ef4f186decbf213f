"""Words and errors of the audit."""

from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError

READ = "data.read"  # somebody's data became plain for somebody else


class NotRecorded(RuntimeError):
    """The record could not be written, so neither may the thing it records."""


class AuditClosed(NotRecorded, OperationalError):
    """Nothing is recorded for now, because no outside authority has confirmed the records for too long.

    Whoever can wait for a database that is away (pages say 503, jobs pause) waits for this in the same way.
    """


class PersonalValueInAudit(ValueError):
    """The record would carry a national number in the clear; it names things by reference only."""


@dataclass(frozen=True)
class EntryView:
    """What the auditor sees of one record."""

    id: int
    at: datetime
    recorded_at: datetime
    written_by: str
    verb: str
    actor: str
    thing: str
    subject: str
    purpose: str
    basis: str
    detail: dict[str, object]


@dataclass(frozen=True)
class Look:
    """What one person sees of a record that concerns her; ``among`` when she is only named in another's matter."""

    id: int
    at: datetime
    verb: str
    actor: str
    thing: str
    among: bool
    purpose: str
    basis: str
    detail: dict[str, object]

    def said(self, name: str) -> str:
        return str(self.detail.get(name, ""))


@dataclass(frozen=True)
class Wish:
    """Which records of looks are wanted."""

    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    since: datetime | None = None
    until: datetime | None = None
    agency: str = ""
    kind: str = ""
    skip: int = 0
    most: int = 50


@dataclass(frozen=True)
class Held:
    """Looks for this purpose, by this agency or any, are told only once they are older than ``since``."""

    purpose: str
    agency: str
    since: datetime


class NothingToExport(Exception):
    """There is nothing that could be exported with a proof."""


class Broken(Exception):
    """The chain does not hold at this place."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place, self.reason = place, reason


@dataclass(frozen=True)
class Verification:
    """Whether the chain holds; where not, the first place that shows it, and why."""

    ok: bool
    checked: int
    place: str = ""
    reason: str = ""
    signed: int = 0  # up to here a checkpoint speaks
    stamped: int = 0  # up to here an outside authority has seen it
    warnings: tuple[str, ...] = ()  # what is no proof of a change, but worth a question
