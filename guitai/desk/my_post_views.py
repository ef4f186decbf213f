"""“My post” and the guides: everything a first day needs, without asking anybody."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import Role
from guitai.core import clock
from guitai.desk import guides, queries, worklist
from guitai.desk.menu import menu
from guitai.desk.my_post import my_post as everything

CURRENT = "desk:my_post"


@official_page(*Role)
@require_GET
def my_post(request: OfficialRequest) -> HttpResponse:
    who = worklist.viewer(request.official, today=clock.today())
    kept = queries.hand_overs_of(request.official.account_ref)
    context = {
        "side": menu(request.official, current=CURRENT),
        "my": everything(who, hand_overs=kept, now=clock.now()),
        "works": bool(who.desks),
    }
    return render(request, "desk/my_post.html", context)


@official_page(*Role)
@require_GET
def guide(request: OfficialRequest, name: str) -> HttpResponse:
    """A guide for what this official may do; others are as absent as none."""
    found = next((each for each in guides.guides_of(request.official) if each.name == name), None)
    if found is None:
        raise Http404
    return render(request, "desk/guide.html", {"side": menu(request.official, current=CURRENT), "guide": found})
