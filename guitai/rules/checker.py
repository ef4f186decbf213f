"""Every name is found and every kind fits, before anything is judged."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from guitai.facts.terms import Kind, Of, Vocabulary
from guitai.rules.syntax import (
    Arithmetic,
    Call,
    Choose,
    Comparison,
    Literal,
    Logic,
    Minus,
    Name,
    Node,
    Not,
    OneOf,
    Over,
    Reference,
)
from guitai.rules.terms import RuleWrong


@dataclass(frozen=True, slots=True)
class Type:
    kind: Kind
    values: frozenset[str] = frozenset()  # of a choice

    def __str__(self) -> str:
        return self.kind.value


NUMBER, BOOLEAN, DATE = Type(Kind.NUMBER), Type(Kind.BOOLEAN), Type(Kind.DATE)
_OF_FACT = {Kind.GROUND: Kind.BOOLEAN, Kind.MONTH: Kind.DATE}

# What a function takes; texts after the last are words (kinds to leave out, words to look for).
_FUNCTIONS: dict[str, tuple[tuple[Kind, ...], Kind]] = {
    "age": ((Kind.DATE, Kind.DATE), Kind.NUMBER),
    "add_months": ((Kind.DATE, Kind.NUMBER), Kind.DATE),
    "add_days": ((Kind.DATE, Kind.NUMBER), Kind.DATE),
    "month_start": ((Kind.DATE,), Kind.DATE),
    "month_end": ((Kind.DATE,), Kind.DATE),
    "round": ((Kind.NUMBER,), Kind.NUMBER),
}


class Scope:
    """The names an expression may use; a value defined by rules is checked when it is first named."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        parameters: Iterable[str],
        *,
        person: Mapping[str, Node] = MappingProxyType({}),
        case: Mapping[str, Node] = MappingProxyType({}),
    ) -> None:
        self.names: dict[Of, dict[str, tuple[str, Type]]] = {Of.PERSON: {}, Of.CASE: {"on": ("case_fact", DATE)}}
        self.checked: dict[Of, dict[str, Node]] = {Of.PERSON: {}, Of.CASE: {}}
        self._written = {Of.PERSON: person, Of.CASE: case}
        self._way: list[str] = []
        for fact in vocabulary.facts():
            if fact.used_by_rules and fact.kind is not Kind.TEXT:
                type_ = Type(_OF_FACT.get(fact.kind, fact.kind), frozenset(fact.values))
                self.names[fact.of][fact.name] = (f"{fact.of.value}_fact", type_)
        self.names[Of.CASE] |= dict.fromkeys(parameters, ("parameter", NUMBER))

    def check_all(self) -> None:
        for of, written in self._written.items():
            for name in written:
                if name in self.names[of] and name not in self.checked[of]:
                    raise RuleWrong(f"{name} is the name of a fact or parameter", remedy="take another name")
                self._known(name, of)

    def find(self, written: str, *, of_person: bool) -> tuple[Reference, Type]:
        applicant = written.startswith("applicant.")
        name = written.removeprefix("applicant.")
        if (of_person or applicant) and self._known(name, Of.PERSON):
            kind, found = self.names[Of.PERSON][name]
            return Reference(kind, name, applicant), found
        if not applicant and self._known(name, Of.CASE):
            kind, found = self.names[Of.CASE][name]
            return Reference(kind, name), found
        raise RuleWrong(f"unknown name {written}", remedy=self._nearest(name, of_person=of_person))

    def _known(self, name: str, of: Of) -> bool:
        """Whether the name is there; a rule's value is checked on the way."""
        if name in self.names[of]:
            return True
        if name not in self._written[of]:
            return False
        if name in self._way:
            raise RuleWrong(f"defined by itself: {' → '.join((*self._way, name))}", remedy="cut the circle")
        self._way.append(name)
        try:
            self.checked[of][name], found = check(self._written[of][name], self, of_person=of is Of.PERSON)
        except RuleWrong as error:
            raise error.inside(name) from error
        self._way.pop()
        self.names[of][name] = (f"{of.value}_value", found)
        return True

    def _nearest(self, name: str, *, of_person: bool) -> str:
        if name in self.names[Of.PERSON] and not of_person:
            return f"say whose: applicant.{name}, or count(… where …)"
        known = [known for of in Of for known in (*self.names[of], *self._written[of])]
        near = difflib.get_close_matches(name, known, n=1)
        return f"perhaps {near[0]}" if near else "see docs/reference/facts.md"


