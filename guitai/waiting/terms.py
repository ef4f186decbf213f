"""Words of the waiting room."""

from dataclasses import dataclass
from datetime import datetime


class NotOurs(ValueError):
    """A ticket or pass that was not signed here, was changed, or is over."""


@dataclass(frozen=True)
class Ticket:
    """The place of one browser in the line of one service; whoever holds it, holds the place."""

    service: str
    number: int  # in the order of coming
    given_at: int  # seconds since 1970


@dataclass(frozen=True)
class Opening:
    """How a room is run: from when on people come in, and how many in a minute."""

    service: str
    opens_at: datetime
    per_minute: int
    is_closed: bool = False  # nobody waits here any more: everybody may come in
    title: str = ""  # of the service, as people read it
    title_en: str = ""


@dataclass(frozen=True)
class Standing:
    """What somebody who waits is told."""

    ahead: int  # people who come in before; 0 when it is her turn
    minutes: int | None  # None while nobody comes in, because the counter rests
    is_early: bool  # before the opening: the order is drawn then
    is_turn: bool
    look_again: int  # seconds
