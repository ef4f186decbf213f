"""Payment lists (撥款清冊): what a grant pays, month by month, follows from the decision without anybody's hand.

The list of a month is open while the month lasts; afterwards it counts as handed on, and what changed later is for a
later list. Signing a list and the file for the bank are not here yet.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from guitai.cases import queries
from guitai.cases.models import Case, Decision, PayoutLine
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service
from guitai.core.months import month_of, months
from guitai.eforms.terms import QuestionRole
from guitai.work.terms import GRANTS

CHUNK = 500


def follow(case: Case, service: Service, decision: Decision, *, now: datetime) -> None:
    """The open list says what this decision gives, and nothing any more of what it replaces."""
    if not service.gives.paid_out:
        return
    replaced = PayoutLine.objects.filter(case=case, ended_at__isnull=True, list_month=month_of(now))
    replaced.exclude(decision=decision).update(ended_at=now)
    PayoutLine.objects.bulk_create(_missing_lines(case, service, decision, now=now))


def list_due(*, now: datetime) -> int:
    """Every standing grant has its line for this month; answers how many were missing. Safe to repeat."""
    keys = [service.key for service in catalogue.services() if service.gives.paid_out]
    last, listed = 0, 0
    while chunk := list(_due(keys, month_of(now)).filter(case_id__gt=last).values_list("case_id", flat=True)[:CHUNK]):
        last = chunk[-1]
        listed += _list_chunk(chunk, now=now)
    return listed


@transaction.atomic
def _list_chunk(case_ids: list[int], *, now: datetime) -> int:
    # A case that is being moved right now is left to that move, or to the next run: nobody lists what is just changing.
    rows = Case.objects.select_related("item", "application").filter(pk__in=case_ids)
    cases = rows.select_for_update(of=("item",), skip_locked=True)
    lines = [line for case in cases for line in _standing_lines(case, now=now)]
    return len(PayoutLine.objects.bulk_create(lines))


def _standing_lines(case: Case, *, now: datetime) -> list[PayoutLine]:
    decision = queries.decision(case)
    return _missing_lines(case, queries.service_of(case), decision, now=now) if decision else []


def _due(service_keys: list[str], month: date) -> QuerySet[Decision]:
    """Answer the decisions that stand, pay, and have no line for the month yet."""
    newer = Decision.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    listed = PayoutLine.objects.filter(case=OuterRef("case"), month=month, ended_at__isnull=True)
    grants = Decision.objects.filter(outcome__in=GRANTS, amount__gt=0, effective_on__lte=month)
    here = grants.filter(case__application__service_key__in=service_keys)
    return here.exclude(Exists(newer)).exclude(Exists(listed)).order_by("case_id")


def _missing_lines(case: Case, service: Service, decision: Decision, *, now: datetime) -> list[PayoutLine]:
    """Answer a line for each month up to now that no list has yet."""
    if decision.outcome not in GRANTS or not decision.amount or decision.effective_on is None:
        return []
    standing = set(case.payouts.filter(ended_at__isnull=True).values_list("month", flat=True))
    said = service.form.answer_for(QuestionRole.PAYOUT_ACCOUNT, case.answers)
    account = said if isinstance(said, dict) else {}
    this_month = month_of(now)
    return [
        PayoutLine(
            case=case,
            decision=decision,
            service_key=service.key,
            agency_code=service.agency_code,
            payee_name=str(account.get("holder") or case.applicant_name),
            account=account,
            month=month,
            list_month=this_month,
            amount=decision.amount,
            listed_at=now,
        )
        for month in months(decision.effective_on, this_month)
        if month not in standing
    ]
