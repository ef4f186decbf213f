"""Every read of requests for corrections."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from guitai.accounts import queries as accounts
from guitai.cases import contact
from guitai.cases.models import Case, Supplement
from guitai.cases.supplements.terms import BY_LETTER, OPEN, SENT, Mark, SecondRequests, State
from guitai.catalogue.terms import Service
from guitai.core import together, workdays
from guitai.core.together import Part
from guitai.core.workdays import ONE_DAY
from guitai.eforms import queries as drafts
from guitai.eforms.models import Draft

TO_DECIDE = """
    SELECT count(*) FROM cases_supplement
    WHERE state = %(asked)s AND agency_code = ANY(%(deciding)s)
        AND extension_wanted_at IS NOT NULL AND extension_answer = ''
      OR state = %(proposed)s AND agency_code = ANY(%(leads)s)"""
FORM = "supplement:"  # the form of an applicant's draft, with the number of the request's row
VERSION = "1"


def open_request(case: Case) -> Supplement | None:
    """Answer the request that is being marked, waits for the supervisor, or lies with the applicant."""
    return Supplement.objects.filter(case=case, state__in=OPEN).first()


def asked(case: Case) -> Supplement | None:
    """Answer the request the applicant has to answer now."""
    kept = together.kept(case, "supplements")
    if kept is not None:
        return next((row for row in kept if row.state == State.ASKED), None)
    return Supplement.objects.filter(case=case, state=State.ASKED).first()


def sent(case: Case) -> list[Supplement]:
    """Answer the requests that went to the applicant, the oldest first."""
    kept = together.kept(case, "supplements")
    if kept is not None:
        return [row for row in kept if row.state in SENT]
    return list(Supplement.objects.filter(case=case, state__in=SENT).order_by("number"))


def unclear(case: Case) -> Supplement | None:
    """Answer the request whose term is over with something saved, while nothing was asked after it."""
    newest = Supplement.objects.filter(case=case, state__in=SENT).order_by("-number").first()
    return newest if newest and newest.state == State.UNCLEAR else None


def row(number: int) -> Supplement:
    return Supplement.objects.select_related("case__item", "case__application").get(pk=number)


def marks_of(request: Supplement) -> tuple[Mark, ...]:
    return tuple(map(Mark.read, request.items))


def is_second(case: Case) -> bool:
    """Tell whether something was asked before: then a supervisor has to allow it."""
    return Supplement.objects.filter(case=case, state__in=SENT).exists()


def proposed_days(case: Case, service: Service, *, stage: str) -> int:
    """Answer the term of the flow; more where the request has to be printed and posted first."""
    days = service.flow.stages[stage].working_days or 0
    recipient = contact.recipient(case, accounts.person(case.application.applicant))
    return days if recipient.email else days + BY_LETTER


def last_day(request: Supplement) -> date | None:
    """Answer the last day of the term; a day on which the offices are closed moves it (行政程序法 §48 IV)."""
    day = request.due_on
    while day and not workdays.is_working_day(day):
        day += ONE_DAY
    return day


def is_over(request: Supplement, *, today: date) -> bool:
    last = last_day(request)
    return last is not None and today > last


def over_with_something(case: Case, *, today: date) -> tuple[bool, bool]:
    """Answer whether the term is over, and whether something was saved or more time wanted without an answer."""
    request = asked(case)
    if request is None or not is_over(request, today=today):
        return False, False
    return True, has_begun(request) or wants_time(request)


def wants_time(request: Supplement) -> bool:
    """Tell whether the applicant asked for more time and nobody answered."""
    return request.extension_wanted_at is not None and not request.extension_answer


def draft_of(request: Supplement) -> Draft | None:
    """Answer what the applicant has saved of the answer."""
    owner = request.case.application.applicant
    return next((each for each in drafts.drafts_of(owner) if each.form_key == f"{FORM}{request.pk}"), None)


def has_begun(request: Supplement) -> bool:
    draft = draft_of(request)
    return draft is not None and draft.revision > 0


def asked_of(applicant: str) -> list[Supplement]:
    """Answer what this person has to correct, the first due first."""
    mine = _rows().filter(case__application__applicant=applicant, state=State.ASKED)
    return list(mine.order_by("due_on", "id"))


def ending(*, today: date, within: date) -> list[Supplement]:
    """Answer the requests whose term ends between today and that day, and whose applicant was not reminded."""
    soon = _rows().filter(state=State.ASKED, reminded_at__isnull=True, due_on__gte=today, due_on__lte=within)
    return list(soon.order_by("id"))


def over(*, today: date) -> list[Supplement]:
    found = _rows().filter(state=State.ASKED, due_on__lt=today).order_by("id")
    return [each for each in found if is_over(each, today=today)]


def proposed_at(agencies: Collection[str]) -> list[Supplement]:
    """Answer the second requests that wait for the supervisor of one of these offices."""
    return list(_rows().filter(state=State.PROPOSED, agency_code__in=agencies).order_by("asked_at", "id"))


def asked_by_offices(agencies: Collection[str]) -> list[Supplement]:
    """Answer what these offices wait for, first whoever wants more time, then by the end of the term."""
    found = _rows().filter(state=State.ASKED, agency_code__in=agencies).order_by("due_on", "id")
    return sorted(found, key=lambda each: not wants_time(each))


def to_decide(agencies: Collection[str], *, leads: Collection[str] = ()) -> int:
    """Answer how many requests wait for an official's answer: more time wanted, or a second request proposed."""
    wanted = Q(state=State.ASKED, agency_code__in=agencies, extension_wanted_at__isnull=False, extension_answer="")
    return Supplement.objects.filter(wanted | Q(state=State.PROPOSED, agency_code__in=leads)).count()


def to_decide_part(agencies: Collection[str], *, leads: Collection[str] = ()) -> Part[int]:
    """Answer the read of what ``to_decide`` answers."""
    values = {"deciding": sorted(agencies), "leads": sorted(leads), "asked": State.ASKED, "proposed": State.PROPOSED}
    return Part(TO_DECIDE, values, lambda row: int(row["count"]))


def second_requests(since: datetime) -> list[SecondRequests]:
    """Answer, for each service and office, how many cases were asked since then, and how many requests were again."""
    rows = (
        Supplement.objects.filter(state__in=SENT, asked_at__gte=since)
        .values("case__application__service_key", "agency_code")
        .annotate(asked=Count("case", distinct=True), again=Count("id", filter=Q(allowed_at__isnull=False)))
        .order_by("case__application__service_key", "agency_code")
    )
    return [
        SecondRequests(each["case__application__service_key"], each["agency_code"], each["asked"], each["again"])
        for each in rows
    ]


def _rows() -> QuerySet[Supplement]:
    return Supplement.objects.select_related("case__item", "case__application").defer("case__answers")
