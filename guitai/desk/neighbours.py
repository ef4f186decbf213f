"""The cases before and after this one on the official's desks, soonest due first."""

from dataclasses import dataclass, replace

from guitai.cases.models import Case
from guitai.core import clock, together
from guitai.desk import lines
from guitai.desk.lines import Asked
from guitai.desk.places import TOP, Place
from guitai.desk.wanted import Wanted
from guitai.work import queries as work
from guitai.work.terms import Mover


@dataclass(frozen=True)
class Neighbours:
    """Case numbers; "" where there is none."""

    before: str
    after: str


def neighbours(case: Case, mover: Mover) -> Neighbours:
    """Answer the neighbours on the list; for a case that lies at no desk of theirs, its first line comes next."""
    here, today = work.open_task(case.item), clock.today()
    first = Asked(mover.desks, frozenset(), Wanted(), None, TOP, today, today, 1)
    if here is None or work.desk_of(here) not in mover.desks:
        (found,) = together.read(lines.numbers_part(first))
        return Neighbours("", next(iter(found), ""))
    after = lines.numbers_part(replace(first, place=Place(after=here.pk)))
    before = lines.numbers_part(replace(first, place=Place(before=here.pk)))
    previous, following = together.read(before, after)
    return Neighbours(next(iter(previous), ""), next(iter(following), ""))
