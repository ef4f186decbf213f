"""What a supervisor asks: who has how much, what is late and why, which step takes longest.

All of it is counted in the database; what comes back grows with colleagues, stages and days, not with cases.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.db.models import Count, F
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guitai.accounts import duty
from guitai.accounts import queries as accounts
from guitai.catalogue import queries as catalogue
from guitai.core import workdays
from guitai.core.clock import TAIPEI
from guitai.core.templatetags.days import day
from guitai.core.terms import CalendarUnknown
from guitai.desk import worklist
from guitai.desk.counts import Pile, Piles, piles
from guitai.desk.wanted import NOBODY, Show, Wanted
from guitai.desk.worklist import SUPERVISED, Viewer, WorkRow
from guitai.work.models import Task

LOOKED_BACK = timedelta(days=90)
LATEST = 20
WIDE = 100  # of a bar, in the units of its drawing


@dataclass(frozen=True)
class Load:
    """How much lies in one hand, or at one stage; ``query`` leads to the list of exactly these."""

    words: str
    query: str
    open: int
    soon: int
    overdue: int
    waiting: int
    untaken: int = 0

    @property
    def links(self) -> dict[str, str]:
        return {show: f"{self.query}&show={show}" for show in (Show.SOON, Show.OVERDUE, Show.WAITING)}


@dataclass(frozen=True)
class Late:
    row: WorkRow
    why: str


@dataclass(frozen=True)
class Pace:
    """Working days that tasks of one stage took from arrival to done: half at most the median, nine of ten p90."""

    service: str
    stage: str
    count: int
    median: int
    p90: int
    wide: int = 0
    half: int = 0


@dataclass(frozen=True)
class Office:
    """Everything the page shows."""

    all: Load
    hands: list[Load]
    stages: list[Load]
    late: list[Late]
    paces: list[Pace]

    @property
    def slowest(self) -> Pace | None:
        return max(self.paces, key=lambda pace: (pace.median, pace.p90), default=None)


def office(who: Viewer, *, now: datetime) -> Office:
    today = now.astimezone(TAIPEI).date()
    counted, words = piles(who, today=today), _words()
    return Office(
        all=_load("", Wanted(), counted.lying, counted.waiting),
        hands=_hands(who, counted, today=today),
        stages=_stages(counted, words),
        late=_late(who, today=today),
        paces=_paces(who, words, since=now - LOOKED_BACK),
    )


def _words() -> dict[tuple[str, str], tuple[str, str]]:
    """Answer service and stage by their keys, in words."""
    return {
        (service.key, key): (str(service.title), str(stage.label))
        for service in catalogue.services()
        for key, stage in service.flow.stages.items()
    }


def _hands(who: Viewer, counted: Piles, *, today: date) -> list[Load]:
    """Answer what each colleague has, the fullest hands first, and what nobody has taken before all."""
    sits = {each.ref: each.name for each in duty.colleagues(who.leads, on=today) if each.roles & set(SUPERVISED)}
    lying, waiting = _by_hand(counted.lying), _by_hand(counted.waiting)
    strangers = {ref for ref in {*lying, *waiting} - sits.keys() if ref.startswith("account:")}
    names = {**accounts.names_of(strangers), **sits}
    loads = [
        _load(name, Wanted(who=ref), lying.get(ref, []), waiting.get(ref, [])) for ref, name in sorted(names.items())
    ]
    nobody = _load(_("nobody yet"), Wanted(who=NOBODY), lying.get("", []), [])
    return [nobody, *sorted(loads, key=lambda load: (-load.overdue, -load.open))]


def _by_hand(found: Iterable[Pile]) -> Mapping[str, list[Pile]]:
    hands: dict[str, list[Pile]] = defaultdict(list)
    for pile in found:
        hands[pile.hand].append(pile)
    return hands


def _stages(counted: Piles, words: Mapping[tuple[str, str], tuple[str, str]]) -> list[Load]:
    keys = sorted({(pile.service, pile.stage) for pile in (*counted.lying, *counted.waiting)})
    return [
        _load(
            "：".join(words.get(key, key)),
            Wanted(service=key[0], stage=key[1]),
            [pile for pile in counted.lying if (pile.service, pile.stage) == key],
            [pile for pile in counted.waiting if (pile.service, pile.stage) == key],
        )
        for key in keys
    ]


def _load(words: str, wanted: Wanted, lying: Iterable[Pile], waiting: Iterable[Pile]) -> Load:
    here = list(lying)
    return Load(
        words=words,
        query=wanted.query,
        open=sum(pile.all for pile in here),
        soon=sum(pile.soon for pile in here),
        overdue=sum(pile.overdue for pile in here),
        waiting=sum(pile.all for pile in waiting),
        untaken=sum(pile.all for pile in here if not pile.hand),
    )


def _late(who: Viewer, *, today: date) -> list[Late]:
    """Answer the latest cases, each with the reason that can be read from it."""
    found = list(worklist.tasks(who, Wanted(show=Show.OVERDUE), today=today)[:LATEST])
    rows = worklist.rows(found, who=who, today=today)
    return [Late(row, _why(task, row, today=today)) for task, row in zip(found, rows, strict=True)]


def _why(task: Task, row: WorkRow, *, today: date) -> str:
    since = day(task.item.stage_since.astimezone(TAIPEI).date())
    if not task.taken_by:
        why = _("Nobody has taken it since %(day)s.") % {"day": since}
    else:
        taken = task.taken_at.astimezone(TAIPEI).date() if task.taken_at else today
        why = _("With %(who)s since %(day)s.") % {"who": row.taken or task.taken_by, "day": day(taken)}
    stood = task.item.stood_still_days
    words = ngettext(
        "The applicant needed %(count)d day for corrections.",
        "The applicant needed %(count)d days for corrections.",
        stood,
    )
    return f"{why} {words % {'count': stood}}" if stood else why


def _paces(who: Viewer, words: Mapping[tuple[str, str], tuple[str, str]], *, since: datetime) -> list[Pace]:
    """Answer the pace of each stage of the last 90 days, the slowest first."""
    done = Task.objects.filter(agency_code__in=who.leads, done_at__gte=since)
    days = done.annotate(came=TruncDate("created_at", tzinfo=TAIPEI), went=TruncDate("done_at", tzinfo=TAIPEI))
    rows = days.values_list("item__flow_key", F("stage"), "came", "went").annotate(Count("pk")).order_by()
    took: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for service, stage, came, went, count in rows:
        length = _working_days(came, went)
        if length is not None:
            took[service, stage].append((length, count))
    paces = [_pace(words.get(key, key), sorted(lengths)) for key, lengths in took.items()]
    longest = max((pace.p90 for pace in paces), default=0) or 1
    return sorted((_drawn(pace, longest) for pace in paces), key=lambda pace: (-pace.median, -pace.p90, pace.stage))


@cache
def _working_days(came: date, went: date) -> int | None:
    """Answer how long it took; nothing for years whose calendar is not known, since nobody may guess."""
    try:
        return workdays.working_days_between(came, went)
    except CalendarUnknown:
        return None


def _pace(words: tuple[str, str], lengths: list[tuple[int, int]]) -> Pace:
    count = sum(each for _length, each in lengths)
    return Pace(*words, count=count, median=_at(lengths, count * 0.5), p90=_at(lengths, count * 0.9))


def _at(lengths: list[tuple[int, int]], place: float) -> int:
    """Answer the length within which so many tasks were done."""
    seen = 0
    for length, count in lengths:
        seen += count
        if seen >= place:
            return length
    return lengths[-1][0]


def _drawn(pace: Pace, longest: int) -> Pace:
    wide, half = (WIDE * each // longest for each in (pace.p90, pace.median))
    return Pace(pace.service, pace.stage, pace.count, pace.median, pace.p90, wide, half)
