"""Following a case: receipt, progress, letter, withdrawal, and "where is my case?" without signing in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guitai.accounts.access import SignedInRequest
from guitai.cases import acting as actings
from guitai.cases import appeals, deciding, journey, letterbox, queries, talk, where
from guitai.cases.acting import Acting
from guitai.cases.models import Case
from guitai.cases.progress import progress_of
from guitai.cases.shown import timeline
from guitai.cases.views.acting_page import acting_page
from guitai.consents.terms import ConsentRefused
from guitai.core import clock
from guitai.core.kit import Problem
from guitai.work.terms import MoveRefused


@acting_page
@require_GET
def received(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show the receipt: the number, what happens next and by when."""
    acting, case = actings.for_case(request, reference)
    progress = progress_of(case, queries.service_of(case), today=clock.today())
    if progress.is_final:
        return redirect("cases:case", case.reference)
    return render(request, "cases/received.html", {"acting": acting, "case": case, "progress": progress})


@acting_page
@require_GET
def case(request: SignedInRequest, reference: str) -> HttpResponse:
    return _case_page(request, *actings.for_case(request, reference))


def _case_page(
    request: SignedInRequest, acting: Acting, case: Case, *, problem: str = "", status: int = 200
) -> HttpResponse:
    service, decision = queries.service_of(case), queries.decision(case)
    progress = progress_of(case, service, today=clock.today())
    context = {
        "acting": acting,
        "case": case,
        "service": service,
        "progress": progress,
        "steps": timeline(progress),
        "decision": decision,
        "given": deciding.in_words(service, decision) if decision else "",
        "letter": letterbox.letter_of(case),
        "letters": letterbox.letters_of(case),
        "unread": talk.unread_by_applicant(case),
        "appeal": appeals.appeal_move(case, service),
        "consented": not acting.for_other and not progress.is_final and queries.has_consent(case),
        "problem": problem,
    }
    return render(request, "cases/case.html", context, status=status)


@acting_page
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    """Ask once more; posted, take the application back. Who acts for another needs a word about that in the consent."""
    acting, case = actings.for_case(request, reference)
    if not acting.may_withdraw:
        words = _("The consent does not say that you may withdraw the application. The applicant can do it herself.")
        return _case_page(request, acting, case, problem=words, status=403)
    if request.method == "GET":
        context = {"acting": acting, "case": case, "service": queries.service_of(case)}
        return render(request, "cases/withdraw.html", context)
    try:
        journey.withdraw(case, applicant=actings.mover(acting), now=clock.now())
    except MoveRefused as refusal:
        return _case_page(request, acting, case, problem=str(refusal), status=409)
    messages.success(request, _("Your application is withdrawn."))
    return redirect("cases:case", case.reference)


@acting_page
@require_POST
def revoke(request: SignedInRequest, reference: str) -> HttpResponse:
    """Take the consent of this case back: from now on nobody is asked about the applicant."""
    acting, case = actings.for_case(request, reference)
    if acting.for_other:
        raise Http404  # who acts for another lays the mandate down on the page of the consent
    try:
        journey.revoke_consent(case, now=clock.now())
    except ConsentRefused as refusal:
        return _case_page(request, acting, case, problem=str(refusal), status=409)
    messages.success(request, _("Your consent is taken back. We ask no agency about you any more."))
    return redirect("cases:case", case.reference)


@acting_page
@require_GET
def letter(request: SignedInRequest, reference: str, kind: str, letter: str = "") -> HttpResponse:
    """Hand out the decision, or another letter of the case, as PDF or ODT."""
    _acting, case = actings.for_case(request, reference)
    return letterbox.response(case, kind, actor=request.account.ref, now=clock.now(), letter=letter)


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
