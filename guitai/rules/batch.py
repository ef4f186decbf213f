"""A million households at once, with the same result as one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from guitai.rules import arrays, assessment
from guitai.rules.arrays import Array, Exact
from guitai.rules.assessment import failing_codes
from guitai.rules.columns import Columns
from guitai.rules.rulebook import Law, Rulebook
from guitai.rules.situation import Situation
from guitai.rules.table import Column, Table, table
from guitai.rules.terms import Verdict


@dataclass(frozen=True)
class Summary:
    """What a bulk run keeps of a household."""

    verdict: Verdict
    figures: dict[str, Fraction | int | None]
    counted_persons: tuple[str, ...]
    failing_conditions: tuple[str, ...]
    missing: tuple[str, ...] = ()


OPEN = 2


@dataclass(frozen=True)
class Result:
    """Columns of a judged table; where `open`, something is missing and the household is judged by itself.

    ``verdict`` is 1 for eligible, 0 for not, OPEN where a gap could matter. Bit n of ``reasons`` says that the n-th of
    the law's bars and conditions, in that order, is not met.
    """

    eligible: Array
    barred: Array
    band: Array
    figures: dict[str, Exact]
    met: dict[str, Array]
    counted: Array
    open: Array

    @property
    def verdict(self) -> Array:
        return np.where(self.open, OPEN, self.eligible).astype(np.uint8)

    @property
    def reasons(self) -> Array:
        packed = np.zeros(len(self.open), dtype=np.uint64)
        for bit, met in enumerate(self.met.values()):
            packed |= (~met).astype(np.uint64) << np.uint64(bit)
        return packed


def judge(rulebook: Rulebook, law: Law, households: Table) -> Result:
    """Every household of the table under this version of the law."""
    columns = Columns(households, law, rulebook.parameters)
    size = len(households.starts)
    open_ = np.zeros(size, dtype=bool)

    def of(name: str) -> Any:
        column = columns.of_case(name)
        _mark(open_, column)
        return column.data

    rules = (*law.bars, *law.conditions)
    names = {law.gives: law.gives} | {name: f"outputs.{name}" for name in law.outputs}
    names |= {name: f"shows.{name}" for name in law.shows}
    counted = columns.of_person("counted")
    if counted.open is not None:
        _mark(open_, Column(None, np.logical_or.reduceat(counted.open, households.starts)))
    return Result(
        eligible=np.broadcast_to(of("eligible"), (size,)),
        barred=~np.broadcast_to(of("unbarred"), (size,)),
        band=np.broadcast_to(of("band").num, (size,)),
        figures={name: of(where) for name, where in names.items()},
        met={rule.code: np.broadcast_to(of(f"met.{rule.code}"), (size,)) for rule in rules},
        counted=np.broadcast_to(counted.data, households.household.shape),
        open=open_,
    )


def assess_many(rulebook: Rulebook, situations: Sequence[Situation], *, on: date) -> list[Summary]:
    """A summary for each situation, equal to what `assess` says of it alone."""
    if not situations:
        return []
    law = rulebook.law_on(on)
    households = table(situations, on=on)
    found = judge(rulebook, law, households)
    return [
        _alone(rulebook, situation, on) if found.open[row] else _summary(law, found, households, situation, row)
        for row, situation in enumerate(situations)
    ]


def _mark(open_: Array, column: Column) -> None:
    if column.open is not None:
        open_ |= column.open


def _alone(rulebook: Rulebook, situation: Situation, on: date) -> Summary:
    one = assessment.assess(rulebook, situation, on=on, parameters=rulebook.parameters)
    return Summary(one.verdict, dict(one.figures), one.counted_persons, one.failing_conditions, one.missing)


def _summary(law: Law, found: Result, households: Table, situation: Situation, row: int) -> Summary:
    barred = bool(found.barred[row])
    band = int(found.band[row])
    eligible = bool(found.eligible[row])
    shown = set(law.shows)
    start = int(households.starts[row])
    return Summary(
        verdict=Verdict.ELIGIBLE if eligible else Verdict.NOT_ELIGIBLE,
        figures={n: None if barred and n not in shown else _one(figure, row) for n, figure in found.figures.items()},
        counted_persons=tuple(m.id for i, m in enumerate(situation.persons) if found.counted[start + i]),
        failing_conditions=failing_codes(
            law,
            {code for code, met in found.met.items() if not met[row]},
            None if barred or band >= len(law.bands) else band,
            refused=not eligible,
        ),
    )


def _one(figure: Exact, row: int) -> Fraction | int:
    here = arrays.take(figure, np.array([row]))
    value = Fraction(int(here.num[0]), here.den if isinstance(here.den, int) else int(here.den[0]))
    return value.numerator if value.denominator == 1 else value
