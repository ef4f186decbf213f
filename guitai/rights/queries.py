"""Every read of the rights: whose rows, what hinders an erasure, what law keeps, what was asked of the office."""

from datetime import date

from django.db.models import QuerySet

from guitai.accounts.models import Binding, Person
from guitai.accounts.terms import Official, Role
from guitai.cases import queries as cases
from guitai.cases.models import Case, PayoutLine
from guitai.eforms import queries as drafts
from guitai.rights import retention
from guitai.rights.models import DataRequest
from guitai.rights.terms import Kept, Outcome, Whose


def whose(person: Person, *, today: date) -> Whose:
    """Answer everything by which the tables know this person, and which of her things law keeps."""
    mine = cases.cases_of(person.ref)
    kept = {each.reference for each in retention.kept(mine, today=today)}
    begun = [draft.pk for draft in drafts.drafts_of(person.ref)]
    accounts = Binding.objects.filter(person=person, ended_at__isnull=True).values_list("account_id", flat=True)
    return Whose(
        person=person.ref,
        person_id=str(person.pk),
        accounts=tuple(accounts),
        things=(*(_thing(case) for case in mine), *(f"draft:{each}" for each in begun)),
        retained=tuple(_thing(case) for case in mine if case.reference in kept),
    )


def kept(person: Person, *, today: date) -> list[Kept]:
    """Answer the closed cases of this person whose records law keeps, and until when."""
    closed = [case for case in cases.cases_of(person.ref) if case.item.closed_at]
    return retention.kept(closed, today=today)


def under_way(person: Person) -> list[Case]:
    """Answer the cases that are not decided yet."""
    return [case for case in cases.cases_of(person.ref) if case.item.closed_at is None]


def paid(person: Person, *, today: date) -> list[Case]:
    """Answer the cases that are paid for month by month: this month, or later."""
    month = today.replace(day=1)
    lines = PayoutLine.objects.filter(case__application__applicant=person.ref, ended_at__isnull=True)
    return list(Case.objects.filter(pk__in=lines.filter(month__gte=month).values("case")))


def asked(person: str) -> list[DataRequest]:
    """Answer what this person asked the office, the newest first."""
    return list(DataRequest.objects.filter(person=person).order_by("-asked_at"))


def waiting(official: Official) -> QuerySet[DataRequest]:
    """Answer what waits for an answer of an agency whose supervisor this official is, the oldest first."""
    agencies = official.agencies(Role.SUPERVISOR)
    rows = DataRequest.objects.filter(agency_code__in=agencies, outcome=Outcome.WAITING)
    return rows.exclude(asked_by=official.account_ref).order_by("asked_at")


def request_for(official: Official, key: str) -> DataRequest | None:
    """Answer the request, where this official may answer it, and not her own; absent and foreign look the same."""
    rows = DataRequest.objects.filter(agency_code__in=official.agencies(Role.SUPERVISOR), pk=key)
    return rows.exclude(asked_by=official.account_ref).first()


def _thing(case: Case) -> str:
    return f"case:{case.reference}"
