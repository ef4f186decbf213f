"""The work list: whose tasks, which of them, in which order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guitai.accounts import queries as accounts
from guitai.accounts.terms import Official, Role
from guitai.cases import queries as cases
from guitai.cases.models import Case
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service
from guitai.core.clock import TAIPEI
from guitai.core.kit import Tone
from guitai.work.models import Task
from guitai.work.terms import Desk

SOON = timedelta(days=3)


class Show(StrEnum):
    """Which tasks of my desks are shown."""

    ALL = "all"
    MINE = "mine"
    SOON = "soon"
    OVERDUE = "overdue"


SHOW_WORDS: dict[Show, Promise] = {
    Show.ALL: _("All open cases"),
    Show.MINE: _("Taken by me"),
    Show.SOON: _("Due within three days"),
    Show.OVERDUE: _("Overdue"),
}


@dataclass(frozen=True)
class Due:
    """When a task is due, and how that sounds."""

    on: date | None
    tone: Tone
    words: Promise | str


SUPERVISED = (Role.FIRST_REVIEW, Role.APPROVE)


def desks_of(official: Official) -> frozenset[Desk]:
    """Answer the desks whose work this official sees: the own ones, and a supervisor's whole office."""
    own = {Desk(role=role, agency_code=post.agency_code) for post in official.posts for role in post.roles}
    offices = official.agencies(Role.SUPERVISOR)
    return frozenset(own | {Desk(role=role, agency_code=code) for code in offices for role in SUPERVISED})


def tasks(official: Official, *, show: Show, search: str, today: date) -> QuerySet[Task]:
    """Answer the open tasks at this official's desks, soonest due first."""
    found = cases.tasks_for(desks_of(official), search=search)
    match show:
        case Show.MINE:
            return found.filter(taken_by=official.account_ref)
        case Show.SOON:
            return found.filter(due_on__range=(today, today + SOON))
        case Show.OVERDUE:
            return found.filter(due_on__lt=today)
        case Show.ALL:
            return found


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
    """One line of the list, in the clerk's words."""

    reference: str
    service: str
    applicant: str
    stage: str
    submitted: date
    due: Due
    taken: str


def rows(tasks: Iterable[Task], *, official: Official, today: date) -> list[WorkRow]:
    """Answer the lines of one page; services and colleagues are asked for once, however many lines there are."""
    shown = [(task, task.item.case) for task in tasks]
    services = catalogue.editions({(case.application.service_key, case.application.edition) for _task, case in shown})
    names = accounts.names_of({task.taken_by for task, _case in shown if task.taken_by})
    names[official.account_ref] = str(_("me"))
    return [
        _row(task, case, services[case.application.service_key, case.application.edition], names, today=today)
        for task, case in shown
    ]


def _row(task: Task, case: Case, service: Service, names: Mapping[str, str], *, today: date) -> WorkRow:
    return WorkRow(
        reference=case.reference,
        service=str(service.title),
        applicant=case.applicant_name,
        stage=str(service.flow.stages[task.stage].label),
        submitted=case.submitted_at.astimezone(TAIPEI).date(),
        due=due(task.due_on, today=today),
        taken=names.get(task.taken_by, ""),
    )
