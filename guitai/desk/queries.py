"""Every read of what the desk itself keeps, and of cases that lie on nobody's desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guitai.cases import search
from guitai.cases.search import Hits
from guitai.core import together
from guitai.core.together import Part
from guitai.desk import worklist
from guitai.desk.models import HandOver, SavedView
from guitai.desk.wanted import Show, Wanted
from guitai.desk.worklist import Viewer, WorkRow


@dataclass(frozen=True)
class ViewLink:
    id: int
    name: str
    query: str
    current: bool


def views_part(owner: str) -> Part[SavedView]:
    """Answer the read of the views this account saved, by name."""
    return together.rows_of(SavedView, where="owner = %(owner)s", params={"owner": owner}, order="name")


def links(views: Iterable[SavedView], *, current: str) -> list[ViewLink]:
    return [ViewLink(view.pk, view.name, view.query, view.query == current) for view in views]


def found_elsewhere(who: Viewer, wanted: Wanted, hits: Hits, *, today: date) -> list[WorkRow]:
    """Answer sought cases of my offices that nobody has to do anything about now: decided, or sent back."""
    if wanted.show is Show.WAITING:
        return []
    offices = {desk.agency_code for desk in who.desks}
    return worklist.case_rows(search.elsewhere(hits, offices=offices), today=today)


def hand_overs(agency_codes: frozenset[str]) -> list[HandOver]:
    """Answer the hand-overs of these agencies, newest first."""
    return list(HandOver.objects.filter(agency_code__in=agency_codes).order_by("-made_at", "-pk")[:100])


def hand_overs_of(account_ref: str) -> list[HandOver]:
    """Answer the hand-overs in which this account gave or took, newest first."""
    mine = HandOver.objects.filter(giver=account_ref) | HandOver.objects.filter(taker=account_ref)
    return list(mine.order_by("-made_at", "-pk")[:100])
