"""Following a case: receipt, progress, letter, withdrawal, and "where is my case?" without signing in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guitai.accounts.access import CitizenRequest, citizen_page
from guitai.cases import deciding, journey, letterbox, queries, where
from guitai.cases.models import Case
from guitai.cases.movers import applicant_mover
from guitai.cases.progress import progress_of
from guitai.cases.shown import timeline
from guitai.consents.terms import ConsentRefused
from guitai.core import clock
from guitai.core.kit import Problem
from guitai.work.terms import MoveRefused


@citizen_page
@require_GET
def received(request: CitizenRequest, reference: str) -> HttpResponse:
    """Show the receipt: the number, what happens next and by when."""
    case = _own(request, reference)
    progress = progress_of(case, queries.service_of(case), today=clock.today())
    if progress.is_final:
        return redirect("cases:case", case.reference)
    return render(request, "cases/received.html", {"case": case, "progress": progress})


@citizen_page
@require_GET
def case(request: CitizenRequest, reference: str) -> HttpResponse:
    return _case_page(request, _own(request, reference))


def _case_page(request: CitizenRequest, case: Case, *, problem: str = "", status: int = 200) -> HttpResponse:
    service, decision = queries.service_of(case), queries.decision(case)
    progress = progress_of(case, service, today=clock.today())
    context = {
        "case": case,
        "service": service,
        "progress": progress,
        "steps": timeline(progress),
        "decision": decision,
        "given": deciding.in_words(service, decision) if decision else "",
        "letter": letterbox.letter_of(case),
        "consented": not progress.is_final and queries.has_consent(case),
        "problem": problem,
    }
    return render(request, "cases/case.html", context, status=status)


@citizen_page
@require_http_methods(["GET", "POST"])
def withdraw(request: CitizenRequest, reference: str) -> HttpResponse:
    """Ask once more; posted, take the application back."""
    case = _own(request, reference)
    if request.method == "GET":
        return render(request, "cases/withdraw.html", {"case": case, "service": queries.service_of(case)})
    try:
        journey.withdraw(case, applicant=applicant_mover(request.person.ref, request.person.name), now=clock.now())
    except MoveRefused as refusal:
        return _case_page(request, case, problem=str(refusal), status=409)
    messages.success(request, _("Your application is withdrawn."))
    return redirect("cases:case", case.reference)


@citizen_page
@require_POST
def revoke(request: CitizenRequest, reference: str) -> HttpResponse:
    """Take the consent of this case back: from now on nobody is asked about the applicant."""
    case = _own(request, reference)
    try:
        journey.revoke_consent(case, now=clock.now())
    except ConsentRefused as refusal:
        return _case_page(request, case, problem=str(refusal), status=409)
    messages.success(request, _("Your consent is taken back. We ask no agency about you any more."))
    return redirect("cases:case", case.reference)


@citizen_page
@require_GET
def letter(request: CitizenRequest, reference: str, kind: str) -> HttpResponse:
    """Hand out the decision as PDF or ODT."""
    return letterbox.response(_own(request, reference), kind, actor=request.account.ref, now=clock.now())


@require_http_methods(["GET", "POST"])
def where_is_my_case(request: HttpRequest) -> HttpResponse:
    """Answer stage, office and promised day for a number and the last four digits; never a name."""
    typed = where.Typed(request.POST.get("reference", ""), request.POST.get("last_four", ""))
    if request.method == "GET":
        typed = where.Typed(request.GET.get("reference", ""), "")
        return render(request, "cases/where.html", {"typed": typed})
    try:
        progress = where.look_up(typed, address=request.META.get("REMOTE_ADDR", ""), today=clock.today())
    except where.NotFound as refusal:
        context = {"typed": typed, "problems": [Problem(str(refusal), "reference")]}
        return render(request, "cases/where.html", context, status=422)
    return render(request, "cases/where.html", {"typed": typed, "progress": progress, "steps": timeline(progress)})


def _own(request: CitizenRequest, reference: str) -> Case:
    try:
        return queries.case_of(request.person.ref, reference)
    except queries.NoSuchCase as absent:
        raise Http404 from absent
