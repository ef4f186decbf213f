"""Every change of a work item goes through ``make_move``: check, change, record, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.audit import actions as audit
from guitai.core import clock, workdays
from guitai.work import policies, queries
from guitai.work.flow import Flow, Move, Stage
from guitai.work.models import Step, Task, WorkItem
from guitai.work.terms import ChangedMeanwhile, Mover, MoveRefused


@dataclass(frozen=True)
class Opening:
    """What a new item starts with; ``offices`` maps the flow's office names to agency codes."""

    reference: str
    flow_key: str
    flow_version: str
    offices: dict[str, str]


@transaction.atomic
def open_item(opening: Opening, *, flow: Flow, mover: Mover, now: datetime) -> WorkItem:
    """The item stands at the flow's first stage, with a task where the stage wants one."""
    item = WorkItem.objects.create(
        reference=opening.reference,
        flow_key=opening.flow_key,
        flow_version=opening.flow_version,
        offices=opening.offices,
        stage=flow.first.key,
        stage_since=now,
        opened_at=now,
    )
    _note_step(item, move="open", came_from="", mover=mover, reasons="", now=now)
    _put_on_desk(item, flow.first, now=now)
    return item


@transaction.atomic
def make_move(
    reference: str, move: Move, *, flow: Flow, mover: Mover, revision: int | None, now: datetime, reasons: str = ""
) -> WorkItem:
    """The item stands at the move's target; whoever looked at an older revision is refused (None: the system)."""
    item = WorkItem.objects.select_for_update().get(reference=reference)
    if revision is not None and item.revision != revision:
        raise ChangedMeanwhile(queries.steps(item)[-1].actor_words)
    stage = flow.stages[item.stage]
    policies.check_move(move, stage=stage, desk=queries.open_desk(item), mover=mover, hands=queries.hands_on(item))
    if "reasons" in move.needs and not reasons.strip():
        raise MoveRefused(_("Write down the reasons; the applicant and your colleagues will read them."))
    _clear_desk(item, mover=mover, now=now)
    _advance(item, flow.stages[move.target], now=now)
    _note_step(item, move=move.key, came_from=stage.key, mover=mover, reasons=reasons, now=now)
    _put_on_desk(item, flow.stages[move.target], now=now)
    audit.record(f"work.{move.key}", actor=mover.ref, thing=f"case:{reference}", now=now)
    return item


@transaction.atomic
def take_task(task_id: int, *, mover: Mover, now: datetime) -> Task:
    """The task is this person's; a task somebody else has taken stays theirs."""
    task = Task.objects.select_for_update().get(pk=task_id, done_at__isnull=True)
    if queries.desk_of(task) not in mover.desks:
        raise MoveRefused(_("This case lies at another desk."))
    if task.taken_by and task.taken_by != mover.ref:
        raise MoveRefused(_("A colleague has already taken this case."))
    task.taken_by, task.taken_at = mover.ref, now
    task.save(update_fields=["taken_by", "taken_at"])
    audit.record("work.take", actor=mover.ref, thing=f"case:{task.item.reference}", now=now)
    return task


def _advance(item: WorkItem, stage: Stage, *, now: datetime) -> None:
    item.stage, item.stage_since = stage.key, now
    item.revision += 1
    if stage.final:
        item.closed_at, item.outcome = now, stage.final
    item.save(update_fields=["stage", "stage_since", "revision", "closed_at", "outcome"])


def _note_step(item: WorkItem, *, move: str, came_from: str, mover: Mover, reasons: str, now: datetime) -> None:
    Step.objects.create(
        item=item,
        number=item.revision,
        move=move,
        from_stage=came_from,
        to_stage=item.stage,
        actor=mover.ref,
        actor_words=mover.words,
        at=now,
        reasons=reasons,
    )


def _clear_desk(item: WorkItem, *, mover: Mover, now: datetime) -> None:
    item.tasks.filter(done_at__isnull=True).update(done_at=now, done_by=mover.ref)


def _put_on_desk(item: WorkItem, stage: Stage, *, now: datetime) -> None:
    if not stage.role:
        return
    today = now.astimezone(clock.TAIPEI).date()
    due = workdays.add_working_days(today, stage.working_days) if stage.working_days else None
    Task.objects.create(
        item=item,
        stage=stage.key,
        role=stage.role,
        agency_code=item.offices[stage.office],
        created_at=now,
        due_on=due,
    )
