"""Many households as columns: one row a person, the persons of a household together, the applicant first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

import numpy as np

from guitai.facts.queries import services_folder, vocabulary
from guitai.facts.terms import Fact, Kind
from guitai.rules import arrays
from guitai.rules.arrays import Array, Exact
from guitai.rules.readings import UNKNOWN
from guitai.rules.situation import Situation


class Column(NamedTuple):
    """Values, and which of them are open (None: all are known). An open value is filled with anything."""

    data: Any  # Exact | Array | History | dict[str, Exact] for incomes
    open: Array | None = None


@dataclass
class Words:
    """Every word as a small number."""

    codes: dict[str, int] = field(default_factory=dict)

    def code(self, word: str) -> int:
        return self.codes.setdefault(word, len(self.codes))

    def word(self, code: int) -> str:
        return list(self.codes)[code]


class History(NamedTuple):
    """Changes, for the few rows that have any."""

    changes: dict[int, tuple[tuple[date, str], ...]]


@dataclass
class Table:
    """`household[i]` is the row of person i's household; `starts[h]` its applicant."""

    on: date
    starts: Array
    household: Array
    regions: Sequence[str]
    region: Array  # index into regions, one a household
    person: dict[str, Column]
    case: dict[str, Column]
    words: Words
    given: dict[str, dict[int, Fraction | None]] = field(default_factory=dict)  # parameters given for one household

    @property
    def largest_household(self) -> int:
        return int(np.diff(self.starts, append=len(self.household)).max())


def table(situations: Sequence[Situation], *, on: date) -> Table:
    """The situations as columns."""
    facts = vocabulary(services_folder())
    words = Words()
    sizes = np.array([len(s.persons) for s in situations])
    regions = sorted({s.region for s in situations})
    members = [member.facts for s in situations for member in s.persons]
    given: dict[str, dict[int, Fraction | None]] = {}
    for row, situation in enumerate(situations):
        for name, value in situation.parameters.items():
            given.setdefault(name, {})[row] = value if isinstance(value, Fraction) else None
    return Table(
        on=on,
        starts=np.concatenate(([0], np.cumsum(sizes)[:-1])),
        household=np.repeat(np.arange(len(situations)), sizes),
        regions=regions,
        region=np.array([regions.index(s.region) for s in situations]),
        person={n: column([m[n] for m in members], f, words) for n, f in facts.person.items() if f.used_by_rules},
        case={n: column([s.facts[n] for s in situations], f, words) for n, f in facts.case.items() if f.used_by_rules},
        words=words,
        given=given,
    )


def column(values: list[Any], fact: Fact, words: Words) -> Column:
    """One fact of everybody; what is unknown is open."""
    unknown = np.array([_has_gap(value) for value in values], dtype=bool)
    filled = [_FILLING[fact.kind](fact) if gap else value for value, gap in zip(values, unknown, strict=True)]
    return Column(_COLUMNS[fact.kind](filled, words), unknown if unknown.any() else None)


def _has_gap(value: Any) -> bool:
    return value is UNKNOWN or (isinstance(value, tuple) and any(part[1] is UNKNOWN for part in value))


def numbers(values: Sequence[int | Fraction]) -> Exact:
    """Exact numbers over their common denominator."""
    den = lcm(1, *{Fraction(value).denominator for value in values})
    whole = [int(value * den) for value in values]
    fits = all(abs(value) < arrays.SAFE for value in whole)
    return arrays.exact(np.array(whole, dtype=np.int64 if fits else object), den)


def _incomes(values: list[Any], _: Words) -> dict[str, Exact]:
    kinds = sorted({kind for entries in values for kind, _ in entries})
    return {kind: numbers([sum(m for k, m in entries if k == kind) for entries in values]) for kind in kinds}


def _choices(values: list[Any], _: Words) -> dict[str, Array]:
    found = sorted(set().union(*values))
    return {word: np.array([word in value for value in values]) for word in found}


def _dates(values: list[Any], _: Words) -> Array:
    return np.array(values, dtype="M8[D]")


def _booleans(values: list[Any], _: Words) -> Array:
    return np.array(values, dtype=bool)


_COLUMNS: dict[Kind, Callable[[list[Any], Words], Any]] = {
    Kind.NUMBER: lambda values, _: numbers(values),
    Kind.BOOLEAN: _booleans,
    Kind.GROUND: _booleans,
    Kind.DATE: _dates,
    Kind.MONTH: _dates,
    Kind.CHOICE: lambda values, words: np.array([words.code(value) for value in values], dtype=np.int32),
    Kind.CHOICES: _choices,
    Kind.INCOMES: _incomes,
    Kind.HISTORY: lambda values, _: History({row: changes for row, changes in enumerate(values) if changes}),
}
_FILLING: dict[Kind, Callable[[Fact], Any]] = {
    Kind.NUMBER: lambda _: 0,
    Kind.BOOLEAN: lambda _: False,
    Kind.GROUND: lambda _: False,
    Kind.DATE: lambda _: date(2000, 1, 1),
    Kind.MONTH: lambda _: date(2000, 1, 1),
    Kind.CHOICE: lambda fact: fact.values[0],
    Kind.CHOICES: lambda _: frozenset(),
    Kind.INCOMES: lambda _: (),
    Kind.HISTORY: lambda _: (),
}
