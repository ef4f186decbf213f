"""What an official may open, by role, in the order of their day."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guitai.accounts.terms import Official, Role
from guitai.cases import guardians
from guitai.cases.policies import READERS
from guitai.cases.supplements import queries as supplements
from guitai.core.together import Part


@dataclass(frozen=True)
class MenuLink:
    words: Promise
    url: str
    current: bool
    count: int | None = None


PAGES: tuple[tuple[str, Promise, frozenset[Role]], ...] = (
    ("desk:work_list", _("Work list"), frozenset({Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR})),
    ("desk:office", _("My office"), frozenset({Role.SUPERVISOR})),
    ("desk:supplements", _("Corrections"), frozenset({Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR})),
    ("accounts:counter", _("Codes at the counter"), frozenset({Role.COUNTER})),
    ("desk:consents", _("Take back consents"), frozenset({Role.COUNTER})),
    ("desk:guardians", _("Guardians"), frozenset({Role.COUNTER})),
    ("desk:payments", _("Payment lists"), frozenset({Role.APPROVE, Role.SUPERVISOR})),
    ("desk:prints", _("Print queue"), frozenset({Role.LETTERS})),
    ("desk:stand_ins", _("Stand-ins"), frozenset({Role.SUPERVISOR})),
    ("desk:hand_overs", _("Hand-over"), frozenset({Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR})),
    ("rights:requests", _("Requests about data"), frozenset({Role.SUPERVISOR})),
    ("desk:audit", _("Audit log"), frozenset({Role.AUDITOR})),
    ("desk:system", _("System"), frozenset({Role.ADMINISTRATOR})),
    ("desk:waiting_rooms", _("Waiting rooms"), frozenset({Role.ADMINISTRATOR})),
    ("desk:statistics", _("Statistics"), frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})),
    ("desk:posts", _("Posts"), frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})),
    ("desk:my_post", _("My post"), frozenset(Role)),
)


def menu(official: Official, *, current: str, to_decide: int | None = None) -> list[MenuLink]:
    """Answer where this official may go; how many requests wait for an answer may have been read already."""
    return [
        MenuLink(words, reverse(name), current=name == current, count=_waiting(name, official, to_decide))
        for name, words, roles in PAGES
        if any(official.may(role) for role in roles)
    ]


def to_decide_part(official: Official) -> Part[int]:
    """Answer the read of how many requests wait for this official's answer."""
    return supplements.to_decide_part(_offices(official), leads=official.agencies(Role.SUPERVISOR))


def _waiting(name: str, official: Official, to_decide: int | None) -> int | None:
    """Answer how many requests wait for this official's answer; none needs no number."""
    if name == "desk:guardians":
        return guardians.waiting(official).count() or None
    if name != "desk:supplements":
        return None
    if to_decide is None:
        to_decide = supplements.to_decide(_offices(official), leads=official.agencies(Role.SUPERVISOR))
    return to_decide or None


def _offices(official: Official) -> frozenset[str]:
    return frozenset(code for role in READERS for code in official.agencies(role))