def check(tree: Node, scope: Scope, *, of_person: bool = False) -> tuple[Node, Type]:
    """The tree with every name found, and its type."""
    return _Check(scope, of_person=of_person, over_persons=not of_person).node(tree)


def check_as(tree: Node, scope: Scope, kind: Kind, *, of_person: bool = False) -> Node:
    found, its = check(tree, scope, of_person=of_person)
    if its.kind is not kind:
        raise RuleWrong(f"is a {its}, but a {kind.value} is needed here")
    return found


class _Check:
    def __init__(self, scope: Scope, *, of_person: bool, over_persons: bool) -> None:
        self.scope, self.of_person, self.over_persons = scope, of_person, over_persons

    def node(self, tree: Node) -> tuple[Node, Type]:
        return _WAYS[type(tree)](self, tree)

    def find(self, tree: Name) -> tuple[Node, Type]:
        return self.scope.find(tree.name, of_person=self.of_person)

    def logic(self, tree: Logic) -> tuple[Node, Type]:
        return Logic(tree.word, self.need(tree.left, Kind.BOOLEAN), self.need(tree.right, Kind.BOOLEAN)), BOOLEAN

    def need(self, tree: Node, kind: Kind) -> Node:
        found, its = self.node(tree)
        if its.kind is not kind:
            raise RuleWrong(f"a {kind.value} is needed where a {its} stands")
        return found

    def arithmetic(self, tree: Arithmetic) -> tuple[Node, Type]:
        checked = Arithmetic(tree.sign, self.need(tree.left, Kind.NUMBER), self.need(tree.right, Kind.NUMBER))
        if tree.sign == "/" and not _above_zero(checked.right):
            raise RuleWrong("divides by what may be zero", remedy="divide by a number or by max(1, …)")
        return checked, NUMBER

    def comparison(self, tree: Comparison) -> tuple[Node, Type]:
        (left, its), (right, other) = self.node(tree.left), self.node(tree.right)
        if its.kind is not other.kind or its.kind in (Kind.INCOMES, Kind.HISTORY, Kind.CHOICES):
            raise RuleWrong(f"compares a {its} with a {other}")
        if its.kind in (Kind.CHOICE, Kind.BOOLEAN) and tree.sign not in ("=", "!="):
            raise RuleWrong(f"a {its} is neither below nor above", remedy="use = or !=")
        if its.kind is Kind.CHOICE:
            _words_known(its.values, other.values)
        return Comparison(tree.sign, left, right), BOOLEAN

    def one_of(self, tree: OneOf) -> tuple[Node, Type]:
        subject, its = self.node(tree.subject)
        if its.kind is not Kind.CHOICE:
            raise RuleWrong(f"in (…) needs a choice where a {its} stands")
        _words_known(its.values, frozenset(tree.values))
        return OneOf(subject, tree.values), BOOLEAN

    def choose(self, tree: Choose) -> tuple[Node, Type]:
        condition = self.need(tree.condition, Kind.BOOLEAN)
        (then, its), (otherwise, other) = self.node(tree.then), self.node(tree.otherwise)
        if its.kind is not other.kind:
            raise RuleWrong(f"if gives a {its} or a {other}", remedy="both ways need the same kind")
        return Choose(condition, then, otherwise), Type(its.kind, its.values | other.values)

    def call(self, tree: Call) -> tuple[Node, Type]:
        match tree.function:
            case "min" | "max":
                return Call(tree.function, tuple(self.need(a, Kind.NUMBER) for a in tree.arguments)), NUMBER
            case "at":
                return self.at(tree)
            case "total" | "has":
                return self.with_words(tree)
        if tree.function not in _FUNCTIONS:
            raise RuleWrong(
                f"unknown function {tree.function}",
                remedy=f"one of {', '.join(sorted(_FUNCTIONS))}, min, max, at, total, has",
            )
        takes, gives = _FUNCTIONS[tree.function]
        if len(takes) != len(tree.arguments):
            raise RuleWrong(f"{tree.function} takes {len(takes)} values, not {len(tree.arguments)}")
        return Call(tree.function, tuple(self.need(a, k) for a, k in zip(tree.arguments, takes, strict=True))), Type(
            gives
        )

    def at(self, tree: Call) -> tuple[Node, Type]:
        if len(tree.arguments) != len(("history", "day", "otherwise")):
            raise RuleWrong("at takes a history, a day, and what holds before it")
        history, its = self.node(tree.arguments[0])
        otherwise, other = self.node(tree.arguments[2])
        if its.kind is not Kind.HISTORY or other.kind is not Kind.CHOICE:
            raise RuleWrong("at takes a history, a day, and a choice")
        day = self.need(tree.arguments[1], Kind.DATE)
        return Call("at", (history, day, otherwise)), Type(Kind.CHOICE, its.values | other.values)

    def with_words(self, tree: Call) -> tuple[Node, Type]:
        needs, gives = (Kind.INCOMES, NUMBER) if tree.function == "total" else (Kind.CHOICES, BOOLEAN)
        words = tree.arguments[1:]
        if not all(isinstance(word, Literal) and isinstance(word.value, str) for word in words):
            raise RuleWrong(f"{tree.function} takes a {needs.value} and then 'texts'")
        return Call(tree.function, (self.need(tree.arguments[0], needs), *words)), gives

    def over(self, tree: Over) -> tuple[Node, Type]:
        if self.of_person:
            raise RuleWrong(
                f"{tree.kind}(…) inside a person's own value", remedy="give it a name among the values of the household"
            )
        inner = _Check(self.scope, of_person=True, over_persons=False)
        yes_no = tree.kind in ("any", "all")
        value = inner.need(tree.value, Kind.BOOLEAN if yes_no else Kind.NUMBER)
        return Over(tree.kind, value, inner.need(tree.where, Kind.BOOLEAN)), BOOLEAN if yes_no else NUMBER


