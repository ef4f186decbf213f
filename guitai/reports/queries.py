"""Every read of the summaries; no case is read for them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.cases.counting import DAYS_UNKNOWN, Kind
from guitai.catalogue import queries as catalogue
from guitai.core.months import months, next_month
from guitai.core.sheets import Sheet
from guitai.reports.models import Daily
from guitai.reports.terms import CHANNEL_WORDS, FILED_BY_WORDS, KIND_WORDS, Durations, Period, Place, Statistics, Wish
from guitai.work.terms import OUTCOME_WORDS, Outcome


def statistics(wish: Wish) -> Statistics:
    rows = _rows(wish)
    periods = tuple(_periods(rows, wish))
    totals: Counter[Kind] = Counter()
    outcomes: Counter[Outcome] = Counter()
    for period in periods:
        totals.update(period.counts)
        outcomes.update(period.outcomes)
    sent = rows.filter(kind=Kind.SUBMITTED)
    return Statistics(
        periods=periods,
        durations=_durations(rows.filter(kind=Kind.DECIDED)),
        places=tuple(_places(rows)),
        filed_by=_summed(sent, "filed_by"),
        channels=_summed(sent, "channel"),
        totals=totals,
        outcomes=outcomes,
    )


def seen_offices(wish: Wish) -> list[str]:
    """Answer the offices one may choose from."""
    return sorted(set(_scope(wish).values_list("office", flat=True)))


def seen_services(wish: Wish) -> list[str]:
    return sorted(set(_scope(wish).values_list("service_key", flat=True)))


def as_sheet(wish: Wish) -> Sheet:
    """Answer the counts by month, service, office and everything else they are counted by, for calculating on."""
    columns = (_("Month"), _("Service"), _("Office"), _("What"))
    more = (_("Result"), _("Way in"), _("Who filed it"), _("Count"))
    names = ("month", "service_key", "office", "kind", "outcome", "channel", "filed_by")
    found = _rows(wish).annotate(month=TruncMonth("day")).values(*names).annotate(total=Sum("count")).order_by(*names)
    services = {service.key: str(service.title) for service in catalogue.services()}
    offices = {agency.code: agency.name for agency in accounts.agencies()}
    return Sheet(_("Statistics"), (*columns, *more), [_line(row, services, offices) for row in found])


def _line(row: Mapping[str, Any], services: Mapping[str, str], offices: Mapping[str, str]) -> tuple[str | int, ...]:
    outcome = OUTCOME_WORDS[Outcome(row["outcome"])] if row["outcome"] else ""
    return (
        f"{row['month']:%Y-%m}",
        services.get(row["service_key"], row["service_key"]),
        offices.get(row["office"], row["office"]),
        str(KIND_WORDS[Kind(row["kind"])]),
        str(outcome),
        str(CHANNEL_WORDS.get(row["channel"], row["channel"])),
        str(FILED_BY_WORDS.get(row["filed_by"], row["filed_by"])),
        int(row["total"]),
    )


def _scope(wish: Wish) -> QuerySet[Daily]:
    """Answer what one may see at all: one's own offices, and every office for the services one's agency decides."""
    if wish.everything:
        return Daily.objects.all()
    return Daily.objects.filter(Q(office__in=wish.offices) | Q(service_key__in=wish.owned))


def _rows(wish: Wish) -> QuerySet[Daily]:
    chosen = {name: value for name, value in (("service_key", wish.service), ("office", wish.office)) if value}
    return _scope(wish).filter(day__gte=wish.first, day__lt=next_month(wish.last), **chosen)


def _periods(rows: QuerySet[Daily], wish: Wish) -> Iterable[Period]:
    """Answer every month, those without anything too."""
    counts: defaultdict[date, Counter[Kind]] = defaultdict(Counter)
    outcomes: defaultdict[date, Counter[Outcome]] = defaultdict(Counter)
    found = rows.annotate(month=TruncMonth("day")).values("month", "kind", "outcome").annotate(total=Sum("count"))
    for row in found.order_by():
        counts[row["month"]][Kind(row["kind"])] += row["total"]
        if row["kind"] == Kind.DECIDED:
            outcomes[row["month"]][Outcome(row["outcome"])] += row["total"]
    return (Period(month, counts[month], outcomes[month]) for month in months(wish.first, wish.last))


def _durations(rows: QuerySet[Daily]) -> Durations:
    known = rows.exclude(days=DAYS_UNKNOWN).values_list("days").annotate(total=Sum("count")).order_by()
    return Durations(dict(known))


def _places(rows: QuerySet[Daily]) -> Iterable[Place]:
    counts: defaultdict[str, Counter[Kind]] = defaultdict(Counter)
    by_days: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for office, kind, days, total in rows.values_list("office", "kind", "days").annotate(total=Sum("count")).order_by():
        counts[office][Kind(kind)] += total
        if kind == Kind.DECIDED and days != DAYS_UNKNOWN:
            by_days[office][days] += total
    return (Place(office, counts[office], Durations(by_days[office])) for office in sorted(counts))


def _summed(rows: QuerySet[Daily], name: str) -> dict[str, int]:
    return dict(rows.values_list(name).annotate(total=Sum("count")).order_by(name))
