"""Where in a list somebody is: a page begins after the line that ended the one before, however far down it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from urllib.parse import urlencode

from guitai.core.numbers import whole


@dataclass(frozen=True)
class Place:
    """A page by the number of the task beside it, never by a value: no name stands in an address.

    ``number`` is only said to the reader; ``after`` or ``before`` finds the lines.
    """

    number: int = 1
    after: int | None = None
    before: int | None = None

    @property
    def query(self) -> str:
        if self.after is None and self.before is None:
            return ""
        beside = {"before": self.before} if self.after is None else {"after": self.after}
        return urlencode({"page": self.number, **beside})


TOP = Place()


class Numbered(Protocol):
    """A line that says which task it is."""

    @property
    def task(self) -> int: ...


T = TypeVar("T", bound=Numbered)


def read(said: Mapping[str, str]) -> Place:
    """Answer the place the query names; a page without the line it begins at is the first."""
    number, after, before = (whole(said.get(name, "")[:18]) for name in ("page", "after", "before"))
    if not number or (after is None and before is None):
        return TOP
    return Place(number, after, None if after is not None else before)


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some lines, where they stand, and the ways on; ``of`` is None where counting all would cost too much."""

    lines: tuple[T, ...]
    here: Place
    previous: Place | None
    next: Place | None
    of: int | None

    @property
    def has_other_pages(self) -> bool:
        return bool(self.previous or self.next)


def page(found: Sequence[T], here: Place, *, length: int, of: int | None) -> Page[T]:
    """Answer the page of what was read: one line more than it holds says that there are others beyond."""
    back, is_more, shown = here.before is not None, len(found) > length, tuple(found[:length])
    lines = shown[::-1] if back else shown
    if not lines:
        return Page((), here, TOP if here != TOP else None, None, of)
    is_first = here == TOP or (back and not is_more)
    number = 1 if is_first else here.number
    previous = None if is_first else Place(max(number - 1, 1), before=lines[0].task)
    following = Place(number + 1, after=lines[-1].task) if back or is_more else None
    return Page(lines, Place(number, here.after, here.before), previous, following, of)
