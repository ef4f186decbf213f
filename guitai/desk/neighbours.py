"""The cases before and after this one on the official's desks, soonest due first."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from guitai.cases.models import Case
from guitai.work import queries as work
from guitai.work.models import Task
from guitai.work.terms import Mover


@dataclass(frozen=True)
class Neighbours:
    """Case numbers; "" where there is none."""

    before: str
    after: str


def neighbours(case: Case, mover: Mover) -> Neighbours:
    """Answer the neighbours on the list; for a case that lies at no desk of theirs, its first line comes next."""
    tasks, here = work.tasks_at(mover.desks), work.open_task(case.item)
    if here is None or work.desk_of(here) not in mover.desks:
        return Neighbours("", _first(tasks.exclude(item=case.item)))
    return Neighbours(_first(tasks.filter(_earlier(here)).reverse()), _first(tasks.filter(_later(here))))


def _first(tasks: QuerySet[Task]) -> str:
    return tasks.values_list("item__reference", flat=True).first() or ""


def _later(here: Task) -> Q:
    """Answer what stands below on the list, where a task without a term comes last."""
    if here.due_on is None:
        return Q(due_on__isnull=True, id__gt=here.pk)
    return Q(due_on__gt=here.due_on) | Q(due_on=here.due_on, id__gt=here.pk) | Q(due_on__isnull=True)


def _earlier(here: Task) -> Q:
    if here.due_on is None:
        return Q(due_on__isnull=False) | Q(due_on__isnull=True, id__lt=here.pk)
    return Q(due_on__lt=here.due_on) | Q(due_on=here.due_on, id__lt=here.pk)
