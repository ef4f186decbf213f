"""Every read of work items, tasks and steps."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from guitai.work import policies
from guitai.work.flow import Flow, Move
from guitai.work.models import Step, Task, WorkItem
from guitai.work.terms import Desk, Mover


def item(reference: str) -> WorkItem:
    return WorkItem.objects.get(reference=reference)


def open_task(item: WorkItem) -> Task | None:
    return item.tasks.filter(done_at__isnull=True).first()


def desk_of(task: Task) -> Desk:
    return Desk(role=task.role, agency_code=task.agency_code)


def open_desk(item: WorkItem) -> Desk | None:
    task = open_task(item)
    return desk_of(task) if task else None


def steps(item: WorkItem) -> list[Step]:
    return list(item.steps.order_by("number"))


def hands_on(item: WorkItem) -> dict[str, frozenset[str]]:
    """Answer everybody who ever made each move of this item."""
    hands: dict[str, frozenset[str]] = {}
    for step in steps(item):
        hands[step.move] = hands.get(step.move, frozenset()) | {step.actor}
    return hands


def possible_moves(item: WorkItem, *, flow: Flow, mover: Mover) -> list[Move]:
    """Answer the moves this person may make now: the buttons of the page, nothing else."""
    stage, desk, hands = flow.stages[item.stage], open_desk(item), hands_on(item)
    return [
        move
        for move in flow.moves_from(item.stage)
        if policies.may_move(move, stage=stage, desk=desk, mover=mover, hands=hands)
    ]


def waiting_for_system() -> list[str]:
    """Answer the references of open items on nobody's desk: the system owes them their next move."""
    on_a_desk = Task.objects.filter(item=OuterRef("pk"), done_at__isnull=True)
    open_items = WorkItem.objects.filter(~Exists(on_a_desk), closed_at__isnull=True).order_by("id")
    return list(open_items.values_list("reference", flat=True))


def tasks_at(desks: Iterable[Desk]) -> QuerySet[Task]:
    """Answer the open tasks that lie at any of these desks, soonest due first."""
    places = [Q(role=desk.role, agency_code=desk.agency_code) for desk in desks]
    if not places:
        return Task.objects.none()
    open_tasks = Task.objects.filter(done_at__isnull=True).filter(reduce(or_, places))
    return open_tasks.select_related("item").order_by("due_on", "id")
