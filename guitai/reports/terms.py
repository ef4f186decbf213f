"""Words of the statistics: what one wants to see, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guitai.cases.counting import Kind
from guitai.work.terms import GRANTS, Outcome

KIND_WORDS: dict[Kind, str | Promise] = {
    Kind.SUBMITTED: _("Sent in"),
    Kind.DECIDED: _("Decided"),
    Kind.DECIDED_AGAIN: _("Decided once more"),
    Kind.WITHDRAWN: _("Withdrawn"),
    Kind.SUPPLEMENT: _("Corrections asked for"),
    Kind.SECOND_SUPPLEMENT: _("Asked for a second time"),
    Kind.APPEALED: _("Appeals"),
    Kind.REOPENED: _("Reopened"),
}
FILED_BY_WORDS: dict[str, str | Promise] = {
    "self": _("The applicant herself"),
    "agent": _("An agent of the office"),
    "relative": _("A relative"),
    "guardian": _("A guardian"),
}
CHANNEL_WORDS: dict[str, str | Promise] = {
    "online": _("Online"),
    "counter": _("At the counter"),
    "home_visit": _("On a home visit"),
}
STEPS = ((0, 5), (6, 10), (11, 15), (16, 20), (21, 30), (31, 40), (41, None))
"""Working days from the application to the decision, as the page groups them."""


@dataclass(frozen=True)
class Wish:
    """What one wants to see: of which offices and services, from which month to which; () is every office or service.

    ``owned`` are the services of one's own agency: of these every office is seen, of others only one's own offices.
    """

    first: date
    last: date
    offices: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    everything: bool = False
    service: str = ""
    office: str = ""


@dataclass(frozen=True)
class Period:
    """What happened in one month."""

    month: date
    counts: Mapping[Kind, int]
    outcomes: Mapping[Outcome, int]

    @property
    def submitted(self) -> int:
        return self.counts.get(Kind.SUBMITTED, 0)

    @property
    def decided(self) -> int:
        return self.counts.get(Kind.DECIDED, 0)

    @property
    def granted(self) -> int:
        return sum(self.outcomes.get(outcome, 0) for outcome in GRANTS)


@dataclass(frozen=True)
class Durations:
    """How many cases took how many working days to their decision."""

    by_days: Mapping[int, int]

    @property
    def count(self) -> int:
        return sum(self.by_days.values())

    def within(self, share: float) -> int | None:
        """Answer the days within which this share of the cases was decided; None without a case."""
        wanted, seen = share * self.count, 0
        for days in sorted(self.by_days):
            seen += self.by_days[days]
            if seen >= wanted:
                return days
        return None

    @property
    def median(self) -> int | None:
        return self.within(0.5)

    def between(self, least: int, most: int | None) -> int:
        return sum(count for days, count in self.by_days.items() if least <= days and (most is None or days <= most))


@dataclass(frozen=True)
class Place:
    """What happened at one office."""

    code: str
    counts: Mapping[Kind, int]
    durations: Durations


@dataclass(frozen=True)
class Statistics:
    """Everything the page shows, from one wish."""

    periods: tuple[Period, ...]
    durations: Durations
    places: tuple[Place, ...]
    filed_by: Mapping[str, int]
    channels: Mapping[str, int]
    totals: Mapping[Kind, int] = field(default_factory=dict)
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)

    @property
    def by_agents(self) -> int | None:
        """Answer the share filed by agents in per cent; None without a case."""
        whole = sum(self.filed_by.values())
        return round(100 * self.filed_by.get("agent", 0) / whole) if whole else None
