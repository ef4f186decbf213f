"""Does what is missing matter? A verdict stays open only if two ways of filling the gaps give two verdicts.

First the cheap proof: judge with every gap a span; a definite answer is the answer of every filling (spans.py is never
too narrow). Otherwise look for two fillings that differ (witnesses): all words and yes/no, the ends of every number,
and every place where a number flips the answer while the others stay, found by halving spans until each is proven. If
there is no witness, halve all gaps until each part is proven. When the budget is used up, the answer is "open": what
has a witness is missing, or, without any, everything that was looked at.
"""

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from math import prod
from typing import Any

from guitai.rules.household import Filling, Gap
from guitai.rules.spans import Span, Value, ends

MOST_JUDGEMENTS = 2_500
MOST_SURROUNDINGS = 12
MOST_OTHERS = 256
ROUNDS = 3
STRIDE = 7_919  # a prime: walks through all combinations without favouring the first gaps
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
        points = [_corners(value) for value in self._gaps.values()]
        matters: set[str] = set()
        try:
            for _ in range(ROUNDS):
                self._look_for_witnesses(points, matters)
                if matters == {gap.path for gap in self._gaps}:
                    break
                self._add_flips(points)
            return (UNDECIDED, sorted(matters)) if matters else (self._prove(), [])
        except _BudgetSpent:
            return UNDECIDED, sorted(matters or {gap.path for gap in self._gaps})

    def _spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _BudgetSpent

    def _at(self, values: tuple[Value, ...]) -> Any:
        if values not in self._seen:
            self._spend()
            self._seen[values] = self._judge(dict(zip(self._gaps, values, strict=True)))
        return self._seen[values]

    def _add_flips(self, points: list[list[Value]]) -> None:
        """For each number both sides of every place where it flips the answer, while the others stay."""
        for number, value in enumerate(self._gaps.values()):
            if isinstance(value, Span):
                found = set(points[number])
                others = [[None] if i == number else values for i, values in enumerate(points)]
                for around in _combinations(others, MOST_SURROUNDINGS):
                    found |= self._flips(around, number, value)
                points[number] = sorted(found)

    def _flips(self, others: tuple[Value, ...], number: int, value: Span) -> set[Value]:
        """Along one number, the others known: the ends of the pieces that give the same answer."""
        pieces: list[tuple[Any, Any, Any]] = []
        waiting: list[Value] = [value]
        while waiting:
            piece = waiting.pop()
            answer = self._at((*others[:number], piece, *others[number + 1 :]))
            lo, hi = ends(piece)
            if answer is UNDECIDED:
                waiting += _halved(piece)
            elif pieces and pieces[-1][2] == answer:
                pieces[-1] = (lo, pieces[-1][1], answer)  # highest first: the piece below joins the last
            else:
                pieces.append((lo, hi, answer))
        return {end for lo, hi, _ in pieces for end in (lo, hi)}

    def _look_for_witnesses(self, points: list[list[Value]], matters: set[str]) -> None:
        """Add the paths that change the answer while all others stay."""
        paths = [gap.path for gap in self._gaps]
        for path in sorted(set(paths) - matters):
            others = [[None] if its == path else values for its, values in zip(paths, points, strict=True)]
            own = [values if its == path else [None] for its, values in zip(paths, points, strict=True)]
            if any(self._differ(around, own, paths, path) for around in _combinations(others, MOST_OTHERS)):
                matters.add(path)

    def _differ(self, around: tuple[Value, ...], own: list[list[Value]], paths: list[str], path: str) -> bool:
        first: Any = None
        for number, mine in enumerate(_combinations(own, MOST_OTHERS)):
            mixed = (m if its == path else a for m, a, its in zip(mine, around, paths, strict=True))
            answer = self._at(tuple(mixed))
            if number and answer != first:
                return True
            first = answer
        return False

    def _prove(self) -> Any:
        """No witness was found: halve until every part is proven to give the same."""
        parts = [dict(self._gaps)]
        answers: list[Any] = []
        while parts:
            part = parts.pop()
            self._spend()
            found = self._judge(part)
            if found is UNDECIDED:
                parts += _halves(part)
            elif found not in answers:
                answers.append(found)
                if len(answers) > 1:
                    raise _BudgetSpent
        return answers[0]


def _combinations(points: list[list[Value]], most: int) -> Iterator[tuple[Value, ...]]:
    """All combinations, or so many of them, spread evenly."""
    total = prod(map(len, points))
    if total <= most:
        yield from itertools.product(*points)
        return
    for step in range(most):
        index = step * STRIDE % total
        found = []
        for values in reversed(points):
            index, here = divmod(index, len(values))
            found.append(values[here])
        yield tuple(reversed(found))


def _corners(value: Value) -> list[Value]:
    match value:
        case Span(lo, hi):
            return [lo, hi]
        case frozenset():
            return sorted(value)
    return [True, False]


def _halved(span: Value) -> list[Value]:
    """Lower and upper half of the whole numbers or days of a span, the upper last."""
    if not isinstance(span, Span):
        raise _BudgetSpent
    lo, hi = span
    middle = date.fromordinal((lo.toordinal() + hi.toordinal()) // 2) if isinstance(lo, date) else (lo + hi) // 2
    above = date.fromordinal(middle.toordinal() + 1) if isinstance(middle, date) else middle + 1
    return [lo if lo == middle else Span(lo, middle), hi if above == hi else Span(above, hi)]


def _halves(part: dict[Gap, Value]) -> list[dict[Gap, Value]]:
    """The part cut at one gap: words and yes/no first, then the widest number."""
    for gap, value in part.items():
        if value is None or isinstance(value, frozenset):
            return [part | {gap: one} for one in _corners(value)]
    wide = {gap: value for gap, value in part.items() if isinstance(value, Span)}
    if not wide:
        raise _BudgetSpent
    gap = max(wide, key=lambda gap: _width(wide[gap]))
    return [part | {gap: half} for half in _halved(wide[gap])]


def _width(span: Span) -> int:
    return int((span.hi - span.lo).days if isinstance(span.lo, date) else span.hi - span.lo)
