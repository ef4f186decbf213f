"""Every read of what the desk itself keeps, and of cases that lie on nobody's desk."""

from dataclasses import dataclass
from datetime import date

from guitai.cases import search
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


def views_of(owner: str, *, current: str = "") -> list[ViewLink]:
    """Answer the views this account saved, by name; the current one is the one that shows this."""
    found = SavedView.objects.filter(owner=owner).order_by("name")
    return [ViewLink(view.pk, view.name, view.query, view.query == current) for view in found]


def found_elsewhere(who: Viewer, wanted: Wanted, *, today: date) -> list[WorkRow]:
    """Answer sought cases of my offices that nobody has to do anything about now: decided, or sent back."""
    if not wanted.sought or wanted.show is Show.WAITING:
        return []
    offices = {desk.agency_code for desk in who.desks}
    return worklist.case_rows(search.elsewhere(wanted.sought, offices=offices), today=today)


def hand_overs(agency_codes: frozenset[str]) -> list[HandOver]:
    """Answer the hand-overs of these agencies, newest first."""
    return list(HandOver.objects.filter(agency_code__in=agency_codes).order_by("-made_at", "-pk")[:100])


def hand_overs_of(account_ref: str) -> list[HandOver]:
    """Answer the hand-overs in which this account gave or took, newest first."""
    mine = HandOver.objects.filter(giver=account_ref) | HandOver.objects.filter(taker=account_ref)
    return list(mine.order_by("-made_at", "-pk")[:100])
