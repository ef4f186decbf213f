"""The waiting rooms: an administrator sees how long each line is, opens one, and closes it."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import Role
from guitai.catalogue import queries as catalogue
from guitai.core import clock, rocdate
from guitai.core.clock import TAIPEI
from guitai.desk.menu import menu
from guitai.desk.waiting_form import WaitingForm
from guitai.waiting import actions, queries

CURRENT = "desk:waiting_rooms"
USUAL_A_MINUTE = 600


@official_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def waiting_rooms(request: OfficialRequest) -> HttpResponse:
    titles = {service.key: service.title for service in catalogue.services()}
    services = {key: str(title) for key, title in titles.items()}
    form = WaitingForm(request.POST or None, services=list(services.items()), initial=_usual())
    if request.method == "POST" and form.is_valid():
        title = titles[form.cleaned_data["service"]]
        opening = replace(form.opening(), title=title.zh, title_en=title.en)
        actions.set_room(opening, actor=request.official.account_ref, now=clock.now())
        messages.success(request, _("The waiting room is set."))
        return redirect(CURRENT)
    context = {
        "side": menu(request.official, current=CURRENT),
        "form": form,
        "problems": form.problems(),
        "there": bool(settings.WAITING_URL),
        "address": settings.WAITING_URL,
        "rooms": [
            (services.get(opening.service, opening.service), opening, actions.tell(opening))
            for opening in queries.openings()
        ],
    }
    return render(request, "desk/waiting_rooms.html", context)


def _usual() -> dict[str, str | int]:
    now = clock.now().astimezone(TAIPEI)
    return {"day": rocdate.roc(now.date()), "hour": f"{now:%H:%M}", "per_minute": USUAL_A_MINUTE, "state": "open"}
