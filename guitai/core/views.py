"""Pages of the house itself: its parts on one page, and what is said to a request that cannot be read."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views import defaults
from django.views.decorators.http import require_safe

from guitai.core import clock, showcase

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
DATABASE_AWAY = (OperationalError, InterfaceError)
AGAIN_AFTER = "10"  # seconds
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Say in a word whether pages can be served now: for who watches, and for who sends people here."""
    with connection.cursor() as cursor:  # a database that is away becomes the 503 of server_error
        cursor.execute("SELECT 1")
    return HttpResponse("well", content_type="text/plain", headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was wrong with the request: too large, or not to be read at all."""
    if isinstance(exception, TOO_MUCH):
        return render(request, "413.html", status=413)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say whether it is our mistake or a database that is away: then nobody knows what became of a request that writes.

    No part of the page asks the database.
    """
    if not _database_is_away(sys.exception()):
        return defaults.server_error(request)
    page = loader.get_template("503.html").render({"unsure": request.method not in SAFE})
    return HttpResponse(page, status=503, headers={"Retry-After": AGAIN_AFTER})


def _database_is_away(problem: BaseException | None) -> bool:
    """Answer whether that lies under the error, whoever wrapped it; the bare class is an answer that makes no sense."""
    while problem is not None and not (isinstance(problem, DATABASE_AWAY) or type(problem) is DatabaseError):
        problem = problem.__cause__ or problem.__context__
    return problem is not None


def kit(request: HttpRequest) -> HttpResponse:
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "core/kit.html", showcase.parts(clock.now()))


def kit_desk(request: HttpRequest) -> HttpResponse:
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "core/kit_desk.html", showcase.desk(clock.now()))
