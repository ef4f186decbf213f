"""The administrator's page: what does not answer, what gave up, which editions are in force, what time it is."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import Role
from guitai.cases.consent import source_words
from guitai.catalogue import queries as catalogue
from guitai.core import clock
from guitai.core.terms import ClockFixed
from guitai.desk import demo_clock
from guitai.desk.menu import menu
from guitai.gateways import queries as gateways
from guitai.outbox import actions as outbox
from guitai.outbox import failed as jobs
from guitai.outbox import queries as deliveries
from guitai.outbox.terms import DeliveryNotDead, JobNotFailed
from guitai.work import queries as work

MOST_DAYS = 3660


@official_page(Role.ADMINISTRATOR)
@require_GET
def system(request: OfficialRequest) -> HttpResponse:
    context = {
        "side": menu(request.official, current="desk:system"),
        "sources": [(source_words(health.source), health) for health in gateways.health()],
        "failed": jobs.failed(),
        "dead": deliveries.dead(),
        "waiting": jobs.waiting(),
        "owed": len(work.waiting_for_system()),
        "services": catalogue.services(),
        "now": clock.now(),
        "movable": settings.CLOCK_MOVABLE,
    }
    return render(request, "desk/system.html", context)


@official_page(Role.ADMINISTRATOR)
@require_POST
def start_again(request: OfficialRequest, job_id: int) -> HttpResponse:
    try:
        jobs.start_again(job_id, actor=request.official.account_ref, now=clock.now())
    except JobNotFailed as gone:
        raise Http404 from gone
    messages.success(request, _("It is tried again now."))
    return redirect("desk:system")


@official_page(Role.ADMINISTRATOR)
@require_POST
def deliver_again(request: OfficialRequest, delivery_id: int) -> HttpResponse:
    try:
        outbox.replay(delivery_id, actor=request.official.account_ref, now=clock.now())
    except DeliveryNotDead as gone:
        raise Http404 from gone
    messages.success(request, _("It is tried again now."))
    return redirect("desk:system")


@official_page(Role.ADMINISTRATOR)
@require_POST
def move_clock(request: OfficialRequest, days: int) -> HttpResponse:
    """Move the demo's clock on, by ten years at most; in production there is no such thing."""
    if days > MOST_DAYS:  # a clock beyond the last year of the calendar would stop every page
        raise Http404
    try:
        demo_clock.move(days, actor=request.official.account_ref)
    except ClockFixed as fixed:
        raise Http404 from fixed
    return redirect("desk:system")
