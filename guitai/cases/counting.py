"""What of a case is counted in statistics: each countable step once, by what was true when it was made.

The same answer comes out right after the step and years later, so that summaries can be made anew. Nothing of it says
who somebody is.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import QuerySet

from guitai.cases import queries
from guitai.cases.models import Case, Supplement
from guitai.cases.offices import APPLICANT_TOWNSHIP
from guitai.catalogue.terms import Service
from guitai.core import workdays
from guitai.core.clock import TAIPEI
from guitai.core.terms import CalendarUnknown
from guitai.work.flow import Flow, Move
from guitai.work.models import Step
from guitai.work.terms import Outcome, WaitsFor

OPENED = "open"
CHUNK = 500
DAYS_UNKNOWN = -1


class Kind(StrEnum):
    """What happened to a case, as statistics count it."""

    SUBMITTED = "submitted"
    DECIDED = "decided"
    DECIDED_AGAIN = "decided_again"
    WITHDRAWN = "withdrawn"
    SUPPLEMENT = "supplement"
    SECOND_SUPPLEMENT = "second_supplement"
    APPEALED = "appealed"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Counted:
    """One countable step; ``days`` are working days from submission to the first decision, else DAYS_UNKNOWN."""

    step: int
    day: date
    service_key: str
    office: str
    kind: Kind
    outcome: str
    channel: str
    filed_by: str
    days: int = DAYS_UNKNOWN


def is_countable(flow: Flow, move: Move) -> bool:
    return _kind_of(flow, move) is not None


def of_cases(references: Collection[str]) -> list[Counted]:
    """Answer everything that is counted of these cases, of each in its order."""
    return [each for case in _whole().filter(reference__in=references) for each in _counted(case)]


def of_all() -> Iterator[Counted]:
    """Answer everything that is counted of all cases."""
    last = 0
    while chunk := list(_whole().filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = chunk[-1].pk
        for case in chunk:
            yield from _counted(case)


def _whole() -> QuerySet[Case]:
    cases = Case.objects.select_related("item", "application").defer("answers")
    return cases.prefetch_related("item__steps", "item__tasks", "supplements")


def _counted(case: Case) -> Iterator[Counted]:
    service, decided = queries.service_of(case), False
    moves = {move.key: move for move in service.flow.moves}
    for step in sorted(case.item.steps.all(), key=lambda each: each.number):
        kind = _kind(case, service.flow, moves, step, decided=decided)
        if kind is not None:
            yield _one(case, service, moves, step, kind)
        decided = decided or kind is Kind.DECIDED


def _kind(case: Case, flow: Flow, moves: Mapping[str, Move], step: Step, *, decided: bool) -> Kind | None:
    if step.move == OPENED:
        return Kind.SUBMITTED
    kind = _kind_of(flow, moves[step.move]) if step.move in moves else None
    match kind:
        case Kind.DECIDED if decided:
            return Kind.DECIDED_AGAIN
        case Kind.SUPPLEMENT:
            return _which_request(list(case.supplements.all()), step.at)
        case _:
            return kind


def _kind_of(flow: Flow, move: Move) -> Kind | None:
    """Answer what a move counts as, by what the flow says of it; None for one that is not counted."""
    from_closed = any(flow.stages[source].final for source in move.sources)
    to_open = move.target in flow.stages and flow.stages[move.target].final is None
    if move.outcome is not None:
        return Kind.WITHDRAWN if move.outcome is Outcome.WITHDRAWN else Kind.DECIDED
    if "supplement" in move.needs:
        return Kind.SUPPLEMENT
    if from_closed and to_open:
        return Kind.APPEALED if move.by is WaitsFor.APPLICANT else Kind.REOPENED
    return None


def _which_request(requests: Collection[Supplement], at: datetime) -> Kind | None:
    """Answer whether a request was the first; None where the same one was only given more time."""
    sent = [request.asked_at for request in requests if request.due_on is not None]
    if at not in sent:
        return None
    return Kind.SECOND_SUPPLEMENT if any(earlier < at for earlier in sent) else Kind.SUPPLEMENT


def _one(case: Case, service: Service, moves: Mapping[str, Move], step: Step, kind: Kind) -> Counted:
    outcome = moves[step.move].outcome if step.move in moves else None
    return Counted(
        step=step.pk,
        day=_day(step.at),
        service_key=service.key,
        office=_office(case, service, step.at),
        kind=kind,
        outcome=str(outcome or ""),
        channel=case.channel,
        filed_by=case.application.capacity,
        days=_days(case.submitted_at, step.at) if kind is Kind.DECIDED else DAYS_UNKNOWN,
    )


def _office(case: Case, service: Service, at: datetime) -> str:
    """Answer the township office the case lay with then; a case may be forwarded later."""
    name = next((name for name, meaning in service.flow.offices.items() if meaning == APPLICANT_TOWNSHIP), "")
    stages = {key for key, stage in service.flow.stages.items() if stage.office == name}
    tasks = sorted((task for task in case.item.tasks.all() if task.stage in stages), key=lambda task: task.pk)
    lay = [task.agency_code for task in tasks if task.created_at <= at] or [task.agency_code for task in tasks[:1]]
    return lay[-1] if lay else str(case.item.offices.get(name, service.agency_code))


def _days(start: datetime, end: datetime) -> int:
    try:
        return workdays.working_days_between(_day(start), _day(end))
    except CalendarUnknown:
        return DAYS_UNKNOWN


def _day(moment: datetime) -> date:
    return moment.astimezone(TAIPEI).date()
