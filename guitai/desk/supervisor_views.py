"""The supervisor's page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guitai.accounts import queries as accounts
from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import Role
from guitai.core import clock
from guitai.desk import supervising, worklist
from guitai.desk.menu import menu

CURRENT = "desk:office"


@official_page(Role.SUPERVISOR)
@require_GET
def office(request: OfficialRequest) -> HttpResponse:
    now = clock.now()
    who = worklist.viewer(request.official, today=clock.today())
    names = [accounts.agency(code).name for code in sorted(who.leads)]
    context = {
        "side": menu(request.official, current=CURRENT),
        "office": supervising.office(who, now=now),
        "names": "、".join(names),
    }
    return render(request, "desk/office.html", context)
