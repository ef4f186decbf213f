"""Asking for a review of a decision (申復): until when, why, and with which papers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guitai.accounts.access import SignedInRequest
from guitai.cases import acting as actings
from guitai.cases import appeals, queries, talk
from guitai.cases.acting import Acting
from guitai.cases.models import Case
from guitai.cases.views.acting_page import acting_page
from guitai.core import clock
from guitai.core.kit import Problem
from guitai.files import actions as files
from guitai.files import queries as stored
from guitai.files.terms import FileRefused, FileView, NotYours
from guitai.work.flow import Move
from guitai.work.terms import MoveRefused

MOST_PAPERS = 5


@acting_page
@require_http_methods(["GET", "POST"])
def appeal(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show the term and the form; posted, somebody else reviews the decision. A refusal keeps what was sent along."""
    acting, case = actings.for_case(request, reference)
    move = appeals.appeal_move(case, queries.service_of(case))
    if move is None:
        raise Http404
    if request.method == "GET":
        return _page(request, acting, case, move)
    owner, reasons = actings.mover(acting).ref, request.POST.get("reasons", "")[: talk.LONGEST].replace("\x00", "")
    kept, problems = _papers(request, owner)
    if not reasons.strip():
        problems.insert(0, Problem(_("Write why you think the decision is wrong."), "reasons"))
    if problems:
        return _page(request, acting, case, move, reasons=reasons, kept=kept, problems=problems)
    try:
        mover, papers = actings.mover(acting), [file.ref for file in kept]
        appeals.appeal(case, move, applicant=mover, owner=owner, reasons=reasons, papers=papers, now=clock.now())
    except (MoveRefused, NotYours) as refusal:
        again = [Problem(str(refusal))]
        return _page(request, acting, case, move, reasons=reasons, kept=kept, problems=again)
    messages.success(request, _("We received it. Somebody who took no part in the decision reviews it."))
    return redirect("cases:case", case.reference)


def _papers(request: SignedInRequest, owner: str) -> tuple[list[FileView], list[Problem]]:
    """Answer the papers sent before and now, and what is wrong with those that were not taken."""
    before = stored.files_of(owner, request.POST.getlist("kept")[:MOST_PAPERS])
    kept, problems = [file for file in before.values() if not file.holder], list[Problem]()
    for upload in request.FILES.getlist("papers"):
        if len(kept) == MOST_PAPERS:
            problems.append(Problem(_("At most five papers. Put several pages into one PDF."), "papers"))
            break
        try:
            kept.append(files.store(upload, owner=owner, now=clock.now()))
        except FileRefused as refused:
            problems.append(Problem(f"{upload.name}: {refused}", "papers"))
    return kept, problems


def _page(
    request: SignedInRequest,
    acting: Acting,
    case: Case,
    move: Move,
    *,
    reasons: str = "",
    kept: list[FileView] | None = None,
    problems: list[Problem] | None = None,
) -> HttpResponse:
    context = {
        "acting": acting,
        "case": case,
        "service": queries.service_of(case),
        "term": appeals.term(case, move, today=clock.today()),
        "decision": queries.decision(case),
        "reasons": reasons,
        "kept": kept or [],
        "problems": problems or [],
        "errors": {problem.field: problem.words for problem in problems or []},
    }
    return render(request, "cases/appeal.html", context, status=422 if problems else 200)
