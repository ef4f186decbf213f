"""The rule language as text and as a tree: a recursive-descent parser, one function a level of binding.

The language is described in docs/reference/rule-language.md; guitai/rules/vectors.json holds every evaluator to it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guitai.rules.terms import RuleWrong

MOST_LENGTH = 4_000
MOST_DEPTH = 40

Scalar = int | Fraction | bool | date | str


@dataclass(frozen=True, slots=True)
class Literal:
    value: Scalar


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written; the checker replaces it by a Reference."""

    name: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that was found: where its value is, and of whom ("applicant": always the first person)."""

    kind: str  # person_fact, person_value, case_fact, case_value, parameter
    name: str
    applicant: bool = False


@dataclass(frozen=True, slots=True)
class Minus:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Logic:
    word: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class OneOf:
    subject: "Node"
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    condition: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Over:
    """An aggregate over the persons of the household."""

    kind: str
    value: "Node"
    where: "Node"


Node = Literal | Name | Reference | Minus | Not | Arithmetic | Comparison | Logic | OneOf | Choose | Call | Over

AGGREGATES = ("count", "any", "all", "sum", "largest")
WORDS = {"and", "or", "not", "in", "if", "then", "else", "where", "true", "false"}
_COMPARISONS = {"=", "!=", "<", "<=", ">", ">="}
_TOKEN = re.compile(
    r"""\s*(?:(?P<day>\d{4}-\d{2}-\d{2})(?!\d)|(?P<number>\d+(?:\.\d+)?%?)|(?P<text>'[^'\n]*')
    |(?P<name>[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)|(?P<sign><=|>=|!=|[-+*/()=<>,]))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def parse(text: str) -> Node:
    """The tree of one expression, or RuleWrong with the column that is not understood."""
    if len(text) > MOST_LENGTH:
        raise RuleWrong(f"longer than {MOST_LENGTH} characters", remedy="name a part of it")
    parser = _Parser(_tokens(text))
    tree = parser.expression()
    parser.end()
    return tree


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise RuleWrong(f"column {position + 1}: not understood: {text[position : position + 20].strip()!r}")
        kind = match.lastgroup or ""
        found.append(_Token(kind, match[kind], match.start(kind)))
        position = match.end()
    found.append(_Token("end", "the end", end))
    return found


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.next
        self.at += 1
        return token

    def found(self, *texts: str) -> bool:
        """Take the next token when it is one of these signs or words."""
        if self.next.kind in ("sign", "name") and self.next.text in texts:
            self.at += 1
            return True
        return False

    def need(self, text: str) -> None:
        if not self.found(text):
            raise self.wrong(f"{text} expected before {self.next.text}")

    def wrong(self, problem: str) -> RuleWrong:
        return RuleWrong(f"column {self.next.position + 1}: {problem}")

    def end(self) -> None:
        if self.next.kind != "end":
            raise self.wrong(f"nothing more expected before {self.next.text}")

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise self.wrong(f"nested more than {MOST_DEPTH} deep")
        tree = self.choose() if self.found("if") else self.chain(self.conjunction, "or")
        self.depth -= 1
        return tree

    def choose(self) -> Node:
        condition = self.expression()
        self.need("then")
        then = self.expression()
        self.need("else")
        return Choose(condition, then, self.expression())

    def conjunction(self) -> Node:
        return self.chain(self.negation, "and")

    def chain(self, inner: Callable[[], Node], word: str) -> Node:
        tree = inner()
        while self.found(word):
            tree = Logic(word, tree, inner())
        return tree

    def negation(self) -> Node:
        nots = 0
        while self.found("not"):
            nots += 1
        tree = self.comparison()
        return Not(tree) if nots % 2 else tree

    def comparison(self) -> Node:
        left = self.sum()
        if self.found("in"):
            return OneOf(left, self.texts())
        if self.next.text in _COMPARISONS:
            return Comparison(self.take().text, left, self.sum())
        return left

    def texts(self) -> tuple[str, ...]:
        self.need("(")
        values = [self.one_text()]
        while self.found(","):
            values.append(self.one_text())
        self.need(")")
        return tuple(values)

    def one_text(self) -> str:
        if self.next.kind != "text":
            raise self.wrong("a 'text' expected")
        return self.take().text[1:-1]

    def sum(self) -> Node:
        tree = self.product()
        while self.next.text in ("+", "-"):
            tree = Arithmetic(self.take().text, tree, self.product())
        return tree

    def product(self) -> Node:
        tree = self.unary()
        while self.next.text in ("*", "/"):
            tree = Arithmetic(self.take().text, tree, self.unary())
        return tree

    def unary(self) -> Node:
        return Minus(self.primary()) if self.found("-") else self.primary()

    def primary(self) -> Node:
        token = self.take()
        match token.kind:
            case "number":
                return Literal(_number(token.text))
            case "text":
                return Literal(token.text[1:-1])
            case "day":
                return Literal(self.day(token))
            case "name":
                return self.named(token)
            case _ if token.text == "(":
                tree = self.expression()
                self.need(")")
                return tree
        self.at -= 1
        raise self.wrong(f"a value expected before {token.text}")

    def day(self, token: _Token) -> date:
        try:
            return date.fromisoformat(token.text)
        except ValueError as error:
            raise RuleWrong(f"column {token.position + 1}: there is no day {token.text}") from error

    def named(self, token: _Token) -> Node:
        if token.text in ("true", "false"):
            return Literal(token.text == "true")
        if token.text in WORDS:
            self.at -= 1
            raise self.wrong(f"a value expected before {token.text}")
        if not self.found("("):
            return Name(token.text, token.position)
        return self.aggregate(token.text) if token.text in AGGREGATES else self.call(token.text)

    def aggregate(self, kind: str) -> Node:
        first = self.expression()
        where: Node = self.expression() if self.found("where") else Literal(value=True)
        self.need(")")
        if kind == "count":
            return Over(kind, Literal(1), Logic("and", first, where))
        return Over(kind, first, where)

    def call(self, function: str) -> Node:
        arguments = [self.expression()]
        while self.found(","):
            arguments.append(self.expression())
        self.need(")")
        return Call(function, tuple(arguments))


def _number(text: str) -> int | Fraction:
    exact = Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    return exact.numerator if exact.denominator == 1 else exact
