"""Asking for a review (申復): its term, and what the officer has to know about a late one.

The term counts from the day on which the letter arrived, which nobody here knows. So it is shown from the letter's own
day, nobody is turned away, and a late one is marked for whoever reviews it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from guitai.cases import journey, queries
from guitai.cases.models import Case, Decision
from guitai.cases.terms import Choice
from guitai.catalogue.terms import Service
from guitai.core import workdays
from guitai.core.clock import TAIPEI
from guitai.files import actions as files
from guitai.work import queries as work
from guitai.work.flow import Move
from guitai.work.models import Step
from guitai.work.terms import Mover, WaitsFor


@dataclass(frozen=True)
class Term:
    """Until when a review may be asked for, counted from the day of the letter."""

    days: int
    until: date
    is_over: bool


def appeal_move(case: Case, service: Service) -> Move | None:
    """Answer the applicant's move that has a term, where the case stands now; None while there is none.

    A decision is reviewed once: whoever is still not content goes the way of remedy that the letter names.
    """
    moves = service.flow.moves_from(case.item.stage)
    found = next((move for move in moves if move.by is WaitsFor.APPLICANT and move.term_days), None)
    return found if found and not _is_reviewed(case, found) else None


def term(case: Case, move: Move, *, today: date) -> Term | None:
    decision = queries.decision(case)
    if decision is None or move.term_days is None:
        return None
    until = _until(decision, move.term_days)
    return Term(move.term_days, until, is_over=today > until)


@transaction.atomic
def appeal(
    case: Case, move: Move, *, applicant: Mover, owner: str, reasons: str, papers: Collection[str], now: datetime
) -> Case:
    """Somebody else reviews the decision; the papers belong to the case. Raises MoveRefused."""
    files.claim(papers, owner=owner, holder=f"case:{case.reference}", now=now)
    return journey.move_case(
        case.reference, move.key, mover=applicant, revision=None, choice=Choice(reasons=reasons), now=now
    )


def late_by(decisions: Collection[Decision], service: Service, steps: Collection[Step]) -> int:
    """Answer by how many days the last appeal was late, as far as the letter's own day says; 0 when it was not."""
    by_key = {move.key: move for move in service.flow.moves}
    for step in reversed(list(steps)):
        days = by_key[step.move].term_days if step.move in by_key else None
        decided = [each for each in decisions if each.decided_at <= step.at]
        if days and decided:
            until = _until(max(decided, key=lambda each: each.number), days)
            return max((step.at.astimezone(TAIPEI).date() - until).days, 0)
    return 0


def _is_reviewed(case: Case, move: Move) -> bool:
    """Tell whether the decision that stands was already asked to be reviewed."""
    decision = queries.decision(case)
    since = [step for step in work.steps(case.item) if decision and step.at >= decision.decided_at]
    return any(step.move == move.key for step in since)


def _until(decision: Decision, days: int) -> date:
    start = decision.decided_at.astimezone(TAIPEI).date()
    return workdays.legal_deadline(start, days=days).day
