"""Words of the rights over one's own data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guitai.core.texts import Text

NAMELESS = "－"  # stands where a name stood: every name needs a character


class Kind(StrEnum):
    """What somebody asks the office for; what needs no office is done at once."""

    CORRECT = "correct"
    STOP = "stop"


class Outcome(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True)
class Retention:
    """Records of one class, kept by law although erasure was asked for."""

    key: str
    name: Text
    years: int
    since: date
    law: Text
    article: Text
    pcode: str
    verified: bool


@dataclass(frozen=True)
class Kept:
    """One case whose records law keeps, until which day."""

    reference: str
    until: date


@dataclass(frozen=True)
class Whose:
    """One person as the tables of all packages know her."""

    person: str
    person_id: str
    accounts: tuple[int, ...]  # proven to be this person now
    things: tuple[str, ...]  # case:… and draft:… of hers
    retained: tuple[str, ...] = ()  # case:… and draft:… that law keeps

    @property
    def refs(self) -> tuple[str, ...]:
        return (self.person, *(f"account:{each}" for each in self.accounts))


class RightsRefusal(ValueError):
    """A sentence that says why it cannot be done now, and what to do first."""
