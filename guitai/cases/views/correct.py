"""Correcting what an officer marked: only that, each with its reason and old answer; saved, sent once, more time."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guitai.accounts.access import SignedInRequest
from guitai.cases import acting as actings
from guitai.cases import queries as cases
from guitai.cases.acting import Acting
from guitai.cases.models import Case, Supplement
from guitai.cases.supplements import answering, comparing, queries, reasons, sheet
from guitai.cases.supplements.sheet import Sheet
from guitai.cases.supplements.terms import LONGEST_WORDS, SupplementRefused
from guitai.cases.terms import NotComplete
from guitai.cases.views.acting_page import acting_page
from guitai.core import clock
from guitai.core.numbers import whole
from guitai.eforms import actions as eforms
from guitai.eforms import queries as drafts
from guitai.eforms.fields import BoundField, BoundPage
from guitai.eforms.models import Draft
from guitai.eforms.terms import NoSuchDraft, Problem, QuestionType


@dataclass(frozen=True)
class Correction:
    """One field of the page: why it has to be corrected, and what stood there."""

    field: BoundField
    why: str
    old: str
    old_files: int = 0


@dataclass(frozen=True)
class Opened:
    """The request with all a page of it needs."""

    acting: Acting
    case: Case
    request: Supplement
    sheet: Sheet
    draft: Draft


@acting_page
@require_http_methods(["GET", "POST"])
def supplement(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show what is marked; posted, keep what was typed, and send it when that was asked for and all is right."""
    acting, case = actings.for_case(request, reference)
    found = queries.asked(case)
    if found is None:
        return _over(request, case)
    raw = {sheet.REMARKS: request.POST.getlist(sheet.REMARKS)}
    opened = _opened(acting, case, found, lenient=sheet.has_remarks(raw))
    page, today = opened.sheet.page, clock.today()
    if request.method == "GET":
        return _shown(request, opened, drafts.page_of(opened.draft, page, today=today))
    bound = drafts.page_of(opened.draft, page, today=today, data=request.POST, uploads=request.FILES)
    try:
        seen = whole(request.POST.get("revision", "")) or 0
        bound = eforms.save_page(opened.draft, page, bound, revision=seen, now=clock.now())
    except NoSuchDraft:
        return _over(request, case)
    if request.POST.get("then") == "keep":
        return _kept(request, opened, bound)
    return _send(request, opened, bound) if bound.may_go_on else _shown(request, opened, bound)


def _kept(request: SignedInRequest, opened: Opened, bound: BoundPage) -> HttpResponse:
    """Lead back to the case; what could not be kept, or needs a second look, is shown first."""
    if bound.conflicts or bound.warnings or any(one.is_refused for one in bound.all_fields()):
        return _shown(request, opened, bound)
    messages.success(request, _("What you filled in is kept. It is not sent yet."))
    return redirect("cases:case", opened.case.reference)


def _send(request: SignedInRequest, opened: Opened, bound: BoundPage) -> HttpResponse:
    now, person = clock.now(), opened.acting.applicant
    foreign = answering.ask_bank(opened.request, opened.case, opened.draft, actor=opened.acting.ref, now=now)
    if foreign:
        return _shown(request, opened, _with_problems(bound, foreign))
    try:
        mover = actings.mover(opened.acting)
        answering.send(opened.request, person, mover=mover, actor=opened.acting.ref, now=now)
    except NotComplete as incomplete:
        return _shown(request, opened, _with_problems(bound, incomplete.problems))
    except (SupplementRefused, NoSuchDraft):
        return _over(request, opened.case)
    messages.success(request, _("Your corrections are sent. The review goes on."))
    return redirect("cases:case", opened.case.reference)


@acting_page
@require_POST
def more_time(request: SignedInRequest, reference: str) -> HttpResponse:
    """Ask for more time, with a reason."""
    acting, case = actings.for_case(request, reference)
    found = queries.asked(case)
    if found is None:
        return _over(request, case)
    why = request.POST.get("why", "").replace("\x00", "")[:LONGEST_WORDS]
    try:
        answering.want_time(found, why, actor=acting.ref, now=clock.now())
    except SupplementRefused as refusal:
        opened = _opened(acting, case, found)
        bound = drafts.page_of(opened.draft, opened.sheet.page, today=clock.today())
        return _shown(request, opened, bound, time_problem=str(refusal), why=why)
    messages.success(request, _("The officer reads that you need more time, and answers you."))
    return redirect("cases:supplement", case.reference)


def _opened(acting: Acting, case: Case, found: Supplement, *, lenient: bool = False) -> Opened:
    service = cases.service_of(case)
    draft = answering.draft_for(found, case, service, now=clock.now())
    return Opened(acting, case, found, answering.sheet_for(found, case, service, lenient=lenient), draft)


def _shown(
    request: SignedInRequest, opened: Opened, bound: BoundPage, *, time_problem: str = "", why: str = ""
) -> HttpResponse:
    service = cases.service_of(opened.case)
    corrections = [_correction(one, opened) for one in bound.shown_fields]
    context = {
        "acting": opened.acting,
        "case": opened.case,
        "service": service,
        "asked": opened.request,
        "bound": bound,
        "corrections": corrections,
        "wants_time": queries.wants_time(opened.request),
        "saved": opened.draft.revision > 0,
        "time_problem": time_problem,
        "why": why,
    }
    wrong = bound.errors or time_problem
    return render(request, "cases/supplement.html", context, status=422 if request.method == "POST" and wrong else 200)


def _correction(one: BoundField, opened: Opened) -> Correction:
    mark = opened.sheet.marks.get(one.question.key)
    if mark is None:
        return Correction(one, "", "")
    old = (opened.request.before or {}).get(mark.path)
    if one.question.type is QuestionType.ATTACHMENT:
        return Correction(one, str(reasons.why(mark)), "", len(old) if isinstance(old, list) else 0)
    words = comparing.old_words(opened.sheet, one.question.key, old, opened.case.answers)
    return Correction(one, str(reasons.why(mark)), words)


def _with_problems(bound: BoundPage, problems: list[Problem]) -> BoundPage:
    """Answer the page with what was found wrong next to its fields."""
    words = {problem.question_key: problem.words for problem in problems}
    for one in bound.all_fields():
        one.error = one.error or words.get(one.question.key, "")
    return bound


def _over(request: SignedInRequest, case: Case) -> HttpResponse:
    """Lead to the case, which says how it stands: nothing is to be corrected any more."""
    newest = next(iter(reversed(queries.sent(case))), None)
    if newest is None or newest.answered_at is None:
        messages.info(request, _("Nothing has to be corrected here any more."))
    return redirect("cases:case", case.reference)
