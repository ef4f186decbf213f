"""What an official may open, by role, in the order of their day."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guitai.accounts.terms import Official, Role
from guitai.cases import guardians
from guitai.cases.policies import READERS
from guitai.cases.supplements import queries as supplements


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
    ("desk:audit", _("Audit log"), frozenset({Role.AUDITOR})),
    ("desk:system", _("System"), frozenset({Role.ADMINISTRATOR})),
    ("desk:statistics", _("Statistics"), frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})),
    ("desk:posts", _("Posts"), frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})),
    ("desk:my_post", _("My post"), frozenset(Role)),
)


def menu(official: Official, *, current: str) -> list[MenuLink]:
    return [
        MenuLink(words, reverse(name), current=name == current, count=_waiting(name, official))
        for name, words, roles in PAGES
        if any(official.may(role) for role in roles)
    ]


def _waiting(name: str, official: Official) -> int | None:
    """Answer how many requests wait for this official's answer; none needs no number."""
    if name == "desk:guardians":
        return guardians.waiting(official).count() or None
    if name != "desk:supplements":
        return None
    offices = frozenset(code for role in READERS for code in official.agencies(role))
    return supplements.to_decide(offices, leads=official.agencies(Role.SUPERVISOR)) or None
