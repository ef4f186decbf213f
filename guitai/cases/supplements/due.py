"""Who is nearly out of time is reminded once, and what is over goes on by the flow: what the hourly job does."""

from datetime import date, datetime

from django.db import transaction

from guitai.cases import journey, judging
from guitai.cases import queries as cases
from guitai.cases.models import Supplement
from guitai.cases.routing import next_move
from guitai.cases.supplements import queries, told
from guitai.cases.supplements.terms import REMINDED, State
from guitai.cases.terms import Choice
from guitai.core import clock, workdays
from guitai.work.terms import SYSTEM


def reminders(*, today: date) -> list[int]:
    """Answer which requests are nearly over, and their applicants not reminded."""
    within = workdays.add_working_days(today, REMINDED)
    return [each.pk for each in queries.ending(today=today, within=within)]


def endings(*, today: date) -> list[int]:
    return [each.pk for each in queries.over(today=today)]


@transaction.atomic
def remind_once(number: int, *, now: datetime) -> bool:
    """The applicant was reminded of what is still to be corrected, at most once for each last day."""
    row = _locked(number)
    if row.state != State.ASKED or row.reminded_at is not None or queries.is_over(row, today=_day(now)):
        return False
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    told.tell(row, cases.service_of(row.case), "supplement_reminder", actor=SYSTEM.ref, now=now)
    return True


@transaction.atomic
def end_if_over(number: int, *, now: datetime) -> bool:
    """The case went on by itself: not admitted, or back to the officer where something was saved or wanted."""
    row = _locked(number)
    if row.state != State.ASKED or not queries.is_over(row, today=_day(now)):
        return False
    case = cases.case(row.case.reference)
    service = cases.service_of(case)
    move = next_move(service.flow, case.item.stage, judging.standing(case, now=now))
    if move is None:
        return False
    choice = Choice(reasons=told.ran_out(row) if move.outcome else told.unclear(row))
    journey.move_case(case.reference, move.key, mover=SYSTEM, revision=None, choice=choice, now=now)
    return True


def _day(now: datetime) -> date:
    return now.astimezone(clock.TAIPEI).date()


def _locked(number: int) -> Supplement:
    rows = Supplement.objects.select_for_update(of=("self",)).select_related("case__item", "case__application")
    return rows.get(pk=number)
