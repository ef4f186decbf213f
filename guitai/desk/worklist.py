"""The work list: whose tasks, which of them, in which order, and how each line reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guitai.accounts import duty
from guitai.accounts import queries as accounts
from guitai.accounts.duty import Duty
from guitai.accounts.terms import Official, Role
from guitai.cases import search
from guitai.cases.models import Case
from guitai.catalogue import queries as catalogue
from guitai.core.clock import TAIPEI
from guitai.core.kit import Tone
from guitai.desk import lines
from guitai.desk.lines import Line
from guitai.desk.wanted import NOBODY, Show, Sort, Wanted
from guitai.work import queries as work
from guitai.work.models import Task
from guitai.work.terms import Desk

SOON = timedelta(days=3)
SUPERVISED = (Role.FIRST_REVIEW, Role.APPROVE)
ORDER = {
    Sort.DUE: ("due_on", "id"),
    Sort.AGE: ("item__opened_at", "id"),
    Sort.NAME: ("item__case__sought_name", "id"),
    Sort.NUMBER: ("item__reference",),
}


@dataclass(frozen=True)
class Viewer:
    """An official before the list, with the posts she stands in for today."""

    official: Official
    duties: tuple[Duty, ...] = ()

    @cached_property
    def desks(self) -> frozenset[Desk]:
        """Answer the desks whose work this official sees: the own ones, and a supervisor's whole office."""
        own = {Desk(role=role, agency_code=post.agency_code) for post in self.official.posts for role in post.roles}
        return frozenset(own | {Desk(role=role, agency_code=code) for code in self.leads for role in SUPERVISED})

    @cached_property
    def leads(self) -> frozenset[str]:
        return self.official.agencies(Role.SUPERVISOR)

    @cached_property
    def me(self) -> frozenset[str]:
        """Answer whose work is mine today: my own, and that of those I stand in for."""
        return frozenset({self.official.account_ref} | {each.holder for each in self.duties if each.holder})

    def stands_in_at(self, desk: Desk) -> str:
        """Answer for whom this official works at the desk; nothing where she has a post of her own there."""
        post = next((post for post in self.official.posts if _sits(post.roles, post.agency_code, desk)), None)
        own = any(not post.stands_in and _sits(post.roles, post.agency_code, desk) for post in self.official.posts)
        if post is None or own:
            return ""
        fitting = (each for each in self.duties if _sits(each.roles, each.agency_code, desk))
        found = next(fitting, None)
        return (found.holder_name or found.title) if found else ""


def viewer(official: Official, *, today: date) -> Viewer:
    stands_in = any(post.stands_in for post in official.posts)
    return Viewer(official, tuple(duty.standing_in(official.account_ref, on=today)) if stands_in else ())


def lying(who: Viewer, *, show: Show) -> QuerySet[Task]:
    """Answer the open tasks at this official's desks; for what waits, the last tasks before it was sent back."""
    if show is Show.WAITING:
        return waiting_at(who.desks)
    return work.tasks_at(who.desks).order_by()


def waiting_at(desks: Iterable[Desk]) -> QuerySet[Task]:
    """Answer the tasks from which cases were sent back to their applicants: there they come back."""
    return Task.objects.filter(work.places(desks), waits=True).select_related("item")


def tasks(who: Viewer, wanted: Wanted, *, today: date) -> QuerySet[Task]:
    """Answer what is wanted of the tasks, in the order that is wanted."""
    found = narrowed(lying(who, show=wanted.show), who, wanted, today=today)
    if wanted.sought:
        found = search.among(found, search.hits(wanted.sought))
    cases = found.select_related("item__case__application").defer("item__case__answers")
    first, *rest = ORDER[wanted.sort]
    order = F(first).desc(nulls_last=True) if wanted.turned else F(first).asc(nulls_last=True)
    return cases.order_by(order, *rest)


def narrowed(found: QuerySet[Task], who: Viewer, wanted: Wanted, *, today: date) -> QuerySet[Task]:
    hand = "done_by" if wanted.show is Show.WAITING else "taken_by"
    match wanted.show:
        case Show.MINE:
            found = found.filter(taken_by__in=who.me)
        case Show.SOON:
            found = found.filter(due_on__range=(today, today + SOON))
        case Show.OVERDUE:
            found = found.filter(due_on__lt=today)
        case Show.ALL | Show.WAITING:
            pass
    narrowing = {"item__flow_key": wanted.service, "item__stage": wanted.stage, hand: wanted.who}
    said = {name: "" if value == NOBODY else value for name, value in narrowing.items() if value}
    return found.filter(**said)


@dataclass(frozen=True)
class Due:
    """When a task is due, and how that sounds."""

    on: date | None
    tone: Tone
    words: Promise | str


def due(on: date | None, *, today: date) -> Due:
    if on is None:
        return Due(on, Tone.REST, _("no term"))
    if on < today:
        return Due(on, Tone.BAD, _("overdue"))
    if on <= today + SOON:
        return Due(on, Tone.WAIT, _("due soon"))
    return Due(on, Tone.REST, _("in time"))


@dataclass(frozen=True)
class WorkRow:
    """One line of the list, in the clerk's words; ``task`` can be given to somebody while it is open."""

    task: int | None
    reference: str
    service: str
    applicant: str
    stage: str
    submitted: date
    due: Due
    taken: str
    stands_in: str = ""


def rows(tasks: Iterable[Task], *, who: Viewer, today: date) -> list[WorkRow]:
    """Answer the lines of these tasks; services and colleagues are asked for once, however many lines there are."""
    shown = lines.of_tasks(tasks)
    return in_words(shown, names=names_in({line.hand for line in shown}, who=who), who=who, today=today)


def names_in(hands: Iterable[str], *, who: Viewer, known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Answer how those are called in whose hands something is; asks only for those who are not known."""
    names = {**known, who.official.account_ref: _now("me")}
    missing = {hand for hand in hands if hand.startswith("account:")} - names.keys()
    return {**names, **(accounts.names_of(missing) if missing else {})}


def in_words(shown: Iterable[Line], *, names: Mapping[str, str], who: Viewer, today: date) -> list[WorkRow]:
    return [
        WorkRow(
            task=None if line.is_done else line.task,
            reference=line.reference,
            service=str(line.service.title),
            applicant=line.applicant,
            stage=str(line.service.flow.stages[line.stage].label),
            submitted=line.submitted_at.astimezone(TAIPEI).date(),
            due=due(line.due_on, today=today),
            taken=names.get(line.hand, ""),
            stands_in=who.stands_in_at(line.desk) if who.duties else "",
        )
        for line in shown
    ]


def case_rows(cases: Iterable[Case], *, today: date) -> list[WorkRow]:
    """Answer lines of cases that lie on nobody's desk."""
    shown = list(cases)
    services = catalogue.editions({(case.application.service_key, case.application.edition) for case in shown})
    return [
        WorkRow(
            task=None,
            reference=case.reference,
            service=str(service.title),
            applicant=case.applicant_name,
            stage=str(service.flow.stages[case.item.stage].label),
            submitted=case.submitted_at.astimezone(TAIPEI).date(),
            due=due(None, today=today),
            taken="",
        )
        for case in shown
        for service in (services[case.application.service_key, case.application.edition],)
    ]


def _sits(roles: Iterable[Role], agency_code: str, desk: Desk) -> bool:
    return desk.role in set(map(str, roles)) and agency_code == desk.agency_code
