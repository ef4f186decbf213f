"""Words and errors of the audit."""

from dataclasses import dataclass
from datetime import datetime


class NotRecorded(RuntimeError):
    """The record could not be written, so neither may the thing it records."""


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
class Verification:
    """Whether the chain holds; where not, the first place that shows it, and why."""

    ok: bool
    checked: int
    place: str = ""
    reason: str = ""
