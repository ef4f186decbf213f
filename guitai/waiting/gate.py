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
PASS_COOKIE, STARTED_COOKIE = "waiting_pass", "waiting_started"


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
        if settings.WAITING_URL and request.path_info.startswith(BEGUN) and response.status_code == HTTPStatus.OK:
            _remember_start(request, response)
        return response


def _may_enter(request: HttpRequest, service: str) -> bool:
    """Answer whether this browser was let in lately, or has begun a form."""
    passed = _cookie(request, PASS_COOKIE, tickets.PASS)
    return bool(passed and passed.service == service) or _cookie(request, STARTED_COOKIE, tickets.STARTED) is not None


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
    _keep(response, PASS_COOKIE, brought, tickets.PASS)
    return response


def _to_the_room(service: str, more: str = "") -> HttpResponse:
    response = HttpResponseRedirect(f"{settings.WAITING_URL}/{service}/{more}")
    patch_cache_control(response, no_store=True)
    return response


def _remember_start(request: HttpRequest, response: HttpResponse) -> None:
    """Whoever has a form open may always come back to the beginning, where her draft is offered to her."""
    if STARTED_COOKIE not in request.COOKIES:
        begun = tickets.write(Ticket("any", 0, int(time.time())), kind=tickets.STARTED, key=actions.key())
        _keep(response, STARTED_COOKIE, begun, tickets.STARTED)


def _cookie(request: HttpRequest, name: str, kind: str) -> Ticket | None:
    try:
        return tickets.read(request.COOKIES.get(name, ""), kind=kind, key=actions.key(), now=time.time())
    except NotOurs:
        return None


def _keep(response: HttpResponse, name: str, value: str, kind: str) -> None:
    response.set_cookie(
        name, value, max_age=tickets.LASTS[kind], httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
