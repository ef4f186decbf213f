"""Words of the keys."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from guitai.core.terms import SealBroken

NOBODY = ""
NO_AGENCY = ""  # the platform itself: nothing was handed to an agency yet


class Scope(StrEnum):
    """What an erasure does to the key: OWN goes at once, RECORD when no law keeps the records any more."""

    OWN = "own"
    RECORD = "record"


@dataclass(frozen=True)
class Place:
    """Whose values at which agency one key seals."""

    subject: str
    agency: str
    scope: Scope


@dataclass(frozen=True)
class Key:
    """A subject's key, open; ``plain`` is None once it was destroyed."""

    id: UUID
    place: Place
    plain: bytes | None


class Erased(SealBroken):
    """The key of this value was destroyed on purpose: nobody can read it any more."""


class MasterUnknown(RuntimeError):
    """A key is wrapped by a master key that this process was not given."""


class CannotRotate(RuntimeError):
    """What must be true before keys are rotated is not."""
