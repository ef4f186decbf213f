"""The line before one service: who is the how-manieth, and how far it has come. Pure: time comes in as a number.

Whoever comes before the opening stands in a line that is drawn by lot at the opening; whoever comes later stands behind
in the order of coming. A number is given to one browser only, and nobody who was let in waits again, also when the room
was killed: the file on disk is always ahead of what was given and of whom was told to come.
"""

import hmac
import json
import os
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from guitai.waiting.terms import Opening, Standing, Ticket

BLOCK = 100  # numbers that one write to the disk covers; after a kill so many at most belong to nobody
SOONEST, LATEST = 3, 60  # seconds between two looks of one browser
LOOKS_A_SECOND = 300  # of everybody together; the longer the line, the more seldom each of them looks
LONGEST_TICK = 10.0  # a clock that jumps lets nobody in


@dataclass(frozen=True)
class Kept:
    """What a killed room finds again."""

    opening: Opening
    reserved: int = 0  # no number from here on was given
    early: int = -1  # how many stood there at the opening; -1 while it has not come
    admitted: float = 0.0  # nobody from here on was told to come


@dataclass
class Line:
    folder: Path
    kept: Kept
    key: bytes
    given: int = 0
    admitted: float = 0.0
    is_resting: bool = False  # the application does not answer: nobody is sent to it
    _order: list[int] = field(default_factory=list)  # of the early ones: their numbers as the lot drew them
    _place: list[int] = field(default_factory=list)
    _ticked: float = 0.0

    @classmethod
    def begin(cls, folder: Path, opening: Opening, key: bytes) -> "Line":
        """Answer the line as it was left, run in the way it is opened now."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{opening.service}.json"
        kept = replace(_read(file), opening=opening) if file.exists() else Kept(opening)
        line = cls(folder, kept, key, given=kept.reserved, admitted=kept.admitted)
        line.keep()
        return line

    @property
    def opening(self) -> Opening:
        return self.kept.opening

    def take_number(self, now: float) -> Ticket:
        """The next number belongs to who asked, whatever happens to us afterwards."""
        if self.given >= self.kept.reserved:
            self.kept = replace(self.kept, reserved=self.given + BLOCK)
            self.keep()
        self.given += 1
        return Ticket(self.opening.service, self.given - 1, int(now))

    def tick(self, now: float) -> None:
        """The line has moved on by the time that passed, unless the counter rests."""
        passed = min(max(0.0, now - self._ticked), LONGEST_TICK) if self._ticked else 0.0
        self._ticked = now
        if now < self.opening.opens_at.timestamp():
            return
        if self.kept.early < 0:
            self.kept = replace(self.kept, early=self.given)
            self.keep()
        if not self.is_resting:
            # Who was let in and did not come frees nothing; who has not come yet takes no place: the front waits.
            far = min(self.admitted + passed * self.opening.per_minute / 60, self.given + self._leeway)
            if far > self.kept.admitted:
                self.kept = replace(self.kept, admitted=far + self._leeway)
                self.keep()
            self.admitted = max(self.admitted, far)

    @property
    def _leeway(self) -> float:
        """So many may come in at once when nobody waits."""
        return self.opening.per_minute / 60

    def settle(self) -> None:
        """The line ends in good order: what begins anew goes on exactly here."""
        self.kept = replace(self.kept, reserved=self.given, admitted=self.admitted)
        self.keep()

    def keep(self) -> None:
        """What is needed after a kill is on the disk."""
        file = self.folder / f"{self.opening.service}.json"
        told = asdict(self.kept)
        told["opening"]["opens_at"] = self.opening.opens_at.isoformat()
        fresh = file.with_suffix(".new")
        with fresh.open("w", encoding="ascii") as out:
            json.dump(told, out)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)

    def place(self, ticket: Ticket) -> int:
        """Answer how many stand before this ticket, from the beginning of the line."""
        early = self.kept.early
        if early < 0 or ticket.number >= early:
            return ticket.number
        if not self._place:
            self._draw(early)
        return self._place[ticket.number]

    def _draw(self, early: int) -> None:
        """The lot: nobody can know it before the opening, anybody with the key can repeat it."""
        word = f"{self.opening.service}\n{self.opening.opens_at.isoformat()}\n{early}\n".encode()
        lots = [hmac.new(self.key, word + str(number).encode(), sha256).digest() for number in range(early)]
        self._order = sorted(range(early), key=lots.__getitem__)
        self._place = [0] * early
        for place, number in enumerate(self._order):
            self._place[number] = place

    def standing(self, ticket: Ticket, now: float) -> Standing:
        is_early = now < self.opening.opens_at.timestamp()
        place = self.place(ticket)
        ahead = max(0, place - int(self.admitted))
        is_turn = self.opening.is_closed or (not is_early and not self.is_resting and place < self.admitted)
        wait = ahead * 60 / self.opening.per_minute
        until = max(0.0, self.opening.opens_at.timestamp() - now)
        crowded = waiting(self) / LOOKS_A_SECOND if is_early or ahead > self._leeway * SOONEST else 0.0
        again = int(min(LATEST, max(SOONEST, crowded, (until if is_early else wait) / 2)))
        minutes = None if self.is_resting else -int(-(wait + until) // 60)
        return Standing(0 if is_turn else max(1, ahead), 0 if is_turn else minutes, is_early, is_turn, again)


def _read(file: Path) -> Kept:
    told = json.loads(file.read_text(encoding="ascii"))
    opening = told.pop("opening")
    return Kept(Opening(**{**opening, "opens_at": datetime.fromisoformat(opening["opens_at"])}), **told)


def waiting(line: Line) -> int:
    """Answer how many have a number and were not let in yet."""
    return max(0, line.given - int(line.admitted))
