"""Exact arithmetic on columns: int64 numerators over denominators, Python integers where int64 ends."""

from math import lcm
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
SAFE = 2**62  # one doubling below the end of int64


class Exact(NamedTuple):
    """num / den, den above zero. `top` and `bottom` bound |num| and den: an overflow is seen before it happens."""

    num: Array
    den: Array | int
    top: int
    bottom: int


def exact(numerators: Array, denominator: int = 1) -> Exact:
    top = int(np.max(np.abs(np.ravel(numerators)), initial=0))
    return Exact(numerators, denominator, top, denominator)


def times(numbers: Array, bound: int, factor: Array | int, factor_bound: int) -> tuple[Array, int]:
    """The product and its bound; Python integers when int64 might not hold it."""
    if isinstance(factor, int) and factor == 1:
        return numbers, bound
    product = bound * factor_bound
    if product < SAFE or numbers.dtype == object:
        return numbers * factor, product
    return numbers.astype(object) * factor, product


def aligned(a: Exact, b: Exact) -> tuple[Array, Array, Array | int, int, int]:
    """Both numerators over one denominator, that denominator, and the bounds of numerators and denominator."""
    if a.den is b.den or (isinstance(a.den, int) and isinstance(b.den, int) and a.den == b.den):
        return a.num, b.num, a.den, max(a.top, b.top), max(a.bottom, b.bottom)
    if isinstance(a.den, int) and isinstance(b.den, int):
        den: Array | int = lcm(a.den, b.den)
        left, left_top = times(a.num, a.top, int(den) // a.den, int(den) // a.den)
        right, right_top = times(b.num, b.top, int(den) // b.den, int(den) // b.den)
        return left, right, den, max(left_top, right_top), int(den)
    left, left_top = times(a.num, a.top, b.den, b.bottom)
    right, right_top = times(b.num, b.top, a.den, a.bottom)
    den, bottom = times(np.atleast_1d(a.den), a.bottom, b.den, b.bottom)
    return left, right, den, max(left_top, right_top), bottom


def add(a: Exact, b: Exact) -> Exact:
    left, right, den, top, bottom = aligned(a, b)
    if 2 * top >= SAFE:
        left = left.astype(object)
    return Exact(left + right, den, 2 * top, bottom)


def negative(a: Exact) -> Exact:
    return Exact(-a.num, a.den, a.top, a.bottom)


def multiply(a: Exact, b: Exact) -> Exact:
    num, top = times(a.num, a.top, b.num, b.top)
    if isinstance(a.den, int) and isinstance(b.den, int):
        return Exact(num, a.den * b.den, top, a.den * b.den)
    den, bottom = times(np.atleast_1d(a.den), a.bottom, b.den, b.bottom)
    return Exact(num, den, top, bottom)


def divide(a: Exact, b: Exact) -> Exact:
    """B is above zero: the checker has made sure."""
    num, top = times(a.num, a.top, b.den, b.bottom)
    den, bottom = times(np.atleast_1d(a.den), a.bottom, b.num, b.top)
    return Exact(num, den, top, bottom)


def least(a: Exact, b: Exact) -> Exact:
    left, right, den, top, bottom = aligned(a, b)
    return Exact(np.minimum(left, right), den, top, bottom)


def greatest(a: Exact, b: Exact) -> Exact:
    left, right, den, top, bottom = aligned(a, b)
    return Exact(np.maximum(left, right), den, top, bottom)


def choose(condition: Array, a: Exact, b: Exact) -> Exact:
    left, right, den, top, bottom = aligned(a, b)
    return Exact(np.where(condition, left, right), den, top, bottom)


def round_half_up(a: Exact) -> Exact:
    double, top = times(a.num, a.top, 2, 2)
    twice, _ = times(np.atleast_1d(a.den), a.bottom, 2, 2)
    return Exact((double + a.den) // twice, 1, top + a.bottom, 1)


def whole(a: Exact) -> Array:
    return np.asarray(a.num // a.den).astype(np.int64)


def take(a: Exact, rows: Array) -> Exact:
    return a._replace(num=pick(a.num, rows), den=a.den if isinstance(a.den, int) else pick(a.den, rows))


def constant(value: Any, dtype: Any = None) -> Array:
    """One value for every row: an array of one, which numpy spreads."""
    return np.array([value], dtype=dtype)


def pick(values: Array, rows: Array) -> Array:
    """The values of these rows; an array of one is the same everywhere."""
    return values if values.size == 1 else values[rows]


def one_denominator(a: Exact) -> Exact:
    """The same numbers over a single denominator, so that they can be summed."""
    if isinstance(a.den, int):
        return a
    common = lcm(*(int(d) for d in np.unique(a.den)))
    num, top = times(a.num.astype(object), a.top, common // a.den.astype(object), common)
    return Exact(num, common, top, common)


def sum_within(a: Exact, starts: Array, largest_household: int) -> Exact:
    a = one_denominator(a)
    top = a.top * largest_household
    num = a.num if top < SAFE else a.num.astype(object)
    return Exact(np.add.reduceat(num, starts), a.den, top, a.bottom)


def largest_within(a: Exact, starts: Array) -> Exact:
    a = one_denominator(a)
    return a._replace(num=np.maximum.reduceat(a.num, starts))


def age(born: Array, day: Array) -> Array:
    """Full years, as spans.age."""
    years = _years(day) - _years(born)
    return np.asarray(years - (_month_and_day(day) < _month_and_day(born)))


def _years(day: Array) -> Array:
    return np.asarray(day.astype("M8[Y]").astype(np.int64) + 1970)


def _month_and_day(day: Array) -> Array:
    month = day.astype("M8[M]")
    return np.asarray((month.astype(np.int64) % 12) * 32 + (day - month.astype("M8[D]")).astype(np.int64))


_LAST_MONTH, _LAST_DAY = np.datetime64("9999-12", "M"), np.datetime64("9999-12-31", "D")


def add_months(day: Array, months: Array) -> Array:
    month = day.astype("M8[M]")
    wanted = month + months.astype("m8[M]")
    last = month_end(np.minimum(wanted, _LAST_MONTH).astype("M8[D]"))
    moved = np.minimum(wanted.astype("M8[D]") + (day - month.astype("M8[D]")), last)
    return np.asarray(np.where(wanted > _LAST_MONTH, _LAST_DAY, moved))


def add_days(day: Array, days: Array) -> Array:
    return np.asarray(np.minimum(day + days.astype("m8[D]"), _LAST_DAY))


def month_start(day: Array) -> Array:
    return day.astype("M8[M]").astype("M8[D]")


def month_end(day: Array) -> Array:
    return (day.astype("M8[M]") + np.timedelta64(1, "M")).astype("M8[D]") - np.timedelta64(1, "D")
