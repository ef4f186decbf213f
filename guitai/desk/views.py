"""Pages of officials. Each reads the request, calls one query or action, and answers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import Role
from guitai.cases import journey, letterbox, queries
from guitai.cases.models import Case
from guitai.cases.movers import official_mover
from guitai.cases.policies import READERS
from guitai.cases.terms import AwardMissing, Choice
from guitai.core import clock
from guitai.core.numbers import whole
from guitai.desk import reading
from guitai.desk.case_page import case_page
from guitai.desk.menu import menu
from guitai.documents.terms import DocumentError
from guitai.files import queries as files
from guitai.notices.terms import NoticeError
from guitai.work import actions as work
from guitai.work import queries as items
from guitai.work.terms import FlowWrong, Mover, MoveRefused


@official_page(*Role)
@require_GET
def home(request: OfficialRequest) -> HttpResponse:
    """Lead every official to their first page: the work list, else what their role is for."""
    links = menu(request.official, current="")
    return redirect(links[0].url)


@official_page(*READERS)
@require_GET
def case(request: OfficialRequest, reference: str) -> HttpResponse:
    found = _case(request, reference)
    reading.record_view(found, official=request.official, now=clock.now())
    return _shown(request, found)


@official_page(*READERS)
@require_POST
def take(request: OfficialRequest, reference: str) -> HttpResponse:
    """Take the open task of the case, so that colleagues see who works on it."""
    found = _case(request, reference)
    task = items.open_task(found.item)
    if task is None:
        return _shown(request, found, problem=_("Nobody has to do anything on this case now."), status=409)
    try:
        work.take_task(task.pk, mover=_mover(request, found), now=clock.now())
    except MoveRefused as refusal:
        return _shown(request, found, problem=str(refusal), status=409)
    return redirect("desk:case", found.reference)


@official_page(*READERS)
@require_POST
def move(request: OfficialRequest, reference: str, key: str) -> HttpResponse:
    """Make the move; a refusal shows the page again with everything that was typed."""
    found = _case(request, reference)
    choice = Choice(reasons=request.POST.get("reasons", "")[:5000].replace("\x00", ""), share=_share(request, found))
    try:
        journey.move_case(
            found.reference,
            key,
            mover=_mover(request, found),
            revision=_revision(request.POST.get("revision", "")),
            choice=choice,
            now=clock.now(),
        )
    except FlowWrong as unknown:
        raise Http404 from unknown
    except (MoveRefused, AwardMissing, DocumentError, NoticeError) as refusal:
        fresh = _case(request, reference)
        return _shown(request, fresh, problem=str(refusal), typed={key: choice}, status=409)
    messages.success(request, _("Done. The case has gone on."))
    return redirect("desk:work_list")


@official_page(*READERS)
@require_GET
def letter(request: OfficialRequest, reference: str, kind: str) -> HttpResponse:
    return letterbox.response(_case(request, reference), kind, actor=request.official.account_ref, now=clock.now())


@official_page(*READERS)
@require_GET
def file(request: OfficialRequest, reference: str, ref: str) -> HttpResponse:
    """Hand out one attachment of the case, as a download and with a record."""
    found = _case(request, reference)
    held = {view.ref: view for view in files.held_by(f"case:{found.reference}")}
    if ref not in held:
        raise Http404
    reading.record_file(found, ref, official=request.official, now=clock.now())
    return files.response_for(held[ref])


def _shown(
    request: OfficialRequest,
    case: Case,
    *,
    problem: str = "",
    typed: dict[str, Choice] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = case_page(case, mover=_mover(request, case), typed=typed or {}, today=clock.today())
    buttons = {form.move.key for form in page.forms}
    context = {
        "side": menu(request.official, current="desk:work_list"),
        "page": page,
        "written": [choice.reasons for key, choice in (typed or {}).items() if key not in buttons and choice.reasons],
        "case": case,
        "letter": letterbox.letter_of(case),
        "problem": problem,
    }
    return render(request, "desk/case.html", context, status=status)


def _case(request: OfficialRequest, reference: str) -> Case:
    try:
        return queries.case_for(request.official, reference)
    except queries.NoSuchCase as absent:
        raise Http404 from absent


def _mover(request: OfficialRequest, case: Case) -> Mover:
    return official_mover(request.official, desk=items.open_desk(case.item))


def _share(request: OfficialRequest, case: Case) -> str:
    """Answer the chosen award, if it is one of the service's."""
    chosen = request.POST.get("share", "")
    return chosen if chosen in {award.share for award in queries.service_of(case).sheet.awards} else ""


def _revision(typed: str) -> int:
    """Answer the revision that was seen; one that no case has for whatever is no number."""
    seen = whole(typed)
    return -1 if seen is None else seen
