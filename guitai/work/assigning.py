"""Giving an open task to somebody: a colleague of the desk, a successor, or back to the desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.audit import actions as audit
from guitai.work import queries
from guitai.work.models import Task
from guitai.work.terms import Mover, MoveRefused


@dataclass(frozen=True)
class Giver:
    """Who gives work away: the own, that of whoever she stands in for, and as head of an office everybody's."""

    mover: Mover
    hands: frozenset[str] = frozenset()  # whose work is hers today
    leads: frozenset[str] = frozenset()  # codes of agencies


@transaction.atomic
def assign_task(task_id: int, *, to: Mover, giver: Giver, now: datetime) -> Task:
    """The open task is theirs to whom it was given; raises MoveRefused, and Task.DoesNotExist for one that is done."""
    task = Task.objects.select_for_update().get(pk=task_id, done_at__isnull=True)
    leads = task.agency_code in giver.leads
    if not leads and queries.desk_of(task) not in giver.mover.desks:
        raise MoveRefused(_("This case lies at another desk."))
    if queries.desk_of(task) not in to.desks:
        raise MoveRefused(_("%(who)s does not work at this desk.") % {"who": to.words})
    if not leads and task.taken_by not in {"", giver.mover.ref, *giver.hands}:
        raise MoveRefused(_("A colleague has already taken this case; a supervisor can give it to somebody else."))
    return _give(task, to.ref, actor=giver.mover.ref, now=now)


@transaction.atomic
def pass_on(task_id: int, *, to: Mover, actor: str, now: datetime) -> Task:
    """The task of whoever leaves is the successor's, or its desk's where the successor does not work there."""
    task = Task.objects.select_for_update().get(pk=task_id, done_at__isnull=True)
    return _give(task, to.ref if queries.desk_of(task) in to.desks else "", actor=actor, now=now)


def _give(task: Task, ref: str, *, actor: str, now: datetime) -> Task:
    before, task.taken_by, task.taken_at = task.taken_by, ref, now if ref else None
    task.save(update_fields=["taken_by", "taken_at"])
    detail = {"from": before, "to": ref}
    audit.record("work.assign", actor=actor, thing=f"case:{task.item.reference}", detail=detail, now=now)
    return task
