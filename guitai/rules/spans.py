"""Arithmetic with what is not known: a number or day somewhere in a span, a yes/no that is open, a word among several.

A known value is the plain int, Fraction, date, bool or str, so the known case pays nothing. An open yes/no is None.
Every operation answers with the smallest span that holds all results; two different spans are taken as independent,
which is never too narrow (completion.py removes what is too wide).
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple


class Span(NamedTuple):
    """Somewhere from lo to hi, both included; numbers or days."""

    lo: Any
    hi: Any


Number = int | Fraction
Value = Any  # int | Fraction | date | bool | str | None | Span | frozenset[str] | tuple[…]


def ends(value: Value) -> tuple[Any, Any]:
    return value if type(value) is Span else (value, value)


def _span(lo: Any, hi: Any) -> Value:
    return lo if lo == hi else Span(lo, hi)


def add(a: Value, b: Value) -> Value:
    if type(a) is Span or type(b) is Span:
        (al, ah), (bl, bh) = ends(a), ends(b)
        return _span(al + bl, ah + bh)
    return a + b


def subtract(a: Value, b: Value) -> Value:
    (al, ah), (bl, bh) = ends(a), ends(b)
    return _span(al - bh, ah - bl)


def multiply(a: Value, b: Value) -> Value:
    if type(a) is Span or type(b) is Span:
        corners = [x * y for x in ends(a) for y in ends(b)]
        return _span(min(corners), max(corners))
    return a * b


def divide(a: Value, b: Value) -> Value:
    """The checker has made sure that b is above zero."""
    corners = [Fraction(x) / y for x in ends(a) for y in ends(b)]
    return _span(min(corners), max(corners))


def least(*values: Value) -> Value:
    return _span(min(ends(v)[0] for v in values), min(ends(v)[1] for v in values))


def greatest(*values: Value) -> Value:
    return _span(max(ends(v)[0] for v in values), max(ends(v)[1] for v in values))


def round_half_up(value: Value) -> Value:
    lo, hi = ends(value)
    return _span(_half_up(lo), _half_up(hi))


def _half_up(number: Number) -> int:
    return int((number * 2 + 1) // 2)


def compare(sign: str, a: Value, b: Value) -> bool | None:
    return _COMPARE[sign](a, b)


def below(a: Value, b: Value) -> bool | None:
    (al, ah), (bl, bh) = ends(a), ends(b)
    if ah < bl:
        return True
    return False if al >= bh else None


def equal(a: Value, b: Value) -> bool | None:
    if a is None or b is None:
        return None
    if type(a) is frozenset or type(b) is frozenset:
        return None if words(a) & words(b) else False
    if type(a) is Span or type(b) is Span:
        (al, ah), (bl, bh) = ends(a), ends(b)
        return False if ah < bl or bh < al else None
    return bool(a == b)


def words(value: Value) -> frozenset[str]:
    return value if type(value) is frozenset else frozenset((value,))


def one_of(value: Value, values: tuple[str, ...]) -> bool | None:
    if type(value) is frozenset:
        inside = value & set(values)
        return False if not inside else (True if inside == value else None)
    return value in values


def negate(value: bool | None) -> bool | None:
    return None if value is None else not value


def both(a: bool | None, b: bool | None) -> bool | None:
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def has(found: frozenset[str] | bool | None, looked_for: frozenset[str]) -> bool | None:
    """A list nobody knows is taken as having one of the words (True), having none (False), or open (None)."""
    return not looked_for.isdisjoint(found) if isinstance(found, frozenset) else found


def join(a: Value, b: Value) -> Value:
    """What holds both; for an if whose condition is open."""
    if type(a) is type(b) and a == b:
        return a
    if a is None or b is None or isinstance(a, bool):
        return None
    if isinstance(a, str | frozenset):
        return words(a) | words(b)
    (al, ah), (bl, bh) = ends(a), ends(b)
    return _span(min(al, bl), max(ah, bh))


def age(born: Value, day: Value) -> Value:
    """Full years; who is born on 29 February is a year older on 1 March of other years (民法 §§121, 124)."""
    return _monotone(_age, day, born, falling=True)


def _age(day: date, born: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def add_months(day: Value, months: Value) -> Value:
    return _monotone(_add_months, day, months)


def _add_months(day: date, months: int) -> date:
    """The same day of another month, else that month's last; never past 9999-12-31."""
    year, month = divmod(day.year * 12 + day.month - 1 + int(months // 1), 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: Value, days: Value) -> Value:
    return _monotone(_add_days, day, days)


def _add_days(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + int(days // 1), date.max.toordinal()))


def month_start(day: Value) -> Value:
    lo, hi = ends(day)
    return _span(lo.replace(day=1), hi.replace(day=1))


def month_end(day: Value) -> Value:
    lo, hi = ends(day)
    return _span(_month_end(lo), _month_end(hi))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _monotone(of: Callable[[Any, Any], Any], a: Value, b: Value, *, falling: bool = False) -> Value:
    """A function that rises with a, and rises (or falls) with b."""
    (al, ah), (bl, bh) = ends(a), ends(b)
    if falling:
        bl, bh = bh, bl
    return _span(of(al, bl), of(ah, bh))


def at(history: tuple[tuple[date, str], ...] | frozenset[str] | str, day: Value, otherwise: Value) -> Value:
    """The word of the last change up to the day; a history nobody knows is the words that it may be."""
    if not isinstance(history, tuple):
        return history
    lo, hi = ends(day)
    found = [word for start, word in history if lo < start <= hi]
    before = [word for start, word in history if start <= lo]
    first = before[-1] if before else otherwise
    for word in found:
        first = join(first, word)
    return first


def total(incomes: tuple[tuple[str, Value], ...], left_out: frozenset[str]) -> Value:
    """The sum of the amounts, without the kinds that are left out."""
    amount: Value = 0
    for kind, monthly in incomes:
        if kind not in left_out:
            amount = add(amount, monthly)
    return amount


_COMPARE: dict[str, Callable[[Value, Value], bool | None]] = {
    "=": equal,
    "!=": lambda a, b: negate(equal(a, b)),
    "<": below,
    ">": lambda a, b: below(b, a),
    "<=": lambda a, b: negate(below(b, a)),
    ">=": lambda a, b: negate(below(a, b)),
}
