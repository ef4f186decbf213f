"""Every read of work items, tasks and steps."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from guitai.core import together
from guitai.core.together import Part
from guitai.work import policies
from guitai.work.flow import BACK, SAME, Flow, Move, Stage
from guitai.work.models import Message, Step, Task, WorkItem
from guitai.work.terms import Audience, Desk, Mover


def item(reference: str) -> WorkItem:
    return WorkItem.objects.get(reference=reference)


def parts(item: WorkItem) -> tuple[Part[Task], Part[Step], Part[Message]]:
    """Answer the reads of the open task, the steps and the messages, for ``together.keep``: see KEPT."""
    values = {"item": item.pk}
    return (
        together.rows_of(Task, where="item_id = %(item)s AND done_at IS NULL", params=values),
        together.rows_of(Step, where="item_id = %(item)s", params=values, order="number"),
        together.rows_of(Message, where="item_id = %(item)s", params=values, order="at, id"),
    )


def open_task(item: WorkItem) -> Task | None:
    tasks = together.kept(item, "tasks")
    return item.tasks.filter(done_at__isnull=True).first() if tasks is None else next(iter(tasks), None)


def desk_of(task: Task) -> Desk:
    return Desk(role=task.role, agency_code=task.agency_code)


def open_desk(item: WorkItem) -> Desk | None:
    task = open_task(item)
    return desk_of(task) if task else None


def desk_for(item: WorkItem, move: Move) -> Desk | None:
    """Answer the desk at which the move is made: the one the move names, else the one where the task lies."""
    if move.role:
        return Desk(role=move.role, agency_code=item.offices[move.office])
    return open_desk(item)


def target_of(item: WorkItem, move: Move, *, flow: Flow) -> Stage:
    """Answer where the move leads from where the item stands."""
    if move.target != BACK:
        return flow.stages[item.stage if move.target == SAME else move.target]
    arrival = next(step for step in reversed(steps(item)) if step.to_stage == item.stage != step.from_stage)
    return flow.stages[arrival.from_stage]


def messages(item: WorkItem, *, audience: Audience | None = None) -> list[Message]:
    """Answer what was written, in order; of one audience, or of all for officials."""
    kept = together.kept(item, "messages")
    found = item.messages.order_by("at", "id") if kept is None else kept
    return [each for each in found if audience in (None, each.audience)]


def steps(item: WorkItem) -> list[Step]:
    found = together.kept(item, "steps")
    return list(item.steps.order_by("number") if found is None else found)


def hands_on(item: WorkItem) -> dict[str, frozenset[str]]:
    """Answer everybody who ever made each move of this item."""
    hands: dict[str, frozenset[str]] = {}
    for step in steps(item):
        hands[step.move] = hands.get(step.move, frozenset()) | {step.actor}
    return hands


def possible_moves(item: WorkItem, *, flow: Flow, mover: Mover) -> list[Move]:
    """Answer the moves this person may make now: the buttons of the page, nothing else."""
    stage, hands = flow.stages[item.stage], hands_on(item)
    return [
        move
        for move in flow.moves_from(item.stage)
        if policies.may_move(move, stage=stage, desk=desk_for(item, move), mover=mover, hands=hands)
    ]


def waiting_for_system() -> list[str]:
    """Answer the references of open items on nobody's desk, where no applicant is asked for something either."""
    on_a_desk = Task.objects.filter(item=OuterRef("pk"), done_at__isnull=True)
    nobodys = WorkItem.objects.filter(~Exists(on_a_desk), closed_at__isnull=True)
    open_items = nobodys.filter(stood_still_since__isnull=True).order_by("id")
    return list(open_items.values_list("reference", flat=True))


def tasks_at(desks: Iterable[Desk]) -> QuerySet[Task]:
    """Answer the open tasks that lie at any of these desks, soonest due first."""
    open_tasks = Task.objects.filter(done_at__isnull=True).filter(places(desks))
    return open_tasks.select_related("item").order_by("due_on", "id")


def places(desks: Iterable[Desk]) -> Q:
    """Answer the condition that a task lies, or lay, at one of these desks."""
    return reduce(or_, (Q(role=desk.role, agency_code=desk.agency_code) for desk in desks), Q(pk__in=[]))
