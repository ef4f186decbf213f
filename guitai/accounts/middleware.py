"""Who is asking: every request knows its account, person and official; an idle session ends."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guitai.accounts import queries
from guitai.accounts.access import VisitorRequest
from guitai.accounts.models import Account
from guitai.core import clock

Handler = Callable[[HttpRequest], HttpResponse]
SEEN = "accounts.seen"
BEGAN = "accounts.began"
SEEN_EVERY = timedelta(minutes=1)  # one session write a minute is enough to know who is idle


class WhoIsAsking:
    """Set ``account``, ``person`` and ``official``: two small queries for the signed-in, none for others.

    Eager, not lazy: ``request.person is None`` must be true to the word, which a lazy object cannot be.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visitor = cast("VisitorRequest", request)
        visitor.account = _account(request)
        visitor.person, visitor.official = None, None
        if visitor.account is not None:
            visitor.person = queries.person_of(visitor.account)
            visitor.official = queries.official_of(visitor.account, on=clock.today())
        return self.get_response(request)


def _account(request: HttpRequest) -> Account | None:
    """Unwrap Django's lazy user."""
    return request.user if request.user.is_authenticated else None


class EndIdleSessions:
    """Sign out whoever did nothing for a while, and everybody after a day's work."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = clock.now()
            if _too_long(request, now):
                logout(request)
                messages.info(request, _("You were signed out after a while. Please sign in again."))
            else:
                _note(request, now)
        return self.get_response(request)


def _too_long(request: HttpRequest, now: datetime) -> bool:
    seen, began = (_moment(request, key) for key in (SEEN, BEGAN))
    idle = seen is not None and now - seen > timedelta(minutes=settings.IDLE_MINUTES)
    over = began is not None and now - began > timedelta(hours=settings.SESSION_HOURS)
    return idle or over


def _moment(request: HttpRequest, key: str) -> datetime | None:
    text = request.session.get(key)
    return datetime.fromisoformat(text) if text else None


def _note(request: HttpRequest, now: datetime) -> None:
    request.session.setdefault(BEGAN, now.isoformat())
    seen = _moment(request, SEEN)
    if seen is None or abs(now - seen) >= SEEN_EVERY:
        request.session[SEEN] = now.isoformat()
