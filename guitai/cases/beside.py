"""What the applicant said beside what the registers said: each person, who says what, since when, where they differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guitai.cases.household import SELF, Member, household_facts, members
from guitai.cases.situation import Answers, Spoken, differences, flat
from guitai.cases.terms import Difference, Piece
from guitai.catalogue.terms import Service


@dataclass(frozen=True)
class Fetched:
    """What one register said, and when it was asked."""

    value: Any
    source: str
    at: datetime


@dataclass(frozen=True)
class Line:
    """One fact about one person; ``said`` is None where the applicant was not asked or said nothing."""

    key: str
    said: Any
    fetched: tuple[Fetched, ...]
    differs: bool


@dataclass(frozen=True)
class Side:
    """Everything known about one person; ``silent`` are the registers that did not answer about them."""

    about: str
    name: str
    lines: tuple[Line, ...]
    silent: tuple[str, ...]

    @property
    def differing(self) -> int:
        return sum(line.differs for line in self.lines)


Differing = Mapping[tuple[str, str], Difference]


def sides(service: Service, answers: Answers, pieces: list[Piece], *, order: Sequence[str]) -> list[Side]:
    """Answer each person of the household, the applicant first; ``order`` are the facts that are shown."""
    spoken = Spoken(service, answers)
    differing = {(each.about, each.key): each for each in differences(service, answers, pieces)}
    household = members(pieces) or [Member(SELF, "", "", {})]
    known = {member.about for member in household}
    people = [*household, *(Member(about, "", "", {}) for about in spoken.persons if about not in known)]
    return [_side(member, spoken, pieces, differing, order) for member in people]


def _side(member: Member, spoken: Spoken, pieces: list[Piece], differing: Differing, order: Sequence[str]) -> Side:
    said, fetched = spoken.leaves(member.about), dict[str, list[Fetched]]()
    for key, found in (*_fetched(member, pieces), *_knows_nothing(member, pieces, differing)):
        fetched.setdefault(key, []).append(found)
    lines = tuple(
        Line(key, said.get(key), tuple(fetched.get(key, ())), (member.about, key) in differing)
        for key in order
        if key in said or key in fetched
    )
    silent = tuple(piece.source for piece in pieces if piece.about == member.about and piece.is_gap)
    return Side(member.about, member.name, lines, silent)


def _knows_nothing(member: Member, pieces: list[Piece], differing: Differing) -> Iterator[tuple[str, Fetched]]:
    """Answer where a register that knows the matter has no such value, although the applicant says one."""
    asked = {piece.source: piece.fetched_at for piece in pieces if piece.about == member.about}
    for (about, key), found in differing.items():
        if about == member.about and found.fetched is None:
            yield from ((key, Fetched(None, source, asked[source])) for source in found.sources if source in asked)


def _fetched(member: Member, pieces: list[Piece]) -> Iterator[tuple[str, Fetched]]:
    """Answer what each register said; the household register speaks of everybody in one answer."""
    household = household_facts(pieces)
    for piece in pieces:
        if piece.facts is household:
            yield from (
                (key, Fetched(value, piece.source, piece.fetched_at)) for key, value in flat(member.facts).items()
            )
        elif piece.facts and piece.about == member.about:
            yield from (
                (key, Fetched(value, piece.source, piece.fetched_at)) for key, value in flat(piece.facts).items()
            )
