"""Where a case stands, in words its applicant can act on."""

from datetime import date, datetime

from guitai.accounts import queries as accounts
from guitai.accounts.terms import Role
from guitai.cases.models import Case, Supplement
from guitai.cases.supplements import queries as supplements
from guitai.cases.terms import Happening, Progress
from guitai.catalogue.terms import Service
from guitai.core import together, workdays
from guitai.core.clock import TAIPEI
from guitai.work import queries as work
from guitai.work.models import Step, Task, WorkItem


def progress_of(case: Case, service: Service, *, today: date) -> Progress:
    """Answer what happened, what comes next, by when, and who is responsible by name."""
    item, stage = case.item, service.flow.stages[case.item.stage]
    task, request = work.open_task(item), supplements.asked(case) if stage.stands_still else None
    office, responsible = _asker(request) if request else _who(case, task, on=today)
    stood = stood_still(item, today=today)
    return Progress(
        stage=str(stage.label),
        since=item.stage_since,
        next_words=str(stage.tells or ""),
        waits_for=stage.waits_for,
        promised_on=None if stage.final else promised_on(case.submitted_at, service, stood_still=stood),
        due_on=request.due_on if request else task.due_on if task else None,
        office=office,
        responsible=responsible,
        history=tuple(_happening(step, service) for step in work.steps(item)),
        is_final=bool(stage.final),
        moved_by=stood,
        stands_still=stage.stands_still,
    )


def promised_on(submitted_at: datetime, service: Service, *, stood_still: int = 0) -> date:
    """Answer the last day of the announced processing time (行政程序法 §§48, 51).

    The days on which the applicant had to answer do not count; that they do not is the agencies' practice, unverified.
    """
    start = submitted_at.astimezone(TAIPEI).date()
    return workdays.legal_deadline(start, days=service.time_limit_days + stood_still).day


def stood_still(item: WorkItem, *, today: date) -> int:
    """Answer the calendar days on which the clock of the item stood still, those of now included."""
    since = item.stood_still_since
    running = (today - since.astimezone(TAIPEI).date()).days if since else 0
    return item.stood_still_days + max(running, 0)


def _who(case: Case, task: Task | None, *, on: date) -> tuple[str, str]:
    if task is None:
        return "", ""
    agency = accounts.agency(task.agency_code)
    known = together.kept(case, "responsible")
    if known:
        return str(agency.title), known[0]
    if task.taken_by:
        return str(agency.title), accounts.account(task.taken_by).name
    posts = accounts.posts_with(Role(task.role), task.agency_code, on=on)
    return str(agency.title), accounts.responsible_name(posts[0], on=on) if posts else ""


def _asker(request: Supplement) -> tuple[str, str]:
    agency = accounts.agency(request.agency_code).name
    return agency, request.asked_by_words.removeprefix(agency).strip()


def _happening(step: Step, service: Service) -> Happening:
    """Answer one line: what was done, by which office and whom."""
    opened = step.move == "open"
    words = service.flow.stages[step.to_stage].label if opened else service.flow.move(step.move).label
    return Happening(at=step.at, words=str(words), by=step.actor_words, remarks=step.reasons)
