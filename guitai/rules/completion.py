"""Does what is missing matter? A verdict stays open only if two ways of filling the gaps give two verdicts.

First the cheap proof: judge with every gap a span; a definite answer is the answer of every filling (spans.py is never
too narrow). Otherwise look for two fillings that differ (witnesses): all words and yes/no, the ends of every number,
and every place where a number flips the answer while the others stay, found by halving spans until each is proven. If
there is no witness, halve all gaps until each part is proven. When the budget is used up, the answer is "open", and
everything that was looked at is missing: on the safe side.
"""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

from guitai.rules.household import Filling, Gap
from guitai.rules.spans import Span, Value, ends

MOST_JUDGEMENTS = 2_500
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
            points = self._with_flips(self._with_flips([_corners(value) for value in self._gaps.values()]))
            matters = self._matters(points)
            return (UNDECIDED, matters) if matters else (self._prove(), [])
        except _BudgetSpent:
            return UNDECIDED, sorted({gap.path for gap in self._gaps})

    def _spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _BudgetSpent

    def _at(self, values: tuple[Value, ...]) -> Any:
        if values not in self._seen:
            self._spend()
            self._seen[values] = self._judge(dict(zip(self._gaps, values, strict=True)))
        return self._seen[values]

    def _with_flips(self, points: list[list[Value]]) -> list[list[Value]]:
        """The points, and for each number both sides of every place where it flips the answer."""
        found = [set(values) for values in points]
        for number, value in enumerate(self._gaps.values()):
            if isinstance(value, Span):
                around = itertools.product(*([None] if i == number else values for i, values in enumerate(points)))
                for others in itertools.islice(around, MOST_SURROUNDINGS):
                    found[number] |= self._flips(others, number, value)
        return [sorted(values) for values in found]

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
