"""The counter's page of guardians: the request beside its paper; accepted, or refused with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guitai.accounts import queries as accounts
from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import AccountsRefusal, Role
from guitai.cases import guardians
from guitai.cases.guardians import GuardianRefusal
from guitai.cases.models import GuardianRequest
from guitai.catalogue import queries as catalogue
from guitai.consents.terms import ConsentRefused
from guitai.core import clock
from guitai.core.kit import Problem
from guitai.core.numbers import whole
from guitai.desk.menu import menu
from guitai.files import links
from guitai.files import queries as files
from guitai.files.showing import SCREEN, THUMBNAIL, Looking
from guitai.files.terms import BlobBroken, FileView, NoSuchFile, NotCheckedYet

CURRENT = "desk:guardians"
LONGEST = {"thumbnail": THUMBNAIL, "screen": SCREEN}


@official_page(Role.COUNTER)
@require_GET
def requests(request: OfficialRequest) -> HttpResponse:
    """List what waits, oldest first: of every counter, as the guardian may have gone to any."""
    rows = [
        {
            "key": row.pk,
            "guardian": accounts.person(row.guardian).name,
            "ward": row.said["name"],
            "asked_at": row.asked_at,
            "office": row.said["office"],
        }
        for row in guardians.waiting(request.official)
    ]
    return render(request, "desk/guardians.html", {"side": menu(request.official, current=CURRENT), "rows": rows})


@official_page(Role.COUNTER)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: OfficialRequest, request_id: UUID) -> HttpResponse:
    """Show what is said beside the paper; posted, accept it or refuse it with a reason."""
    if request.method != "POST":
        row = _waiting(request, request_id)
        guardians.record_look(row, official=request.official, now=clock.now())
        return _page(request, row)
    why = request.POST.get("why", "")[: guardians.LONGEST_WHY].replace("\x00", "")
    try:
        if request.POST.get("then") == "accept":
            decided = guardians.accept(request_id, official=request.official, now=clock.now())
            return _accepted(request, decided)
        guardians.refuse(request_id, official=request.official, why=why, now=clock.now())
    except (GuardianRefusal, ConsentRefused, AccountsRefusal) as refusal:
        return _again(request, request_id, str(refusal), why)
    messages.success(request, _("Refused. The guardian reads your reason."))
    return redirect(CURRENT)


@official_page(Role.COUNTER)
@require_GET
def paper(request: OfficialRequest, request_id: UUID, ref: str) -> HttpResponse:
    """Send to one paper, a download at its own origin, with a record."""
    row = _waiting(request, request_id)
    held = _held(row, ref)
    if not held.opens:
        raise Http404
    guardians.record_look(row, official=request.official, paper=ref, now=clock.now())
    return redirect(links.address(held, actor=request.official.account_ref))


@official_page(Role.COUNTER)
@require_GET
def picture(request: OfficialRequest, request_id: UUID, ref: str, number: int) -> HttpResponse:
    """Hand out one page of a paper as a picture for the screen, with a record."""
    row = _waiting(request, request_id)
    longest = LONGEST.get(request.GET.get("size", ""), SCREEN)
    looking = Looking(page=number, longest=longest, turn=(whole(request.GET.get("turn", "")) or 0) // 90 * 90 % 360)
    try:
        answer = files.picture_for(_held(row, ref), looking)
    except (NoSuchFile, NotCheckedYet, BlobBroken) as absent:
        raise Http404 from absent
    guardians.record_look(row, official=request.official, paper=ref, now=clock.now())
    return answer


def _accepted(request: OfficialRequest, row: GuardianRequest) -> HttpResponse:
    if row.state == guardians.State.ACCEPTED:
        messages.success(request, _("Accepted. The guardian is told and can apply now."))
    else:
        messages.warning(request, _("Not accepted: the household register does not confirm the ward's data."))
    return redirect(CURRENT)


def _again(request: OfficialRequest, key: UUID, problem: str, why: str) -> HttpResponse:
    """Show the request once more with what is wrong; one that was answered meanwhile leads back to the list."""
    row = guardians.waiting(request.official).filter(pk=key).first()
    if row is not None:
        return _page(request, row, problem=problem, why=why)
    if not guardians.for_counter(request.official).filter(pk=key).exists():
        raise Http404
    messages.warning(request, problem)
    return redirect(CURRENT)


def _waiting(request: OfficialRequest, key: UUID) -> GuardianRequest:
    """Answer the request; one that is answered, or the official's own, is as absent as one that does not exist."""
    row = guardians.waiting(request.official).filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def _held(row: GuardianRequest, ref: str) -> FileView:
    held = {view.ref: view for view in files.held_by(f"guardian_request:{row.pk}")}
    if ref not in held:
        raise Http404
    return held[ref]


def _page(request: OfficialRequest, row: GuardianRequest, *, problem: str = "", why: str = "") -> HttpResponse:
    said = guardians.said_of(row)
    context = {
        "side": menu(request.official, current=CURRENT),
        "row": row,
        "guardian": accounts.person(row.guardian),
        "said": said,
        "kind": guardians.KINDS[said.kind],
        "services": [catalogue.service(key).title for key in row.services],
        "papers": files.held_by(f"guardian_request:{row.pk}"),
        "problem": problem,
        "problems": [Problem(problem, "why")] if problem else [],
        "why": why,
    }
    return render(request, "desk/guardian.html", context, status=422 if problem else 200)
