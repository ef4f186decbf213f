"""Who is calling when a proxy stands before us; pages travel packed."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from guitai.core.keys.terms import Erased

NextLayer = Callable[[HttpRequest], HttpResponse]


class AddressBehindProxy:
    """REMOTE_ADDR is the caller's address as our own proxy saw it: the last entry, all before it are only claimed."""

    def __init__(self, get_response: NextLayer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        claimed = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if settings.BEHIND_PROXY and claimed:
            request.META["REMOTE_ADDR"] = claimed.rpartition(",")[2].strip()
        return self.get_response(request)


class SaysErased:
    """Whoever comes for what was erased is told so (410), instead of that something went wrong."""

    def __init__(self, get_response: NextLayer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return render(request, "410.html", status=410) if isinstance(exception, Erased) else None


class PackPages(GZipMiddleware):
    """Pages and other texts travel packed, a case page in a quarter of its size; files are packed already.

    Random bytes hide lengths (BREACH): Django puts them into the header of what it packs.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        packs = response.get("Content-Type", "").startswith(("text/", "application/json"))
        return super().process_response(request, response) if packs else response
