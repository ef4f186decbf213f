"""The gate before new applications: who has not waited is shown the room; a form that was begun always passes.

It stands before sessions and database, so that whoever is sent to the room costs next to nothing.
"""

import re
import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control

from guitai.waiting import actions, tickets
from guitai.waiting.queries import Remembered
from guitai.waiting.room import AGAIN
from guitai.waiting.terms import NotOurs, Ticket

NextLayer = Callable[[HttpRequest], HttpResponse]
BEGINNING = re.compile(r"/apply/([-a-zA-Z0-9_]+)/")
BEGUN = "/drafts/"
TIMES = 3  # a pass may be brought: an answer may be lost, a second device be better
ENTRY_COOKIE = "waiting_pass"


class Gate:
    """Middleware: new applications for a service with a room begin only with a pass from it."""

    def __init__(self, get_response: NextLayer) -> None:
        self.get_response = get_response
        self.rooms = Remembered()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = BEGINNING.fullmatch(request.path_info) if settings.WAITING_URL else None
        service = wanted[1] if wanted else ""
        if service and service in self.rooms.in_force() and not _may_enter(request, service):
            return _let_in(request, service) or _to_the_room(service)
        response = self.get_response(request)
        if service and response.headers.get("Location", "").startswith(BEGUN):
            _remember_start(response, service)
        return response


def _may_enter(request: HttpRequest, service: str) -> bool:
    """Answer whether this browser was let in lately, or has begun a form."""
    kept = ((ENTRY_COOKIE, tickets.ADMITTED), (_started_cookie(service), tickets.STARTED))
    found = (_cookie(request, name, kind) for name, kind in kept)
    return any(ticket is not None and ticket.service == service for ticket in found)


def _let_in(request: HttpRequest, service: str) -> HttpResponse | None:
    """The browser that brought a pass keeps it for as long as it lasts; handing it around lets in nobody else."""
    brought = request.GET.get("pass", "")
    try:
        ticket = tickets.read(brought, kind=tickets.PASS, key=actions.key(), now=time.time())
    except NotOurs:
        return None
    if ticket.service != service:
        return None
    uses = (f"waiting:{service}:{ticket.number}:{nth}" for nth in range(TIMES))
    if not any(cache.add(use, 1, tickets.TICKET_LASTS) for use in uses):
        return _to_the_room(service, f"?{AGAIN}=1")
    response = HttpResponseRedirect(request.path_info)
    response.status_code = HTTPStatus.SEE_OTHER
    # Written anew, so that a pass that was passed on is no cookie.
    _keep(response, ENTRY_COOKIE, tickets.write(ticket, kind=tickets.ADMITTED, key=actions.key()), tickets.ADMITTED)
    return response


def _to_the_room(service: str, more: str = "") -> HttpResponse:
    response = HttpResponseRedirect(f"{settings.WAITING_URL}/{service}/{more}")
    patch_cache_control(response, no_store=True)
    return response


def _remember_start(response: HttpResponse, service: str) -> None:
    """Whoever has begun a form may always come back to its beginning, where her draft is offered to her."""
    begun = tickets.write(Ticket(service, 0, int(time.time())), kind=tickets.STARTED, key=actions.key())
    _keep(response, _started_cookie(service), begun, tickets.STARTED)


def _started_cookie(service: str) -> str:
    return f"waiting_started_{service}"


def _cookie(request: HttpRequest, name: str, kind: str) -> Ticket | None:
    try:
        return tickets.read(request.COOKIES.get(name, ""), kind=kind, key=actions.key(), now=time.time())
    except NotOurs:
        return None


def _keep(response: HttpResponse, name: str, value: str, kind: str) -> None:
    response.set_cookie(
        name, value, max_age=tickets.LASTS[kind], httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
