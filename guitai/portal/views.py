"""Pages a citizen meets first, and the page of what is hers."""

from itertools import zip_longest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guitai.accounts import queries as accounts
from guitai.accounts.access import CitizenRequest, citizen_page
from guitai.accounts.terms import AgencyKind
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service, ServiceUnknown
from guitai.core import clock
from guitai.portal import mine, search

SHOWN_AT_HOME = 6
LONGEST_QUERY = 100
EXAMPLES = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    shown = catalogue.services()[:SHOWN_AT_HOME]
    return render(request, "portal/home.html", {"services": shown, "examples": _examples(shown)})


def _examples(offered: list[Service]) -> list[str]:
    """Answer words to search by: of each service one in turn, as the service says them."""
    turns = zip_longest(*(service.words for service in offered))
    return [word for turn in turns for word in turn if word][:EXAMPLES]


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    known = search.sayings(settings.SERVICES_DIR)
    everything = catalogue.services()
    found = search.find(query, everything, known)
    context = {"query": query, "found": found, "others": [] if found else everything}
    context["examples"] = _examples(everything)
    return render(request, "portal/services.html", context)


@require_safe
def service(request: HttpRequest, key: str) -> HttpResponse:
    shown = service_or_404(key)
    return render(request, "portal/service.html", {"service": shown, "agency": accounts.agency(shown.agency_code)})


@require_safe
@citizen_page
def my_page(request: CitizenRequest) -> HttpResponse:
    context = {
        "person": request.person,
        "drafts": mine.drafts(request.person.ref),
        "cases": mine.cases(request.person.ref, today=clock.today()),
        "consents": mine.consents(request.person.ref, on=clock.today()),
        "helped": mine.helped(request.person.ref, today=clock.today()),
    }
    return render(request, "portal/my_page.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    offices = accounts.agencies(AgencyKind.TOWNSHIP)
    bureaus = accounts.agencies(AgencyKind.COUNTY_BUREAU)
    return render(request, "portal/contact.html", {"offices": [*bureaus, *offices]})


def service_or_404(key: str) -> Service:
    try:
        return catalogue.service(key)
    except ServiceUnknown as unknown:
        raise Http404(key) from unknown
