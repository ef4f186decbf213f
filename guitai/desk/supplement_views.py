"""Asking for corrections: mark all at once, read what the applicant will read, send; more time; a second time."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guitai.accounts.access import OfficialRequest, official_page
from guitai.cases import queries as cases
from guitai.cases.models import Case, Supplement
from guitai.cases.movers import official_mover
from guitai.cases.policies import READERS
from guitai.cases.supplements import actions, markable, queries, told
from guitai.cases.supplements.terms import LONGEST, MarkedMeanwhile, State, SupplementRefused
from guitai.core import clock, rocdate, workdays
from guitai.core.numbers import whole
from guitai.core.terms import DateWrong
from guitai.desk import reading, supplement_form
from guitai.desk.door import case_for
from guitai.desk.menu import menu
from guitai.desk.supplement_form import MarkForm
from guitai.notices.terms import NoticeError
from guitai.work import queries as items
from guitai.work.terms import Mover, MoveRefused

REFUSALS = (MoveRefused, NoticeError)


@official_page(*READERS)
@require_http_methods(["GET", "POST"])
def supplement(request: OfficialRequest, reference: str) -> HttpResponse:
    """Show what can be marked, or the request that lies elsewhere; posted, keep the marks and go on to the preview."""
    case = case_for(request, reference)
    if request.method == "POST":
        return _save(request, case)
    reading.look_at(case)
    return _shown(request, case)


def _shown(
    request: OfficialRequest, case: Case, *, problem: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    found = queries.open_request(case)
    if found and found.state == State.PROPOSED:
        return _proposal_page(request, found, problem=problem, status=status)
    if found and found.state == State.ASKED:
        return _asked_page(request, case, found, problem=problem, typed=typed, status=status)
    if actions.asking_move(case, cases.service_of(case), _mover(request, case)) is None:
        return _sent_page(request, case, problem=problem, status=status)
    return _form_page(request, case, _kept(case, found), problem=problem, typed=typed, status=status)


def _save(request: OfficialRequest, case: Case) -> HttpResponse:
    service = cases.service_of(case)
    pages = markable.markable_pages(case, service, today=clock.today())
    form = supplement_form.posted(pages, request.POST, is_second=queries.is_second(case))
    goes_on = request.POST.get("then") == "preview"
    if goes_on:
        form.check()
    revision = _number(request.POST.get("revision", ""))
    try:
        actions.save_marks(case, form.request(), mover=_mover(request, case), revision=revision, now=clock.now())
    except MarkedMeanwhile as meanwhile:
        return _form_page(request, case, form, problem=str(meanwhile), status=409)
    except MoveRefused as refusal:
        return _form_page(request, case, form, problem=str(refusal), status=409)
    if form.problems:
        return _form_page(request, case, form, status=422)
    if goes_on:
        return redirect("desk:supplement_preview", case.reference)
    messages.success(request, _("Your marks are kept. Nothing is sent yet."))
    return redirect("desk:case", case.reference)


@official_page(*READERS)
@require_http_methods(["GET", "POST"])
def preview(request: OfficialRequest, reference: str) -> HttpResponse:
    """Show exactly what the applicant will read; posted, send it, or propose it where it is not the first."""
    case = case_for(request, reference)
    draft = queries.open_request(case)
    if draft is None or draft.state != State.DRAFT or not draft.items:
        return redirect("desk:supplement", case.reference)
    if request.method == "GET":
        return _preview_page(request, case, draft)
    try:
        sent = actions.ask(
            case,
            mover=_mover(request, case),
            item_revision=_number(request.POST.get("item_revision", "")),
            revision=_number(request.POST.get("revision", "")),
            now=clock.now(),
        )
    except REFUSALS as refusal:
        return _preview_page(
            request, case_for(request, reference), _draft(case) or draft, problem=str(refusal), status=409
        )
    if sent.state == State.PROPOSED:
        messages.success(request, _("The supervisor decides whether this may be asked a second time."))
    else:
        messages.success(request, _("The applicant is asked; the clock of the case stands still."))
    return redirect("desk:case", case.reference)


@official_page(*READERS)
@require_POST
def take_back(request: OfficialRequest, reference: str) -> HttpResponse:
    """Take a second request back before the supervisor has decided."""
    case = case_for(request, reference)
    try:
        actions.take_back(case, mover=_mover(request, case), now=clock.now())
    except MoveRefused as refusal:
        return _shown(request, case, problem=str(refusal), status=409)
    return redirect("desk:supplement", case.reference)


@official_page(*READERS)
@require_POST
def more_time(request: OfficialRequest, reference: str) -> HttpResponse:
    """Give more time, decline it, or open a request again whose term is over."""
    case = case_for(request, reference)
    typed = request.POST.get("until", "")[:30]
    try:
        _answer_wish(request, case, typed)
    except (DateWrong, *REFUSALS) as refusal:
        return _shown(request, case_for(request, reference), problem=str(refusal), typed=typed, status=422)
    messages.success(request, _("Done. The applicant is told."))
    return redirect("desk:supplement", case.reference)


def _answer_wish(request: OfficialRequest, case: Case, typed: str) -> None:
    words, found = request.POST.get("words", "")[:500].replace("\x00", ""), queries.asked(case)
    declines = request.POST.get("then") == "decline"
    until = None if declines else rocdate.parse_date(typed)
    if found:
        actions.answer_wish(found.pk, official=request.official, until=until, words=words, now=clock.now())
    elif until:
        revision = _number(request.POST.get("item_revision", ""))
        mover = _mover(request, case)
        actions.give_time_again(case, mover=mover, item_revision=revision, until=until, now=clock.now())
    else:
        raise SupplementRefused(_("This request is not open any more."))


def _kept(case: Case, draft: Supplement | None) -> MarkForm:
    service = cases.service_of(case)
    pages = markable.markable_pages(case, service, today=clock.today())
    move = next(move for move in service.flow.moves_from(case.item.stage) if "supplement" in move.needs)
    days = queries.proposed_days(case, service, stage=move.target)
    return supplement_form.kept(pages, draft, days=days, is_second=queries.is_second(case))


def _form_page(
    request: OfficialRequest, case: Case, form: MarkForm, *, problem: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    draft = _draft(case)
    context = {
        **_frame(request, case, problem=problem),
        "form": form,
        "draft": draft,
        "revision": draft.revision if draft else 0,
        "unclear": queries.unclear(case),
        "earlier": queries.sent(case),
        "typed": typed,
        "until": _last_day(whole(form.days) or 0),
    }
    return render(request, "desk/supplement.html", context, status=status)


def _preview_page(
    request: OfficialRequest, case: Case, draft: Supplement, *, problem: str = "", status: int = 200
) -> HttpResponse:
    service = cases.service_of(case)
    draft.due_on, draft.asked_by_words = _last_day(draft.working_days), _mover(request, case).words
    context = {
        **_frame(request, case, problem=problem),
        "draft": draft,
        "message": told.preview(draft, service, actor=request.official.account_ref),
        "is_second": queries.is_second(case),
    }
    return render(request, "desk/supplement_preview.html", context, status=status)


def _proposal_page(request: OfficialRequest, row: Supplement, *, problem: str, status: int) -> HttpResponse:
    context = {**_frame(request, row.case, problem=problem), "row": row, "lines": told.items(row).split("\n")}
    return render(request, "desk/supplement_proposed.html", context, status=status)


def _asked_page(
    request: OfficialRequest, case: Case, row: Supplement, *, problem: str, typed: str, status: int
) -> HttpResponse:
    context = {
        **_frame(request, case, problem=problem),
        "row": row,
        "lines": told.items(row).split("\n"),
        "begun": queries.has_begun(row),
        "wants_time": queries.wants_time(row),
        "typed": typed,
        "most": LONGEST,
    }
    return render(request, "desk/supplement_asked.html", context, status=status)


def _sent_page(request: OfficialRequest, case: Case, *, problem: str, status: int) -> HttpResponse:
    context = {**_frame(request, case, problem=problem), "earlier": queries.sent(case)}
    return render(request, "desk/supplement_sent.html", context, status=status)


def _frame(request: OfficialRequest, case: Case, *, problem: str) -> dict[str, object]:
    return {
        "side": menu(request.official, current="desk:work_list"),
        "case": case,
        "service": cases.service_of(case),
        "problem": problem,
    }


def _draft(case: Case) -> Supplement | None:
    found = queries.open_request(case)
    return found if found and found.state == State.DRAFT else None


def _last_day(days: int) -> date:
    return workdays.add_working_days(clock.today(), min(days, LONGEST))


def _mover(request: OfficialRequest, case: Case) -> Mover:
    return official_mover(request.official, desk=items.open_desk(case.item))


def _number(typed: str) -> int:
    """Answer the revision that was seen; one that nothing has for whatever is no number."""
    seen = whole(typed)
    return -1 if seen is None else seen
