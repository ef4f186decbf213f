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
    selves: set[str] = field(default_factory=set)  # references under which the actor reads her own data
    keys: dict[str, bytes] = field(default_factory=dict, repr=False)  # opened keys live as long as the reading

    def others(self) -> list[str]:
        """Answer everybody whose data were read, except the actor, always in the same order."""
        return sorted(self.subjects - self.selves - {self.actor, NOBODY})


_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


def current() -> Reading:
    """Answer the open reading; raises NotReading when there is none."""
    found = _current.get()
    if found is None:
        raise NotReading("Personal data are read only inside of a reading: begin one that says who reads, and why.")
    return found


def is_open() -> bool:
    return _current.get() is not None


def opened(subject: str) -> None:
    """Note that a value of this subject becomes plain now; raises NotReading when no reading is open."""
    current().subjects.add(subject)


def opened_all(subjects: Iterable[str]) -> None:
    """Note many subjects at once, for rows that are read without their model."""
    current().subjects.update(subjects)


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
