"""The work list's page: tabs with counts, what can be filtered, headers that sort, the lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from guitai.accounts.duty import Colleague
from guitai.cases.search import NOTHING, Hits
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service
from guitai.core import together
from guitai.core.kit import Words
from guitai.core.stencil import Fixed
from guitai.desk import colleagues, counts, lines, menu, places, queries, worklist
from guitai.desk.counts import Count, Pile, Piles
from guitai.desk.lines import Asked, Line
from guitai.desk.models import SavedView
from guitai.desk.places import Page, Place
from guitai.desk.wanted import NOBODY, SHOW_WORDS, SORT_WORDS, Show, Sort, Wanted
from guitai.desk.worklist import SOON, Viewer, WorkRow

PAGE_LENGTH = 25


@dataclass(frozen=True)
class Tab:
    words: Words
    query: str
    count: Count
    current: bool


@dataclass(frozen=True)
class Header:
    """A column; ``direction`` is what a screen reader says of a sorted one, ``query`` sorts by it or turns it round."""

    words: Words
    query: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Choice:
    """One of several to choose from, as ``desk/list_option.html`` draws it."""

    value: str
    words: Words
    chosen: bool

    @property
    def fixed(self) -> Fixed:
        return (("chosen", self.chosen),)

    @property
    def values(self) -> dict[str, str]:
        return {"value": self.value, "words": str(self.words)}


@dataclass(frozen=True)
class Known:
    """What one statement told: the lines, what lies and waits, who works here, which views were saved."""

    lines: list[Line]
    piles: Piles
    colleagues: list[Colleague]
    views: list[SavedView]
    services: list[Service]
    to_decide: int


def read(who: Viewer, wanted: Wanted, hits: Hits | None, place: Place, *, today: date) -> Known:
    """Answer everything the page needs of the database, by one statement."""
    asked = Asked(who.desks, who.me, wanted, hits, place, today, today + SOON, PAGE_LENGTH + 1)
    found, lying, waiting, mine, here, views, services, to_decide = together.read(
        lines.part(asked),
        *counts.parts(who, today=today),
        colleagues.part(who, today=today),
        queries.views_part(who.official.account_ref),
        catalogue.newest_part(),
        menu.to_decide_part(who.official),
    )
    piles = Piles(tuple(lying), tuple(waiting), tuple(mine), counts.ENOUGH)
    return Known(found, piles, here, views, services, to_decide[0])


@dataclass(frozen=True)
class ListPage:
    """Everything the page of the list shows."""

    who: Viewer
    wanted: Wanted
    today: date
    here: Place
    known: Known

    @cached_property
    def page(self) -> Page[Line]:
        count = None if self.wanted.sought else self.piles.count(self.wanted)
        pages = None if count is None or count.more else max(-(-count.lines // PAGE_LENGTH), 1)
        return places.page(self.known.lines, self.here, length=PAGE_LENGTH, of=pages)

    @cached_property
    def rows(self) -> list[WorkRow]:
        return worklist.in_words(self.page.lines, names=self.names, who=self.who, today=self.today)

    @cached_property
    def piles(self) -> Piles:
        return self.known.piles

    @cached_property
    def names(self) -> dict[str, str]:
        """Answer who has taken, or sent back, what is shown and what can be filtered by."""
        hands = {pile.hand for pile in self.piles.shown(self.wanted.show)} | {self.wanted.who}
        known = {each.ref: each.name for each in self.known.colleagues}
        return worklist.names_in({*hands, *(line.hand for line in self.page.lines)}, who=self.who, known=known)

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
        columns = (_("Case"), _("Applicant"), _("Service"), _("Stage"), _("Received"), _("Due"), self.hand_words)
        return [self._header(words, sorted_by.get(words)) for words in columns]

    @property
    def hand_words(self) -> str:
        return _("Sent back by") if self.wanted.show is Show.WAITING else _("Taken by")

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
        titles = {each.key: each.title for each in self.known.services if self._is_full or each.key in here}
        return _choices(titles, self.wanted.service)

    @cached_property
    def stages(self) -> list[Choice]:
        here = {pile.stage for pile in self._all_piles} | ({self.wanted.stage} - {""})
        labels = {
            key: stage.label
            for service in self.known.services
            for key, stage in service.flow.stages.items()
            if key in here or (self._is_full and stage.role)
        }
        return _choices(labels, self.wanted.stage)

    @cached_property
    def hands(self) -> list[Choice]:
        refs = {pile.hand for pile in self.piles.shown(self.wanted.show)} | {self.wanted.who}
        if self.piles.is_full(self.wanted.show):
            refs |= {each.ref for each in self.known.colleagues}
        names = {ref: self.names[ref] for ref in {*refs, self.who.official.account_ref} if ref in self.names}
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

    @property
    def _is_full(self) -> bool:
        return self.piles.is_full(Show.ALL)

    @property
    def _all_piles(self) -> Iterable[Pile]:
        return (*self.piles.lying, *self.piles.waiting)


def _choices(words: Mapping[str, object], chosen: str) -> list[Choice]:
    return [Choice(value, str(each), value == chosen) for value, each in words.items()]
