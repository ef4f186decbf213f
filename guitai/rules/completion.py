"""Does what is missing matter? A verdict stays open only if two ways of filling the gaps give two verdicts.

First the cheap proof: judge with every gap a span; a definite answer is the answer of every filling (spans.py is never
too narrow). Otherwise look for two fillings that differ (witnesses): all words and yes/no, the ends of every number,
and the places where a number flips the answer, found by halving. If no witness is found, halve the gaps until each
part is proven. When the budget is used up, the answer is "open": on the safe side.
"""

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from guitai.rules.household import Filling, Gap
from guitai.rules.spans import Span, Value

MOST_JUDGEMENTS = 3_000
MOST_COMBINATIONS = 1_500
MOST_SURROUNDINGS = 24
UNDECIDED = object()

Judge = Callable[[Filling], Any]  # what comes out, or UNDECIDED


class _BudgetSpent(Exception):
    pass


class Completion:
    """All fillings of the gaps, seen through what comes out of them."""

    def __init__(self, judge: Judge, gaps: dict[Gap, Value]) -> None:
        self._judge, self._gaps = judge, gaps
        self._seen: dict[tuple[Value, ...], Any] = {}
        self._left = MOST_JUDGEMENTS

    def outcome(self) -> tuple[Any, list[str]]:
        """What comes out whatever the gaps hold, else UNDECIDED and the paths whose value could change it."""
        whole = self._judge(self._gaps)
        if whole is not UNDECIDED:
            return whole, []
        try:
            points = self._points()
            matters = self._matters(points)
            if matters:
                return UNDECIDED, matters
            return self._prove()
        except _BudgetSpent:
            return UNDECIDED, sorted({gap.path for gap in self._gaps})

    def _at(self, values: tuple[Value, ...]) -> Any:
        if values not in self._seen:
            self._left -= 1
            if self._left < 0:
                raise _BudgetSpent
            self._seen[values] = self._judge(dict(zip(self._gaps, values, strict=True)))
        return self._seen[values]

    def _points(self) -> list[list[Value]]:
        """For each gap the values worth trying: every word, both ends, and where the answer flips."""
        points = [_corners(value) for value in self._gaps.values()]
        found: list[set[Value]] = [set() for _ in points]
        for number, value in enumerate(self._gaps.values()):
            if isinstance(value, Span):
                for around in itertools.islice(self._surroundings(points, number), MOST_SURROUNDINGS):
                    found[number] |= set(self._flips(around, number, value.lo, value.hi))
        return [corners + sorted(flips - set(corners)) for corners, flips in zip(points, found, strict=True)]

    def _surroundings(self, points: list[list[Value]], number: int) -> Iterator[tuple[Value, ...]]:
        return itertools.product(*([None] if i == number else values for i, values in enumerate(points)))

    def _flips(self, around: tuple[Value, ...], number: int, lo: Any, hi: Any) -> Iterator[Value]:
        """Both sides of the place between lo and hi where the answer changes, if it differs at the ends."""

        def at(value: Any) -> Any:
            return self._at((*around[:number], value, *around[number + 1 :]))

        low = at(lo)
        if low == at(hi):
            return
        while (middle := _between(lo, hi)) is not None:
            if at(middle) == low:
                lo = middle
            else:
                hi = middle
        yield from (lo, hi)

    def _matters(self, points: list[list[Value]]) -> list[str]:
        """The paths that change the answer while all others stay."""
        paths = [gap.path for gap in self._gaps]
        combinations = list(itertools.islice(itertools.product(*points), MOST_COMBINATIONS))
        found: list[str] = []
        for path in sorted(set(paths)):
            answers: dict[tuple[Value, ...], Any] = {}
            for values in combinations:
                others = tuple(v for v, its in zip(values, paths, strict=True) if its != path)
                if answers.setdefault(others, self._at(values)) != self._at(values):
                    found.append(path)
                    break
        return found

    def _prove(self) -> tuple[Any, list[str]]:
        """No witness was found: halve until every part is proven to give the same."""
        parts: list[dict[Gap, Value]] = [dict(self._gaps)]
        answer: Any = UNDECIDED
        while parts:
            part = parts.pop()
            self._left -= 1
            if self._left < 0:
                raise _BudgetSpent
            found = self._judge(part)
            if found is UNDECIDED:
                parts += _halves(part)
            elif answer is UNDECIDED or found == answer:
                answer = found
            else:
                raise _BudgetSpent
        return answer, []


def _corners(value: Value) -> list[Value]:
    match value:
        case Span(lo, hi):
            return [lo, hi]
        case frozenset():
            return sorted(value)
    return [True, False]


def _between(lo: Any, hi: Any) -> Any:
    """A whole number or day strictly between, or None."""
    if isinstance(lo, date):
        middle = (lo.toordinal() + hi.toordinal()) // 2
        return None if middle == lo.toordinal() else date.fromordinal(middle)
    middle = (lo + hi) // 2
    return None if middle == lo else middle


def _halves(part: dict[Gap, Value]) -> list[dict[Gap, Value]]:
    """The part cut at one gap: words and yes/no first, then the widest number."""
    for gap, value in part.items():
        if value is None or isinstance(value, frozenset):
            return [part | {gap: one} for one in _corners(value)]
    wide = [(gap, value) for gap, value in part.items() if isinstance(value, Span)]
    if not wide:
        raise _BudgetSpent
    gap, (lo, hi) = max(wide, key=lambda item: _width(item[1]))
    middle = _between(lo, hi)
    if middle is None:
        return [part | {gap: lo}, part | {gap: hi}]
    return [part | {gap: Span(lo, middle)}, part | {gap: Span(middle, hi)}]


def _width(span: Span) -> int:
    return int((span.hi - span.lo).days if isinstance(span.lo, date) else span.hi - span.lo)
