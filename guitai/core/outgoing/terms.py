"""How much an answer may cost, what an answer is, and why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

TOTAL_SECONDS = 5.0
CONNECT_SECONDS = 2.0
READ_SECONDS = 4.0
MOST_BYTES = 1_048_576


class Trouble(StrEnum):
    DOWN = "down"
    SLOW = "slow"
    GARBAGE = "garbage"


class NothingCame(Exception):
    """Nothing usable came back in time."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(detail or trouble.value)
        self.trouble = trouble


class AddressRefused(OSError):
    """The name leads where its configuration does not say: to this machine, to its neighbours, to nobody."""


@dataclass(frozen=True)
class Limits:
    total: float = TOTAL_SECONDS
    connect: float = CONNECT_SECONDS
    read: float = READ_SECONDS
    most_bytes: int = MOST_BYTES

    @classmethod
    def within(cls, seconds: float) -> "Limits":
        return cls(total=seconds, connect=min(seconds, CONNECT_SECONDS), read=min(seconds, READ_SECONDS))


@dataclass(frozen=True)
class RawAnswer:
    status: int
    headers: Mapping[str, str]
    body: bytes
