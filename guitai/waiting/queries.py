"""Which rooms there are, and what the gate needs of them."""

import time
from dataclasses import dataclass, field

from guitai.waiting.models import WaitingRoom
from guitai.waiting.terms import Opening

FRESH = 2.0  # seconds a process believes what it read


def opening_of(room: WaitingRoom) -> Opening:
    return Opening(room.service_key, room.opens_at, room.per_minute, room.is_closed, room.title, room.title_en)


def openings() -> list[Opening]:
    return [opening_of(room) for room in WaitingRoom.objects.order_by("service_key")]


@dataclass
class Remembered:
    """The rooms that are in force, asked for once in a while by each process."""

    found: frozenset[str] = frozenset()
    read_at: float = field(default=-FRESH)

    def in_force(self) -> frozenset[str]:
        """Answer the services before which people wait."""
        now = time.monotonic()
        if now - self.read_at >= FRESH:
            self.found = frozenset(WaitingRoom.objects.filter(is_closed=False).values_list("service_key", flat=True))
            self.read_at = now
        return self.found
