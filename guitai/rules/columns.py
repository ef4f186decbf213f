"""The value of a tree for many households at once: the same trees as evaluator.py, the same results."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np

from guitai.rules import arrays, spans
from guitai.rules.arrays import Array, Exact
from guitai.rules.parameters import ParameterBook
from guitai.rules.rulebook import Law
from guitai.rules.syntax import (
    Arithmetic,
    Call,
    Choose,
    Comparison,
    Literal,
    Logic,
    Minus,
    Node,
    Not,
    OneOf,
    Over,
    Reference,
)
from guitai.rules.table import Column, Table, numbers

_ARITHMETIC: dict[str, Callable[[Exact, Exact], Exact]] = {
    "+": arrays.add,
    "-": lambda a, b: arrays.add(a, arrays.negative(b)),
    "*": arrays.multiply,
    "/": arrays.divide,
}
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


class Columns:
    """All households of a table under one version of the law; every named value is worked out once."""

    def __init__(self, table: Table, law: Law, book: ParameterBook) -> None:
        self.table, self.law, self.book = table, law, book
        self._known: dict[tuple[str, bool], Column] = {}

    def of_case(self, name: str) -> Column:
        return self._named(name, self.law.case, of_person=False)

    def of_person(self, name: str) -> Column:
        return self._named(name, self.law.person, of_person=True)

    def _named(self, name: str, trees: Any, *, of_person: bool) -> Column:
        key = (name, of_person)
        if key not in self._known:
            self._known[key] = self.value(trees[name], of_person=of_person)
        return self._known[key]

    def value(self, tree: Node, *, of_person: bool = False) -> Column:
        return _WAYS[type(tree)](self, tree, of_person)

    def find(self, name: Reference, of_person: bool) -> Column:
        match name.kind:
            case "person_fact" | "person_value":
                found = self.table.person[name.name] if name.kind == "person_fact" else self.of_person(name.name)
                if of_person and not name.applicant:
                    return found
                found = _rows(found, self.table.starts)
            case "parameter":
                found = self._parameter(name.name)
            case "case_value":
                found = self.of_case(name.name)
            case _:
                found = (
                    Column(arrays.constant(self.table.on, "M8[D]")) if name.name == "on" else self.table.case[name.name]
                )
        return _rows(found, self.table.household) if of_person else found

    def _parameter(self, name: str) -> Column:
        key = (f"parameter {name}", False)
        if key not in self._known:
            day = self.value(self.law.days[name])
            found = self._given(name, self._announced(name, day.data))
            self._known[key] = found._replace(open=_any_open(found.open, day.open))
        return self._known[key]

    def _announced(self, name: str, days: Array) -> Column:
        """The parameter for each household: one look-up a region and day; open where there is none."""
        pairs, which = np.unique(self.table.region * _MANY_DAYS + days.astype(np.int64), return_inverse=True)
        found = [self._amount(name, *divmod(int(pair), _MANY_DAYS)) for pair in pairs]
        rows = np.zeros(1, dtype=int) if len(found) == 1 else which
        missing = np.array([value is None for value in found])
        return Column(
            arrays.take(numbers([value or 0 for value in found]), rows), missing[rows] if missing.any() else None
        )

    def _amount(self, name: str, region: int, day: int) -> Fraction | None:
        return self.book.find(name, region=self.table.regions[region], day=date.fromordinal(day + _EPOCH)).value

    def _given(self, name: str, announced: Column) -> Column:
        """What a case gives itself comes first."""
        given = self.table.given.get(name)
        if not given:
            return announced
        every = np.arange(len(self.table.starts))
        here = np.isin(every, list(given))
        own = numbers([given.get(int(row)) or 0 for row in every])
        unknown = np.array([given.get(int(row), 0) is None for row in every])
        return Column(arrays.choose(here, own, announced.data), unknown | (_mask(announced) & ~here))

    def logic(self, tree: Logic, of_person: bool) -> Column:
        left, right = self.value(tree.left, of_person=of_person), self.value(tree.right, of_person=of_person)
        decisive = tree.word == "or"
        data = left.data | right.data if decisive else left.data & right.data
        open_ = _any_open(left.open, right.open)
        if open_ is None:
            return Column(data)
        sure = _decided(left, yes=decisive) | _decided(right, yes=decisive)
        return Column(np.where(sure, decisive, data), open_ & ~sure)

    def choose(self, tree: Choose, of_person: bool) -> Column:
        condition = self.value(tree.condition, of_person=of_person)
        then, otherwise = self.value(tree.then, of_person=of_person), self.value(tree.otherwise, of_person=of_person)
        if isinstance(then.data, Exact):
            data: Any = arrays.choose(condition.data, then.data, otherwise.data)
        else:
            data = np.where(condition.data, then.data, otherwise.data)
        if then.open is None and otherwise.open is None:
            return Column(data, condition.open)
        chosen = np.where(condition.data, _mask(then), _mask(otherwise))
        return Column(data, _any_open(chosen, condition.open))

    def compare(self, tree: Comparison, of_person: bool) -> Column:
        left, right = self.value(tree.left, of_person=of_person), self.value(tree.right, of_person=of_person)
        a, b = left.data, right.data
        if isinstance(a, Exact):
            a, b, *_ = arrays.aligned(a, b)
        return Column(_COMPARE[tree.sign](a, b).astype(bool), _any_open(left.open, right.open))

    def one_of(self, tree: OneOf, of_person: bool) -> Column:
        subject = self.value(tree.subject, of_person=of_person)
        codes = [self.table.words.code(word) for word in tree.values]
        return Column(reduce(np.logical_or, (subject.data == code for code in codes)), subject.open)

    def negate(self, tree: Not, of_person: bool) -> Column:
        operand = self.value(tree.operand, of_person=of_person)
        return operand._replace(data=~operand.data)

    def minus(self, tree: Minus, of_person: bool) -> Column:
        operand = self.value(tree.operand, of_person=of_person)
        return operand._replace(data=arrays.negative(operand.data))

    def arithmetic(self, tree: Arithmetic, of_person: bool) -> Column:
        left, right = self.value(tree.left, of_person=of_person), self.value(tree.right, of_person=of_person)
        return Column(_ARITHMETIC[tree.sign](left.data, right.data), _any_open(left.open, right.open))

    def literal(self, tree: Literal, _: bool) -> Column:
        match tree.value:
            case bool():
                return Column(arrays.constant(tree.value))
            case str():
                return Column(arrays.constant(self.table.words.code(tree.value), np.int32))
            case date():
                return Column(arrays.constant(tree.value, "M8[D]"))
        return Column(numbers([tree.value]))

    def call(self, tree: Call, of_person: bool) -> Column:
        if tree.function in ("total", "has"):
            words = {str(word.value) for word in tree.arguments[1:] if isinstance(word, Literal)}
            return self._with_words(tree, words, of_person=of_person)
        given = [self.value(argument, of_person=of_person) for argument in tree.arguments]
        open_ = reduce(_any_open, (column.open for column in given))
        if tree.function == "at":
            return Column(self._at(*(column.data for column in given), of_person=of_person), open_)
        return Column(_FUNCTIONS[tree.function](*(column.data for column in given)), open_)

    def _with_words(self, tree: Call, words: set[str], *, of_person: bool) -> Column:
        found = self.value(tree.arguments[0], of_person=of_person)
        if tree.function == "has":
            none = arrays.constant(value=False)
            return Column(
                reduce(np.logical_or, (c for word, c in found.data.items() if word in words), none), found.open
            )
        counted = [amounts for kind, amounts in found.data.items() if kind not in words]
        return Column(reduce(arrays.add, counted, _ZERO), found.open)

    def _at(self, history: Any, day: Array, otherwise: Array, *, of_person: bool) -> Array:
        """The few rows with changes one by one; the others hold what held before."""
        rows = self.table.household if of_person else np.arange(len(self.table.starts))
        data = np.array(np.broadcast_to(otherwise, rows.shape))
        days = np.broadcast_to(day, rows.shape)
        words = self.table.words
        for row in np.flatnonzero(np.isin(rows, list(history.changes))):
            before = words.word(int(data[row]))
            data[row] = words.code(spans.at(history.changes[int(rows[row])], days[row].item(), before))
        return data

    def over(self, tree: Over, _: bool) -> Column:
        value, where = self.value(tree.value, of_person=True), self.value(tree.where, of_person=True)
        shape, starts = self.table.household.shape, self.table.starts
        counted = np.broadcast_to(where.data, shape)
        data = _OVER[tree.kind](value.data, counted, self.table)
        open_ = _any_open(where.open, None if value.open is None else value.open & counted)
        return Column(data, None if open_ is None else np.logical_or.reduceat(np.broadcast_to(open_, shape), starts))


_MANY_DAYS = 10_000_000  # more than there are days; keeps region and day in one number
_ZERO = arrays.exact(arrays.constant(0))
_EPOCH = date(1970, 1, 1).toordinal()


def _over_yes(value: Array, counted: Array, table: Table) -> Array:
    return np.logical_or.reduceat(value & counted, table.starts)


def _over_all(value: Array, counted: Array, table: Table) -> Array:
    return np.logical_and.reduceat(value | ~counted, table.starts)


def _only(value: Exact, counted: Array) -> Exact:
    return arrays.choose(counted, value, _ZERO)


def _over_sum(value: Exact, counted: Array, table: Table) -> Exact:
    return arrays.sum_within(_only(value, counted), table.starts, table.largest_household)


def _over_largest(value: Exact, counted: Array, table: Table) -> Exact:
    return arrays.greatest(arrays.largest_within(_only(value, counted), table.starts), _ZERO)


_OVER: dict[str, Callable[[Any, Array, Table], Any]] = {
    "any": _over_yes,
    "all": _over_all,
    "sum": _over_sum,
    "count": _over_sum,
    "largest": _over_largest,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "age": lambda born, day: arrays.exact(arrays.age(born, day)),
    "add_months": lambda day, n: arrays.add_months(day, arrays.whole(n)),
    "add_days": lambda day, n: arrays.add_days(day, arrays.whole(n)),
    "month_start": arrays.month_start,
    "month_end": arrays.month_end,
    "round": arrays.round_half_up,
    "min": lambda *values: reduce(arrays.least, values),
    "max": lambda *values: reduce(arrays.greatest, values),
}


def _any_open(a: Array | None, b: Array | None) -> Array | None:
    if a is None or b is None:
        return b if a is None else a
    return a | b


def _mask(column: Column) -> Array:
    return arrays.constant(value=False) if column.open is None else column.open


def _decided(column: Column, *, yes: bool) -> Array:
    """Where this side alone settles an and/or."""
    return np.asarray((column.data == yes) & ~_mask(column))


def _rows(column: Column, rows: Array) -> Column:
    """The column spread over (or picked at) these rows."""
    return Column(_picked(column.data, rows), None if column.open is None else _picked(column.open, rows))


def _picked(data: Any, rows: Array) -> Any:
    match data:
        case Exact():
            return arrays.take(data, rows)
        case dict():
            return {key: _picked(part, rows) for key, part in data.items()}
        case np.ndarray():
            return arrays.pick(data, rows)
    return data


_WAYS: dict[type[Node], Callable[[Columns, Any, bool], Column]] = {
    Literal: Columns.literal,
    Reference: Columns.find,
    Arithmetic: Columns.arithmetic,
    Comparison: Columns.compare,
    OneOf: Columns.one_of,
    Not: Columns.negate,
    Minus: Columns.minus,
    Logic: Columns.logic,
    Choose: Columns.choose,
    Call: Columns.call,
    Over: Columns.over,
}
