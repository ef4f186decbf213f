"""How much lies and waits at somebody's desks, by service, stage and hand: counted from an index, no table is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from guitai.core import together
from guitai.core.together import Part
from guitai.desk.wanted import NOBODY, Show, Wanted
from guitai.desk.worklist import SOON, Viewer

ENOUGH = 5_000  # lines of a desk that a list counts; beyond them it says "more than"
COUNTED = """
    SELECT t.flow_key AS service, t.stage, t.hand, count(*) AS all,
        count(*) FILTER (WHERE t.due_on BETWEEN %(today)s AND %(soon)s) AS soon,
        count(*) FILTER (WHERE t.due_on < %(today)s) AS overdue
    FROM unnest(%(agencies)s::text[], %(roles)s::text[]) AS desk(agency, role)
    CROSS JOIN LATERAL ({tasks}) t GROUP BY 1, 2, 3"""
LYING = """
    SELECT flow_key, stage, taken_by AS hand, due_on FROM work_task
    WHERE done_at IS NULL AND agency_code = desk.agency AND role = desk.role ORDER BY due_on, id LIMIT %(enough)s"""
MINE = """
    SELECT flow_key, stage, taken_by AS hand, due_on FROM work_task
    WHERE done_at IS NULL AND agency_code = desk.agency AND role = desk.role
      AND taken_by <> '' AND taken_by = ANY(%(me)s)"""
WAITING = """
    SELECT t.flow_key, i.stage, t.done_by AS hand, t.due_on FROM work_task t JOIN work_workitem i ON i.id = t.item_id
    WHERE t.waits AND t.agency_code = desk.agency AND t.role = desk.role ORDER BY t.due_on, t.id LIMIT %(enough)s"""


@dataclass(frozen=True)
class Pile:
    """So many tasks of one service and stage in one hand, and how many of them press."""

    service: str
    stage: str
    hand: str
    all: int
    soon: int
    overdue: int


@dataclass(frozen=True)
class Count:
    """So many lines; ``more`` where there may be more than were counted."""

    lines: int
    more: bool = False


@dataclass(frozen=True)
class Piles:
    """The tasks at somebody's desks by service, stage and hand; of a full desk the most pressing ones."""

    lying: tuple[Pile, ...]
    waiting: tuple[Pile, ...]
    mine: tuple[Pile, ...]
    enough: int | None

    def shown(self, show: Show) -> tuple[Pile, ...]:
        return {Show.WAITING: self.waiting, Show.MINE: self.mine}.get(show, self.lying)

    def count(self, wanted: Wanted) -> Count:
        """Answer how many lines there are without a search."""
        found = self.shown(wanted.show)
        lines = sum(_of(pile, wanted.show) for pile in found if _fits(pile, wanted))
        return Count(lines, self.is_full(wanted.show))

    def is_full(self, show: Show) -> bool:
        """Tell whether lines that are shown may lie beyond those that were counted; the most pressing come first."""
        if self.enough is None or show is Show.MINE:
            return False
        return sum(_reach(pile, show) for pile in self.shown(show)) >= self.enough


def piles(who: Viewer, *, today: date) -> Piles:
    """Answer everything at this official's desks, however much it is."""
    lying, waiting, mine = together.read(*parts(who, today=today, enough=None))
    return Piles(tuple(lying), tuple(waiting), tuple(mine), None)


def parts(who: Viewer, *, today: date, enough: int | None = ENOUGH) -> tuple[Part[Pile], Part[Pile], Part[Pile]]:
    """Answer the reads of what lies, of what waits, and of what is mine."""
    desks = sorted(who.desks, key=lambda desk: (desk.agency_code, desk.role))
    values: Mapping[str, Any] = {
        "agencies": [desk.agency_code for desk in desks],
        "roles": [desk.role for desk in desks],
        "me": sorted(who.me),
        "today": today,
        "soon": today + SOON,
        "enough": enough,
    }
    lying, waiting, mine = (Part(COUNTED.format(tasks=tasks), values, _pile) for tasks in (LYING, WAITING, MINE))
    return lying, waiting, mine


def _pile(row: Mapping[str, Any]) -> Pile:
    return Pile(**row)


def _fits(pile: Pile, wanted: Wanted) -> bool:
    hand = "" if wanted.who == NOBODY else wanted.who
    return (
        wanted.service in {"", pile.service}
        and wanted.stage in {"", pile.stage}
        and (not wanted.who or pile.hand == hand)
    )


def _of(pile: Pile, show: Show) -> int:
    return {Show.SOON: pile.soon, Show.OVERDUE: pile.overdue}.get(show, pile.all)


def _reach(pile: Pile, show: Show) -> int:
    """Answer how many of the most pressing ones come before the last that is shown."""
    return {Show.SOON: pile.overdue + pile.soon, Show.OVERDUE: pile.overdue}.get(show, pile.all)
