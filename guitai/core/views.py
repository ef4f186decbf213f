"""The component page: every part of the kit on one page, in the demo and while developing."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guitai.core import clock, showcase


def kit(request: HttpRequest) -> HttpResponse:
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "core/kit.html", showcase.parts(clock.now()))


def kit_desk(request: HttpRequest) -> HttpResponse:
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "core/kit_desk.html", showcase.desk(clock.now()))
