"""One file of vectors holds every evaluator of the language: the one for a household, and the one for columns."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from guitai.facts.queries import services_folder, vocabulary
from guitai.facts.terms import Of
from guitai.rules.arrays import Exact
from guitai.rules.checker import Scope, check
from guitai.rules.columns import Columns
from guitai.rules.evaluator import Frame
from guitai.rules.household import Household
from guitai.rules.parameters import ParameterBook
from guitai.rules.rulebook import Law
from guitai.rules.situation import Situation
from guitai.rules.spans import Span
from guitai.rules.syntax import Literal, Node, parse
from guitai.rules.table import table
from guitai.rules.terms import RuleWrong

FILE = json.loads((Path(__file__).parents[1] / "vectors.json").read_text(encoding="utf-8"))
ON = date.fromisoformat(FILE["on"])
BOOK = ParameterBook({"minimum_wage": ()}, {"彰化縣": "臺灣省"})
SITUATION = replace(
    Situation.read({"on": FILE["on"], "region": "彰化縣", **FILE["household"]}),
    parameters={name: Fraction(value) for name, value in FILE["parameters"].items()},
)
VALUES = [v for v in FILE["vectors"] if not (isinstance(v[1], dict) and "refused" in v[1])]
REFUSED = [v for v in FILE["vectors"] if isinstance(v[1], dict) and "refused" in v[1]]


def tree_of(text: str) -> Node:
    scope = Scope(vocabulary(services_folder()), FILE["parameters"])
    found, _ = check(parse(text), scope)
    return found


def law(tree: Node) -> Law:
    days: dict[str, Node] = {"minimum_wage": Literal(ON)}
    return Law({"it": tree}, {}, days, (), (), (), (), (), "it", "refused", (), (), "exact")


def said(value: Any) -> Any:
    match value:
        case None:
            return {"open": True}
        case Span(lo, hi):
            return {"open": True, "lo": said(lo), "hi": said(hi)}
        case bool():
            return value
        case int() | Fraction():
            return str(Fraction(value))
    return str(value)


def plain(data: Any) -> Any:
    if isinstance(data, Exact):
        den = data.den if isinstance(data.den, int) else np.ravel(data.den)[0]
        return said(Fraction(int(np.ravel(data.num)[0]), int(den)))
    return said(np.ravel(data)[0].item())


@pytest.mark.parametrize(("text", "result"), VALUES)
def test_a_household_gives_the_value(text: str, result: object) -> None:
    one = law(tree_of(text))
    frame = Frame(Household(SITUATION, BOOK), case=one.case, person=one.person, days=one.days)

    assert said(frame.of_case("it")) == result


@pytest.mark.parametrize(("text", "result"), VALUES)
def test_columns_give_the_same_value_or_say_that_it_is_open(text: str, result: object) -> None:
    two = table([SITUATION, SITUATION], on=ON)
    found = Columns(two, law(tree_of(text)), BOOK).of_case("it")

    if found.open is not None and np.ravel(found.open)[0]:
        assert "unknown" in json.dumps(FILE["household"])  # judged by itself; never a wrong value
    else:
        assert plain(found.data) == result


@pytest.mark.parametrize(("text", "result"), REFUSED)
def test_what_says_nothing_is_refused_in_words(text: str, result: dict[str, str]) -> None:
    with pytest.raises(RuleWrong) as refusal:
        tree_of(text)

    assert result["refused"] in str(refusal.value)


@pytest.mark.parametrize("text", ["(" * 50 + "1" + ")" * 50, "1 + " * 2000 + "1"])
def test_what_is_too_deep_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(RuleWrong):
        parse(text)


def test_a_circle_is_refused_with_its_way() -> None:
    circle = {"a": parse("b + 1"), "b": parse("c"), "c": parse("a")}

    with pytest.raises(RuleWrong, match="a → b → c → a"):
        Scope(vocabulary(services_folder()), (), case=circle).check_all()


def test_the_name_of_a_fact_cannot_be_taken() -> None:
    with pytest.raises(RuleWrong, match="name of a fact"):
        Scope(vocabulary(services_folder()), (), case={"insured": parse("true")}).check_all()


def test_every_fact_of_a_person_is_reachable_for_the_applicant() -> None:
    words = vocabulary(services_folder())
    for fact in words.person.values():
        if fact.used_by_rules and fact.of is Of.PERSON:
            assert check(parse(f"applicant.{fact.name}"), Scope(words, ()))
