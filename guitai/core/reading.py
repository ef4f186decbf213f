"""Whose data become plain, for whom and why: nothing personal is read outside of a reading.

Whoever lets somebody in (a request, a job, a command) begins a reading; what unseals or loads personal values says
whose they are. Whoever began it writes, before anything leaves, one record of all who were looked at.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import uuid4

NOBODY = ""  # the subject of a value that is no person's


class NotReading(RuntimeError):
    """A personal value was about to become plain, and nobody has said who reads it and why."""


@dataclass
class Reading:
    """One look by one actor for one purpose, and whose data it has touched until now."""

    actor: str
    agency: str = ""  # code of the agency for which the actor acts
    system: str = "guitai"
    purpose: str = ""  # key of the purpose, see config/readings.py
    basis: str = ""
    thing: str = ""
    id: str = field(default_factory=lambda: uuid4().hex)
    subjects: set[str] = field(default_factory=set)
    mentioned: set[str] = field(default_factory=set)  # third persons whose data lie among the subjects'
    selves: set[str] = field(default_factory=set)  # references under which the actor reads her own data
    keys: dict[str, bytes] = field(default_factory=dict, repr=False)  # opened keys live as long as the reading

    own_matter: bool = False  # somebody reads what is in her own, or her family's, matter: as she knows it anyway
    detail: dict[str, str] = field(default_factory=dict)  # what else the record says of the look
    written: set[str] = field(default_factory=set)  # for whom a record is written already

    def others(self) -> list[str]:
        """Answer everybody whose data were read, except the actor, always in the same order."""
        third = set() if self.own_matter else self.mentioned
        return sorted((self.subjects | third) - self.selves - {self.actor, NOBODY})


_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


def current() -> Reading | None:
    """Answer the open reading, if there is one."""
    return _current.get()


def is_open() -> bool:
    return _current.get() is not None


def opened(subject: str) -> None:
    """Note that a value of this subject becomes plain now; raises NotReading when no reading is open."""
    opened_all((subject,))


def opened_all(subjects: Iterable[str]) -> None:
    """Note many subjects at once; raises NotReading when no reading is open."""
    found = _current.get()
    if found is None:
        raise NotReading("Personal data are read only inside of a reading: begin one that says who reads, and why.")
    found.subjects.update(subjects)


def mentioned(subjects: Iterable[str]) -> None:
    """Note third persons, whose data were sealed and opened as part of somebody's matter."""
    found = _current.get()
    if found is not None:  # what was opened before has said already that somebody reads
        found.mentioned.update(subjects)


@contextmanager
def begin(
    *,
    actor: str,
    agency: str = "",
    system: str = "guitai",
    purpose: str = "",
    basis: str = "",
    thing: str = "",
) -> Iterator[Reading]:
    """Everything read inside belongs to this reading; an inner one stands for itself."""
    with resumed(Reading(actor, agency, system, purpose, basis, thing)) as begun:
        yield begun


@contextmanager
def resumed(one: Reading) -> Iterator[Reading]:
    """Go on with a reading that was begun before, as an answer does that is sent piece by piece."""
    token = _current.set(one)
    try:
        yield one
    finally:
        _current.reset(token)
