"""The work list's page: tabs with counts, what can be filtered, headers that sort, the lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.cases.search import NOTHING
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service
from guitai.core.kit import Words
from guitai.desk import worklist
from guitai.desk.wanted import NOBODY, SHOW_WORDS, SORT_WORDS, Show, Sort, Wanted
from guitai.desk.worklist import SOON, Viewer, WorkRow
from guitai.work.models import Task

PAGE_LENGTH = 25


@dataclass(frozen=True)
class Tab:
    words: Words
    query: str
    count: int
    current: bool


@dataclass(frozen=True)
class Header:
    """A column; ``direction`` is what a screen reader says of a sorted one, ``query`` sorts by it or turns it round."""

    words: Words
    query: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Choice:
    value: str
    words: Words
    chosen: bool


@dataclass(frozen=True)
class Pile:
    """So many tasks of one service and stage in one hand, and how many of them press."""

    service: str
    stage: str
    hand: str
    all: int
    soon: int
    overdue: int


def paginator(found: QuerySet[Task], *, known: int | None) -> "Paginator[Task]":
    """Answer the pages of the list; what was counted already is not counted again."""
    pages = Paginator(found, PAGE_LENGTH)
    if known is not None:
        vars(pages)["count"] = known
    return pages


@dataclass(frozen=True)
class Piles:
    """All open tasks at somebody's desks by service, stage and hand: one query each for what lies and what waits."""

    lying: tuple[Pile, ...]
    waiting: tuple[Pile, ...]
    me: frozenset[str]

    def shown(self, show: Show) -> tuple[Pile, ...]:
        return self.waiting if show is Show.WAITING else self.lying

    def count(self, wanted: Wanted) -> int:
        """Answer how many lines there are without a search."""
        return sum(_of(pile, wanted.show, self.me) for pile in self.shown(wanted.show) if _fits(pile, wanted))


def piles(who: Viewer, *, today: date) -> Piles:
    lying = _piles(worklist.lying(who, show=Show.ALL), "taken_by", today=today)
    waiting = _piles(worklist.lying(who, show=Show.WAITING), "done_by", today=today)
    return Piles(lying, waiting, who.me)


def _piles(found: QuerySet[Task], hand: str, *, today: date) -> tuple[Pile, ...]:
    rows = found.order_by().values_list("item__flow_key", "item__stage", hand)
    counted = rows.annotate(
        Count("pk"),
        soon=Count("pk", filter=Q(due_on__range=(today, today + SOON))),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
    )
    return tuple(Pile(*row) for row in counted)


def _fits(pile: Pile, wanted: Wanted) -> bool:
    hand = "" if wanted.who == NOBODY else wanted.who
    return (
        wanted.service in {"", pile.service}
        and wanted.stage in {"", pile.stage}
        and (not wanted.who or pile.hand == hand)
    )


def _of(pile: Pile, show: Show, me: frozenset[str]) -> int:
    counts = {Show.SOON: pile.soon, Show.OVERDUE: pile.overdue, Show.MINE: pile.all if pile.hand in me else 0}
    return counts.get(show, pile.all)


@dataclass(frozen=True)
class ListPage:
    """Everything the page of the list shows."""

    who: Viewer
    wanted: Wanted
    today: date
    number: str

    @cached_property
    def piles(self) -> Piles:
        return piles(self.who, today=self.today)

    @cached_property
    def page(self) -> "Page[Task]":
        known = None if self.wanted.sought else self.piles.count(self.wanted)
        found = worklist.tasks(self.who, self.wanted, today=self.today)
        return paginator(found, known=known).get_page(self.number)

    @cached_property
    def rows(self) -> list[WorkRow]:
        return worklist.rows(self.page.object_list, who=self.who, today=self.today)

    @cached_property
    def tabs(self) -> list[Tab]:
        """Answer a tab for each way of looking; each keeps the filters and counts what it would show."""
        wanted = [self.wanted.with_(show=show, sought=NOTHING) for show in Show]
        return [
            Tab(SHOW_WORDS[each.show], each.query, self.piles.count(each), each.show is self.wanted.show)
            for each in wanted
        ]

    @cached_property
    def headers(self) -> list[Header]:
        sorted_by = {_("Case"): Sort.NUMBER, _("Applicant"): Sort.NAME, _("Received"): Sort.AGE, _("Due"): Sort.DUE}
        hand = _("Sent back by") if self.wanted.show is Show.WAITING else _("Taken by")
        columns = (_("Case"), _("Applicant"), _("Service"), _("Stage"), _("Received"), _("Due"), hand)
        return [self._header(words, sorted_by.get(words)) for words in columns]

    @cached_property
    def plain_headers(self) -> list[Header]:
        return [Header(header.words) for header in self.headers]

    def _header(self, words: str, by: Sort | None) -> Header:
        if by is None:
            return Header(words)
        current = self.wanted.sort is by
        direction = ("descending" if self.wanted.turned else "ascending") if current else ""
        other = self.wanted.with_(sort=by, turned=current and not self.wanted.turned)
        return Header(words, other.query, direction)

    @cached_property
    def services(self) -> list[Choice]:
        here = {pile.service for pile in self._all_piles} | ({self.wanted.service} - {""})
        titles = {service.key: service.title for service in self._published if service.key in here}
        return _choices(titles, self.wanted.service)

    @cached_property
    def stages(self) -> list[Choice]:
        here = {pile.stage for pile in self._all_piles} | ({self.wanted.stage} - {""})
        labels = {
            key: stage.label for service in self._published for key, stage in service.flow.stages.items() if key in here
        }
        return _choices(labels, self.wanted.stage)

    @cached_property
    def hands(self) -> list[Choice]:
        refs = {pile.hand for pile in self.piles.shown(self.wanted.show)} | {self.wanted.who}
        names = accounts.names_of({ref for ref in refs if ref.startswith("account:")})
        names[self.who.official.account_ref] = _("me")
        nobody = {} if self.wanted.show is Show.WAITING else {NOBODY: _("nobody yet")}
        ordered = sorted((name, ref) for ref, name in names.items())
        return _choices({**nobody, **{ref: name for name, ref in ordered}}, self.wanted.who)

    @cached_property
    def orders(self) -> list[Choice]:
        chosen = ("-" if self.wanted.turned else "") + self.wanted.sort
        ways = {
            sign + sort: words if not sign else _("%(what)s, last first") % {"what": words}
            for sort, words in SORT_WORDS.items()
            for sign in ("", "-")
        }
        return _choices(ways, chosen)

    @cached_property
    def _published(self) -> list[Service]:
        return catalogue.services()

    @property
    def _all_piles(self) -> Iterable[Pile]:
        return (*self.piles.lying, *self.piles.waiting)


def _choices(words: Mapping[str, object], chosen: str) -> list[Choice]:
    return [Choice(value, str(each), value == chosen) for value, each in words.items()]
