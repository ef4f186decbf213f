"""The work list of an official's desks, and what can be done from it."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guitai.accounts.access import OfficialRequest, official_page
from guitai.cases import search as cases
from guitai.cases.policies import READERS
from guitai.cases.search import NOTHING, Sought
from guitai.core import clock
from guitai.core.numbers import whole
from guitai.desk import actions, colleagues, list_page, places, queries, wanted, worklist
from guitai.desk.list_page import ListPage
from guitai.desk.list_rows import drawn
from guitai.desk.menu import menu
from guitai.desk.places import TOP, Place
from guitai.desk.terms import DeskRefusal
from guitai.desk.wanted import Wanted
from guitai.desk.worklist import Viewer

LONGEST = 100


@official_page(*READERS)
@require_GET
def work_list(request: OfficialRequest) -> HttpResponse:
    seen = wanted.read(request.GET.dict())
    if cases.looks_like_a_number(seen.sought.words):
        return _found(request, seen, seen.sought.words)
    return _page(request, seen)


@official_page(*READERS)
@require_http_methods(["GET", "POST"])
def search(request: OfficialRequest) -> HttpResponse:
    """Look for what was typed; an identity number never stands in the address of a page.

    Who comes back to that address, after signing in again for example, has the list.
    """
    if request.method == "GET":
        return redirect("desk:work_list")
    seen = _kept(request)
    return _found(request, seen, request.POST.get("q", "")[:LONGEST].replace("\x00", "").strip())


@official_page(*READERS)
@require_POST
def assign(request: OfficialRequest) -> HttpResponse:
    """Give the chosen cases to a colleague; those that cannot be given are named, the others go."""
    seen, today = _kept(request), clock.today()
    names = "shown" if request.POST.get("everything") else "task"
    chosen = [key for key in map(whole, request.POST.getlist(names)) if key is not None]
    who = _viewer(request)
    to, others = request.POST.get("to", ""), colleagues.at_desks(who, today=today)
    if not chosen or to not in others:
        missing = _("Choose at least one case.") if not chosen else _("Choose who gets the cases.")
        return _page(request, seen, problems={"assign": missing}, ticked=chosen, to=to, status=422)
    receiver = colleagues.mover_of(to, today=today)
    if receiver is not None:
        given, refused = actions.assign(who, chosen, to=receiver, now=clock.now())
        _tell(request, others[to], given, refused)
    return _back(seen, place=places.read(QueryDict(request.POST.get("place", "")[:100]).dict()))


@official_page(*READERS)
@require_POST
def take_next(request: OfficialRequest) -> HttpResponse:
    """Open the most pressing case that nobody has yet, as one's own."""
    seen = _kept(request)
    try:
        reference = actions.take_next(_viewer(request), seen, now=clock.now())
    except DeskRefusal as refusal:
        messages.info(request, str(refusal))
        return _back(seen)
    return redirect("desk:case", reference)


@official_page(*READERS)
@require_POST
def save_view(request: OfficialRequest) -> HttpResponse:
    seen, name = _kept(request), request.POST.get("name", "")[:LONGEST].replace("\x00", "")
    try:
        actions.save_view(request.official.account_ref, name=name, query=seen.to_keep, now=clock.now())
    except DeskRefusal as refusal:
        return _page(request, seen, problems={"name": str(refusal)}, name=name, status=422)
    messages.success(request, _("The view is saved."))
    return _back(seen)


@official_page(*READERS)
@require_POST
def forget_view(request: OfficialRequest, view_id: int) -> HttpResponse:
    actions.forget_view(request.official.account_ref, view_id)
    messages.success(request, _("The view is deleted."))
    return _back(_kept(request))


def _found(request: OfficialRequest, seen: Wanted, typed: str) -> HttpResponse:
    if not cases.looks_like_a_number(typed):
        return _back(seen.with_(sought=Sought(words=typed)))
    try:
        person = actions.find_by_number(_viewer(request), typed, now=clock.now())
    except DeskRefusal as refusal:
        return _page(request, seen.with_(sought=NOTHING), problems={"q": str(refusal)}, typed=typed, status=422)
    return _back(seen.with_(sought=Sought(person=person)))


def _page(
    request: OfficialRequest,
    seen: Wanted,
    *,
    problems: dict[str, str] | None = None,
    status: int = 200,
    ticked: Collection[int] = (),
    **typed: object,
) -> HttpResponse:
    today, who, here = clock.today(), _viewer(request), places.read(request.GET.dict())
    hits = cases.hits(seen.sought) if seen.sought else None
    known = list_page.read(who, seen, hits, here, today=today)
    page = ListPage(who, seen, today, here, known)
    besides = queries.found_elsewhere(who, seen, hits, today=today) if hits else []
    context = {
        "side": menu(request.official, current="desk:work_list", to_decide=known.to_decide),
        "list": page,
        "rows": drawn(page.rows, hand_words=page.hand_words, ticked=ticked),
        "found_elsewhere": drawn(besides, hand_words=page.hand_words),
        "too_common": hits.common if hits else "",
        "colleagues": colleagues.among(known.colleagues, who),
        "views": queries.links(known.views, current=seen.to_keep),
        "problems": problems or {},
        "typed": {"typed": seen.sought.words, **typed},
    }
    return render(request, "desk/work_list.html", context, status=status)


def _viewer(request: OfficialRequest) -> Viewer:
    return worklist.viewer(request.official, today=clock.today())


def _kept(request: OfficialRequest) -> Wanted:
    """Answer the way of looking from which a button was pressed."""
    return wanted.read(QueryDict(request.POST.get("back", "")[:500]).dict())


def _back(seen: Wanted, *, place: Place = TOP) -> HttpResponseRedirect:
    query = "&".join(each for each in (seen.query, place.query) if each)
    return HttpResponseRedirect(f"{reverse('desk:work_list')}?{query}" if query else reverse("desk:work_list"))


def _tell(request: OfficialRequest, name: str, given: list[str], refused: list[actions.Refused]) -> None:
    if given:
        words = ngettext("%(count)d case is now %(who)s’s.", "%(count)d cases are now %(who)s’s.", len(given))
        messages.success(request, words % {"count": len(given), "who": name})
    for each in refused:
        words = _("%(case)s stays where it was: %(why)s")
        messages.error(request, words % {"case": each.reference, "why": each.why})
