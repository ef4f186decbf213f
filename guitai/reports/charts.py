"""Bars drawn on the server: plain numbers for an SVG, so that a page needs neither script nor style for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from guitai.reports.terms import Period

WIDE, HIGH, BELOW = 640, 160, 24  # of the drawing, and of the line of months under it
GAP = 4


@dataclass(frozen=True)
class Column:
    """One bar of the drawing; ``series`` is which of the two it belongs to."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True)
class Label:
    x: float
    words: str


@dataclass(frozen=True)
class Chart:
    """Two bars for each month, what came in and what was decided."""

    columns: tuple[Column, ...]
    labels: tuple[Label, ...]
    most: int
    width: int = WIDE
    height: int = HIGH + BELOW
    base: int = HIGH


def by_month(periods: Sequence[Period]) -> Chart:
    """Answer the drawing of these months; one without a bar where nothing happened."""
    most = max((max(period.submitted, period.decided) for period in periods), default=0)
    step = WIDE / max(1, len(periods))
    bar = (step - 2 * GAP) / 2
    columns = [
        _column(at * step + GAP + series * bar, bar, count, most, series)
        for at, period in enumerate(periods)
        for series, count in enumerate((period.submitted, period.decided))
    ]
    labels = [Label(round((at + 0.5) * step, 1), f"{period.month:%-m}") for at, period in enumerate(periods)]
    return Chart(tuple(columns), tuple(labels), most)


def _column(x: float, width: float, count: int, most: int, series: int) -> Column:
    height = round(HIGH * count / most, 1) if most else 0.0
    return Column(round(x, 1), round(HIGH - height, 1), round(width, 1), height, series)


def share(count: int, most: int) -> int:
    """Answer how long the bar of a line is, of a hundred."""
    return round(100 * count / most) if most else 0
