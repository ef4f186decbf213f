"""The value of a tree for one household, known or partly known."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, Protocol

from guitai.rules import spans
from guitai.rules.spans import Value
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

_ARITHMETIC = {"+": spans.add, "-": spans.subtract, "*": spans.multiply, "/": spans.divide}
_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "age": spans.age,
    "add_months": spans.add_months,
    "add_days": spans.add_days,
    "month_start": spans.month_start,
    "month_end": spans.month_end,
    "round": spans.round_half_up,
    "min": spans.least,
    "max": spans.greatest,
    "at": spans.at,
}


class Leaves(Protocol):
    """Where facts and parameters come from; what is not known comes as span, set of words, or None."""

    @property
    def persons(self) -> Sequence[object]: ...
    def person_fact(self, name: str, person: int) -> Value: ...
    def case_fact(self, name: str) -> Value: ...
    def parameter(self, name: str, day: Value) -> Value: ...


class Frame:
    """One household under one version of the law; every named value is worked out once."""

    def __init__(
        self,
        leaves: Leaves,
        *,
        case: Mapping[str, Node],
        person: Mapping[str, Node],
        days: Mapping[str, Node],
    ) -> None:
        self._leaves, self._case, self._person, self._days = leaves, case, person, days
        self._known: dict[tuple[str, int | None], Value] = {}

    def of_case(self, name: str) -> Value:
        key = (name, None)
        if key not in self._known:
            self._known[key] = self.value(self._case[name])
        return self._known[key]

    def of_person(self, name: str, person: int) -> Value:
        key = (name, person)
        if key not in self._known:
            self._known[key] = self.value(self._person[name], person)
        return self._known[key]

    def value(self, tree: Node, person: int | None = None) -> Value:
        return _WAYS[type(tree)](self, tree, person)

    def find(self, name: Reference, person: int | None) -> Value:
        who = 0 if name.applicant or person is None else person
        match name.kind:
            case "person_fact":
                return self._leaves.person_fact(name.name, who)
            case "person_value":
                return self.of_person(name.name, who)
            case "case_fact":
                return self._leaves.case_fact(name.name)
            case "parameter":
                return self._parameter(name.name)
        return self.of_case(name.name)

    def _parameter(self, name: str) -> Value:
        key = (f"parameter {name}", None)
        if key not in self._known:
            self._known[key] = self._leaves.parameter(name, self.value(self._days[name]))
        return self._known[key]

    def logic(self, tree: Logic, person: int | None) -> bool | None:
        """`and` stops at the first no, `or` at the first yes; what is not looked at cannot be missing."""
        decisive = tree.word == "or"
        left: bool | None = self.value(tree.left, person)
        if left is decisive:
            return decisive
        right: bool | None = self.value(tree.right, person)
        if right is decisive:
            return decisive
        return None if left is None or right is None else not decisive

    def choose(self, tree: Choose, person: int | None) -> Value:
        condition = self.value(tree.condition, person)
        if condition is None:
            return spans.join(self.value(tree.then, person), self.value(tree.otherwise, person))
        return self.value(tree.then if condition else tree.otherwise, person)

    def call(self, tree: Call, person: int | None) -> Value:
        first = self.value(tree.arguments[0], person)
        if tree.function in ("total", "has"):
            words = frozenset(str(word.value) for word in tree.arguments[1:] if isinstance(word, Literal))
            return _TAKES_WORDS[tree.function](first, words)
        return _FUNCTIONS[tree.function](first, *(self.value(a, person) for a in tree.arguments[1:]))

    def over(self, tree: Over, _: int | None) -> Value:
        cases = [(self.value(tree.where, i), i) for i in range(len(self._leaves.persons))]
        return _OVER[tree.kind]([(sure, self.value(tree.value, i)) for sure, i in cases if sure is not False])


Counted = list[tuple[bool | None, Value]]  # who is counted for sure (True) or perhaps (None), with the value


def _any(counted: Counted) -> bool | None:
    values = [spans.both(sure, value) for sure, value in counted]
    return True if True in values else (None if None in values else False)


def _all(counted: Counted) -> bool | None:
    return spans.negate(_any([(sure, spans.negate(value)) for sure, value in counted]))


def _sum(counted: Counted) -> Value:
    return reduce(spans.add, (_if_counted(sure, value) for sure, value in counted), 0)


def _largest(counted: Counted) -> Value:
    return spans.greatest(0, *(_if_counted(sure, value) for sure, value in counted))


def _if_counted(sure: bool | None, value: Value) -> Value:
    return value if sure else spans.join(0, value)


_OVER: dict[str, Callable[[Counted], Value]] = {
    "any": _any,
    "all": _all,
    "sum": _sum,
    "count": _sum,
    "largest": _largest,
}
_TAKES_WORDS: dict[str, Callable[[Any, frozenset[str]], Value]] = {"total": spans.total, "has": spans.has}
_WAYS: dict[type[Node], Callable[[Frame, Any, int | None], Value]] = {
    Literal: lambda _, tree, __: tree.value,
    Reference: Frame.find,
    Arithmetic: lambda f, tree, i: _ARITHMETIC[tree.sign](f.value(tree.left, i), f.value(tree.right, i)),
    Comparison: lambda f, tree, i: spans.compare(tree.sign, f.value(tree.left, i), f.value(tree.right, i)),
    OneOf: lambda f, tree, i: spans.one_of(f.value(tree.subject, i), tree.values),
    Not: lambda f, tree, i: spans.negate(f.value(tree.operand, i)),
    Minus: lambda f, tree, i: spans.subtract(0, f.value(tree.operand, i)),
    Logic: Frame.logic,
    Choose: Frame.choose,
    Call: Frame.call,
    Over: Frame.over,
}