_WAYS: dict[type[Node], Callable[[_Check, Any], tuple[Node, Type]]] = {
    Literal: lambda _, tree: (tree, _literal(tree.value)),
    Name: _Check.find,
    Minus: lambda c, tree: (Minus(c.need(tree.operand, Kind.NUMBER)), NUMBER),
    Not: lambda c, tree: (Not(c.need(tree.operand, Kind.BOOLEAN)), BOOLEAN),
    Logic: _Check.logic,
    Arithmetic: _Check.arithmetic,
    Comparison: _Check.comparison,
    OneOf: _Check.one_of,
    Choose: _Check.choose,
    Call: _Check.call,
    Over: _Check.over,
}


def _literal(value: object) -> Type:
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, str):
        return Type(Kind.CHOICE, frozenset((value,)))
    return NUMBER if not hasattr(value, "year") else DATE


def _words_known(these: frozenset[str], those: frozenset[str]) -> None:
    """One side must be able to be the other: a misspelt word is an error, not a no."""
    if those <= these or these <= those:
        return
    strange = min(those - these)
    raise RuleWrong(f"'{strange}' can never be", remedy=f"one of {', '.join(sorted(these))}")


def _above_zero(tree: Node) -> bool:
    match tree:
        case Literal(value):
            return isinstance(value, int) and not isinstance(value, bool) and value > 0
        case Call("max", arguments):
            return any(_above_zero(a) for a in arguments)
    return False
