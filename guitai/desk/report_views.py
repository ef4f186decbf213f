"""Statistics for whoever supervises or administers: they fill themselves, and go out as a table."""

from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guitai.accounts import queries as accounts
from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import Official
from guitai.catalogue import queries as catalogue
from guitai.core import clock, sheets
from guitai.core.months import months_before
from guitai.core.numbers import whole
from guitai.desk import policies
from guitai.desk.menu import menu
from guitai.desk.policies import LEADERS
from guitai.reports import charts, queries
from guitai.reports.terms import CHANNEL_WORDS, FILED_BY_WORDS, STEPS, Statistics, Wish
from guitai.work.terms import OUTCOME_WORDS

PERIODS = (3, 12, 24)
USUAL = 12


@dataclass(frozen=True)
class Bar:
    """One line of a table with its bar."""

    words: str
    count: int
    wide: int


@dataclass(frozen=True)
class Choice:
    """One option of a filter."""

    value: str
    words: str
    chosen: bool


@official_page(*LEADERS)
@require_GET
def statistics(request: OfficialRequest) -> HttpResponse:
    wish, length = _wish(request)
    found = queries.statistics(wish)
    names = {agency.code: agency.name for agency in accounts.agencies()}
    context = {
        "side": menu(request.official, current="desk:statistics"),
        "found": found,
        "chart": charts.by_month(found.periods),
        "outcomes": _bars({str(OUTCOME_WORDS[key]): count for key, count in found.outcomes.items()}),
        "durations": _bars(_steps(found)),
        "filed_by": _bars({str(FILED_BY_WORDS.get(key, key)): count for key, count in found.filed_by.items()}),
        "channels": _bars({str(CHANNEL_WORDS.get(key, key)): count for key, count in found.channels.items()}),
        "places": [(names.get(place.code, place.code), place) for place in found.places],
        "periods": [Choice(str(each), _("%(number)d months") % {"number": each}, each == length) for each in PERIODS],
        "services": _services(wish),
        "offices": _offices(wish, names),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/statistics.html", context)


@official_page(*LEADERS)
@require_GET
def statistics_file(request: OfficialRequest, kind: str) -> HttpResponse:
    """The same as a table, by month, service and office."""
    wish, _length = _wish(request)
    headers = {
        "Content-Disposition": f'attachment; filename="statistics-{wish.first:%Y-%m}-{wish.last:%Y-%m}.{kind}"',
        "X-Content-Type-Options": "nosniff",
    }
    body = sheets.write(queries.as_sheet(wish), kind)
    return HttpResponse(body, content_type=sheets.MEDIA_TYPES[kind], headers=headers)


def _wish(request: OfficialRequest) -> tuple[Wish, int]:
    """Answer what was asked for, within what this official may see; anything unknown is left out."""
    asked = whole(request.GET.get("months", ""))
    length = asked if asked in PERIODS else USUAL
    last = clock.today().replace(day=1)
    wish = _whole(request.official, Wish(first=months_before(last, length - 1), last=last))
    service, office = request.GET.get("service", ""), request.GET.get("office", "")
    chosen = replace(
        wish,
        service=service if service in queries.seen_services(wish) else "",
        office=office if office in queries.seen_offices(wish) else "",
    )
    return chosen, length


def _whole(official: Official, wish: Wish) -> Wish:
    agencies = policies.offices_led(official)
    owned = tuple(service.key for service in catalogue.services() if service.agency_code in agencies)
    return replace(wish, offices=tuple(agencies), owned=owned, everything=policies.sees_every_office(official))


def _services(wish: Wish) -> list[Choice]:
    titles = {service.key: str(service.title) for service in catalogue.services()}
    return [Choice(key, titles.get(key, key), key == wish.service) for key in queries.seen_services(wish)]


def _offices(wish: Wish, names: dict[str, str]) -> list[Choice]:
    return [Choice(code, names.get(code, code), code == wish.office) for code in queries.seen_offices(wish)]


def _steps(found: Statistics) -> dict[str, int]:
    return {
        _("%(least)d to %(most)d working days") % {"least": least, "most": most}
        if most is not None
        else _("%(least)d working days and more") % {"least": least}: found.durations.between(least, most)
        for least, most in STEPS
    }


def _bars(counts: dict[str, int]) -> list[Bar]:
    most = max(counts.values(), default=0)
    return [Bar(words, count, charts.share(count, most)) for words, count in counts.items()]
