"""What an office has asked applicants for: who wants more time, what waits for the supervisor, what is still out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import Role
from guitai.cases import queries as cases
from guitai.cases.models import Supplement
from guitai.cases.policies import READERS
from guitai.cases.supplements import actions, queries, told
from guitai.cases.supplements.terms import State, Waiting
from guitai.core import clock
from guitai.desk import policies
from guitai.desk.menu import menu
from guitai.notices.terms import NoticeError
from guitai.work.terms import MoveRefused

CURRENT = "desk:supplements"


@official_page(*READERS)
@require_GET
def supplements(request: OfficialRequest) -> HttpResponse:
    """Every request of the official's offices that somebody has to act on."""
    official = request.official
    asked = queries.asked_by_offices(policies.offices_worked_at(official))
    context = {
        "side": menu(official, current=CURRENT),
        "proposed": [_waiting(row) for row in queries.proposed_at(policies.offices_led(official))],
        "wanting": [_waiting(row) for row in asked if queries.wants_time(row)],
        "asked": [_waiting(row) for row in asked if not queries.wants_time(row)],
        "leads": official.may(Role.SUPERVISOR),
        "today": clock.today(),
    }
    return render(request, "desk/supplements.html", context)


@official_page(Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def second_request(request: OfficialRequest, number: int) -> HttpResponse:
    """Show a second request to the supervisor of its office; posted, allow it or not, with a reason."""
    row = _row(request, number)
    if request.method == "GET":
        return _shown(request, row)
    why = request.POST.get("why", "")[:2000].replace("\x00", "")
    decide = actions.allow if request.POST.get("then") == "allow" else actions.disallow
    try:
        decide(row.pk, supervisor=request.official, why=why, now=clock.now())
    except (MoveRefused, NoticeError) as refusal:
        return _shown(request, row, problem=str(refusal), why=why, status=409)
    messages.success(request, _("Done. Whoever proposed it sees your answer with the case."))
    return redirect(CURRENT)


def _shown(
    request: OfficialRequest, row: Supplement, *, problem: str = "", why: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "side": menu(request.official, current=CURRENT),
        "row": row,
        "case": row.case,
        "service": cases.service_of(row.case),
        "lines": told.items(row).split("\n"),
        "earlier": [(each, told.items(each).split("\n")) for each in queries.sent(row.case)],
        "problem": problem,
        "why": why,
    }
    return render(request, "desk/supplement_second.html", context, status=status)


def _row(request: OfficialRequest, number: int) -> Supplement:
    """Answer the proposal; one of an office the official does not lead is as absent as one that does not exist."""
    found = Supplement.objects.filter(pk=number).exclude(state=State.DRAFT).first()
    if found is None or not policies.may_decide_second_request(request.official, found.agency_code):
        raise Http404
    return queries.row(number)


def _waiting(row: Supplement) -> Waiting:
    return Waiting(
        id=row.pk,
        reference=row.case.reference,
        applicant=row.case.applicant_name,
        service=cases.service_of(row.case).title,
        items=len(row.items),
        number=row.number,
        asked_by=row.asked_by_words,
        asked_at=row.asked_at,
        due_on=row.due_on,
        begun=queries.has_begun(row),
        wants_time=row.extension_wanted if queries.wants_time(row) else "",
        why_again=row.why_again,
    )
