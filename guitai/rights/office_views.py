"""The office's side: what people ask about their data, oldest first, and the answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guitai.accounts import queries as accounts
from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import Role
from guitai.core import clock
from guitai.core.kit import Problem
from guitai.desk.menu import menu
from guitai.rights import actions, queries
from guitai.rights.models import DataRequest
from guitai.rights.terms import Outcome, RightsRefusal

CURRENT = "rights:requests"


@official_page(Role.SUPERVISOR)
@require_safe
def requests(request: OfficialRequest) -> HttpResponse:
    """List what waits for this office's answer."""
    rows = [
        {"key": row.pk, "person": accounts.person(row.person).name, "about": row.about, "asked_at": row.asked_at}
        for row in queries.waiting(request.official)
    ]
    side = menu(request.official, current=CURRENT)
    return render(request, "rights/requests.html", {"side": side, "rows": rows})


@official_page(Role.SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: OfficialRequest, key: UUID) -> HttpResponse:
    """Show one request; answered, it leaves the list."""
    row = queries.request_for(request.official, str(key))
    if row is None:
        raise Http404
    if request.method != "POST":
        return _page(request, row)
    words, told = request.POST.get("words", "").replace("\x00", ""), request.POST.get("outcome", "")
    if told not in {Outcome.DONE, Outcome.REFUSED}:
        return _page(request, row, words=words, problem=Problem(_("Say whether it was corrected."), "outcome-done"))
    try:
        actions.answer(row, outcome=Outcome(told), words=words, official=request.official, now=clock.now())
    except RightsRefusal as refusal:
        return _page(request, row, words=words, told=told, problem=Problem(str(refusal), "words"))
    messages.success(request, _("The person reads your answer on her page."))
    return redirect("rights:requests")


def _page(
    request: OfficialRequest, row: DataRequest, *, words: str = "", told: str = "", problem: Problem | None = None
) -> HttpResponse:
    context = {
        "side": menu(request.official, current=CURRENT),
        "row": row,
        "person": accounts.person(row.person),
        "words": words,
        "told": told,
        "problems": [problem] if problem else [],
        "errors": {problem.field: problem.words} if problem else {},
    }
    return render(request, "rights/request.html", context)
