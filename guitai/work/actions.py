"""Every change of a work item goes through ``make_move``: check, change, record, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.audit import actions as audit
from guitai.core import clock, new_rows, workdays
from guitai.work import policies, queries
from guitai.work.flow import Flow, Move, Stage
from guitai.work.models import Message, Step, Task, WorkItem
from guitai.work.terms import Audience, ChangedMeanwhile, Mover, MoveRefused, WaitsFor


@dataclass(frozen=True)
class Opening:
    """What a new item starts with; ``offices`` maps the flow's office names to agency codes."""

    reference: str
    flow_key: str
    flow_version: str
    offices: dict[str, str]
    subject: str = ""  # whose matter it is
    agency_code: str = ""  # that answers for it


@transaction.atomic
def open_item(opening: Opening, *, flow: Flow, mover: Mover, now: datetime) -> WorkItem:
    """The item stands at the flow's first stage, with a task where the stage wants one."""
    item, *others = new_item(opening, flow=flow, mover=mover, now=now)
    new_rows.insert(item, *others)
    return item


def new_item(
    opening: Opening, *, flow: Flow, mover: Mover, now: datetime
) -> tuple[WorkItem, Step] | tuple[WorkItem, Step, Task]:
    """Answer the rows of an item at the flow's first stage, for the caller to insert with what stands for it."""
    item = WorkItem(
        reference=opening.reference,
        flow_key=opening.flow_key,
        flow_version=opening.flow_version,
        offices=opening.offices,
        subject=opening.subject,
        agency_code=opening.agency_code,
        stage=flow.first.key,
        stage_since=now,
        opened_at=now,
    )
    step = _step(item, move="open", came_from="", mover=mover, reasons="", now=now)
    return (item, step, _task(item, flow.first, now=now)) if flow.first.role else (item, step)


def locked(item: WorkItem) -> WorkItem:
    """Answer the item as it is now, held by the caller's transaction until its end."""
    return WorkItem.objects.select_for_update().get(pk=item.pk)


@transaction.atomic
def make_move(
    reference: str,
    move: Move,
    *,
    flow: Flow,
    mover: Mover,
    revision: int | None,
    now: datetime,
    reasons: str = "",
    offices: Mapping[str, str] | None = None,
) -> WorkItem:
    """The item stands at the move's target; whoever looked at an older revision is refused (None: the system).

    ``offices`` are agencies that take over from now on, by the flow's name of the office.
    """
    item = WorkItem.objects.select_for_update().get(reference=reference)
    if revision is not None and item.revision != revision:
        raise ChangedMeanwhile(queries.steps(item)[-1].actor_words)
    stage = flow.stages[item.stage]
    policies.check_move(move, stage=stage, desk=queries.desk_for(item, move), mover=mover, hands=queries.hands_on(item))
    if "reasons" in move.needs and not reasons.strip():
        raise MoveRefused(_("Write down the reasons; the applicant and your colleagues will read them."))
    target = queries.target_of(item, move, flow=flow)
    _stop_or_start_clock(item, stage, target, now=now)
    _clear_desk(item, stage, target, mover=mover, now=now)
    item.offices = {**item.offices, **(offices or {})}
    _advance(item, target, now=now)
    _step(item, move=move.key, came_from=stage.key, mover=mover, reasons=reasons, now=now).save(force_insert=True)
    _put_on_desk(item, target, now=now)
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


@transaction.atomic
def write_message(item: WorkItem, text: str, *, audience: Audience, author: Mover, now: datetime) -> Message:
    """The message stands with the item; nobody changes or deletes it."""
    if not text.strip():
        raise MoveRefused(_("Write something before you send it."))
    message = Message.objects.create(
        item=item,
        audience=audience,
        author=author.ref,
        author_words=author.words,
        from_applicant=author.kind is WaitsFor.APPLICANT,
        text=text.strip(),
        at=now,
    )
    detail = {"audience": audience.value}
    audit.record("work.message", actor=author.ref, thing=f"case:{item.reference}", detail=detail, now=now)
    return message


def mark_read(item: WorkItem, *, reader: Mover, now: datetime) -> None:
    """What the other side wrote is marked as seen by this reader, the first time."""
    unread = item.messages.filter(read_at__isnull=True, audience=Audience.APPLICANT)
    unread.filter(from_applicant=reader.kind is not WaitsFor.APPLICANT).update(read_at=now, read_by=reader.ref)


def _stop_or_start_clock(item: WorkItem, stage: Stage, target: Stage, *, now: datetime) -> None:
    """While somebody else has to answer, the office's term does not run; what was left of it is left afterwards."""
    today = now.astimezone(clock.TAIPEI).date()
    if target.stands_still and not stage.stands_still:
        task = queries.open_task(item)
        due = task.due_on if task else None
        item.days_left = max(workdays.working_days_between(today, due), 0) if due else None
        item.stood_still_since = now
    elif stage.stands_still and not target.stands_still and item.stood_still_since:
        item.stood_still_days += (today - item.stood_still_since.astimezone(clock.TAIPEI).date()).days
        item.stood_still_since = None


def _advance(item: WorkItem, stage: Stage, *, now: datetime) -> None:
    if item.stage != stage.key:
        item.stage, item.stage_since = stage.key, now
    item.revision += 1
    if stage.final is None:
        item.closed_at, item.outcome = None, ""
    elif item.closed_at is None:
        item.closed_at, item.outcome = now, stage.final
    item.save()


def _step(item: WorkItem, *, move: str, came_from: str, mover: Mover, reasons: str, now: datetime) -> Step:
    return Step(
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


def _clear_desk(item: WorkItem, stage: Stage, target: Stage, *, mover: Mover, now: datetime) -> None:
    """Nothing is to be done any more; where the item stands still, its last desk knows that it will come back."""
    if stage.stands_still and not target.stands_still:
        item.tasks.filter(waits=True).update(waits=False)
    waits = target.stands_still
    cleared = item.tasks.filter(done_at__isnull=True).update(done_at=now, done_by=mover.ref, waits=waits)
    if waits and not cleared:
        last = item.tasks.order_by("-pk").values("pk")[:1]
        item.tasks.filter(pk__in=last).update(waits=True)


def _put_on_desk(item: WorkItem, stage: Stage, *, now: datetime) -> None:
    if not stage.role:
        return
    _task(item, stage, now=now).save(force_insert=True)
    if item.days_left is not None:
        item.days_left = None
        item.save(update_fields=["days_left"])


def _task(item: WorkItem, stage: Stage, *, now: datetime) -> Task:
    today = now.astimezone(clock.TAIPEI).date()
    days = stage.working_days if item.days_left is None else max(item.days_left, 1)
    due = workdays.add_working_days(today, days) if days else None
    return Task(
        item=item,
        stage=stage.key,
        role=stage.role,
        agency_code=item.offices[stage.office],
        created_at=now,
        due_on=due,
        flow_key=item.flow_key,
    )
