"""Letters and attachments of a case for officials: to download, and to look at in place. Every look leaves a record."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from guitai.accounts.access import OfficialRequest, official_page
from guitai.cases import letterbox
from guitai.cases.models import Case
from guitai.cases.policies import READERS
from guitai.core import clock
from guitai.core.numbers import whole
from guitai.desk import reading
from guitai.desk.door import case_for
from guitai.files import links
from guitai.files import queries as files
from guitai.files.showing import SCREEN, THUMBNAIL, Looking
from guitai.files.terms import BlobBroken, FileView, NoSuchFile, NotCheckedYet

LONGEST = {"thumbnail": THUMBNAIL, "screen": SCREEN}
QUARTER, CIRCLE = 90, 360


@official_page(*READERS)
@require_GET
def letter(request: OfficialRequest, reference: str, kind: str, letter: str = "") -> HttpResponse:
    """Hand out the letter of the decision, or another one of the case."""
    found = case_for(request, reference)
    return letterbox.response(found, kind, actor=request.official.account_ref, now=clock.now(), letter=letter)


@official_page(*READERS)
@require_GET
def file(request: OfficialRequest, reference: str, ref: str) -> HttpResponse:
    """Send to one attachment of the case, a download at its own origin, with a record."""
    found = case_for(request, reference)
    held = _held(found, ref)
    if not held.opens:
        raise Http404
    reading.record_file(found, ref, official=request.official, now=clock.now())
    return redirect(links.address(held, actor=request.official.account_ref))


@official_page(*READERS)
@require_GET
def look(request: OfficialRequest, reference: str, ref: str) -> HttpResponse:
    """Show one page of an attachment by itself: what the viewer does in place, for who has no scripts."""
    found = case_for(request, reference)
    held = _held(found, ref)
    at, turn = whole(request.GET.get("page", "")) or 1, _turn(request.GET.get("turn", ""))
    context = {
        "case": found,
        "file": held,
        "at": min(max(at, 1), held.pages),
        "pages": range(1, held.pages + 1),
        "turn": turn,
        "turned": (turn + QUARTER) % CIRCLE,
    }
    return render(request, "desk/look.html", context)


@official_page(*READERS)
@require_GET
def picture(request: OfficialRequest, reference: str, ref: str, number: int) -> HttpResponse:
    """Hand out one page of an attachment as a picture for the screen, with a record."""
    found = case_for(request, reference)
    held = _held(found, ref)
    size = request.GET.get("size", "screen")
    looking = Looking(page=number, longest=LONGEST.get(size, SCREEN), turn=_turn(request.GET.get("turn", "")))
    try:
        answer = files.picture_for(held, looking)
    except (NoSuchFile, NotCheckedYet, BlobBroken) as absent:
        raise Http404 from absent
    reading.record_file(found, ref, official=request.official, now=clock.now(), how=f"{size} {number}"[:20])
    return answer


def _held(case: Case, ref: str) -> FileView:
    held = {view.ref: view for view in files.held_by(f"case:{case.reference}")}
    if ref not in held:
        raise Http404
    return held[ref]


def _turn(typed: str) -> int:
    return ((whole(typed) or 0) // QUARTER * QUARTER) % CIRCLE
