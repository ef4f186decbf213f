"""What somebody wants to see of the work list, as the address of the page says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guitai.cases.search import NOTHING, Sought

LONGEST = 100
NOBODY = "nobody"


class Show(StrEnum):
    """Which tasks of my desks are shown."""

    MINE = "mine"
    ALL = "all"
    SOON = "soon"
    OVERDUE = "overdue"
    WAITING = "waiting"


SHOW_WORDS: dict[Show, Promise] = {
    Show.MINE: _("Taken by me"),
    Show.ALL: _("All of my unit"),
    Show.SOON: _("Due within three days"),
    Show.OVERDUE: _("Overdue"),
    Show.WAITING: _("Waiting for the applicant"),
}


class Sort(StrEnum):
    """By what the lines are ordered; a minus in the address turns the order round."""

    DUE = "due"
    AGE = "age"
    NAME = "name"
    NUMBER = "number"


SORT_WORDS: dict[Sort, Promise] = {
    Sort.DUE: _("Due day"),
    Sort.AGE: _("Day received"),
    Sort.NAME: _("Name of the applicant"),
    Sort.NUMBER: _("Case number"),
}


@dataclass(frozen=True)
class Wanted:
    """Tab, filters, order and search; an empty word filters nothing."""

    show: Show = Show.ALL
    service: str = ""
    stage: str = ""
    who: str = ""
    sort: Sort = Sort.DUE
    turned: bool = False
    sought: Sought = NOTHING

    @property
    def query(self) -> str:
        """Answer the address's query without page, as short as it can be."""
        order = ("-" if self.turned else "") + self.sort
        said = {
            "show": "" if self.show is Show.ALL else str(self.show),
            "service": self.service,
            "stage": self.stage,
            "who": self.who,
            "sort": "" if order == Sort.DUE else order,
            "q": self.sought.words,
            "person": self.sought.person.removeprefix("person:"),
        }
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def to_keep(self) -> str:
        """Answer the query of a saved view: a way of looking, never a person that was looked for."""
        return replace(self, sought=NOTHING).query

    @property
    def filters(self) -> bool:
        return bool(self.service or self.stage or self.who)

    def with_(self, **changes: object) -> "Wanted":
        return replace(self, **changes)  # type: ignore[arg-type]  # the callers name fields


def read(said: Mapping[str, str]) -> Wanted:
    """Answer what the query wants; a word that means nothing counts as not said."""
    words = {name: value[:LONGEST].replace("\x00", "").strip() for name, value in said.items()}
    show, order = words.get("show", ""), words.get("sort", "")
    sort = order.removeprefix("-")
    person = words.get("person", "")
    return Wanted(
        show=Show(show) if show in set(Show) else Show.ALL,
        service=words.get("service", ""),
        stage=words.get("stage", ""),
        who=words.get("who", ""),
        sort=Sort(sort) if sort in set(Sort) else Sort.DUE,
        turned=order.startswith("-"),
        sought=Sought(person=f"person:{person}" if person else "", words=words.get("q", "")),
    )
