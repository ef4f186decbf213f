"""Reads: a rulebook from its text, and a household judged by it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from guitai.facts import strict_yaml
from guitai.facts.strict_yaml import Document
from guitai.rules import assessment, rulebook, wording
from guitai.rules import given as given_by_hand
from guitai.rules.assessment import Assessment
from guitai.rules.parameters import ParameterBook
from guitai.rules.rulebook import Rulebook
from guitai.rules.situation import Situation

__all__ = [
    "Assessment",
    "ParameterBook",
    "Rulebook",
    "Situation",
    "assess",
    "figure_given",
    "for_reader",
    "read_rulebook",
    "read_rules_file",
]


def read_rulebook(rules: Mapping[str, Any], *, parameters: ParameterBook, source: str | Document) -> Rulebook:
    """The rulebook, every expression checked; Unreadable names file, line and key."""
    return rulebook.read(rules, parameters=parameters, source=source)


def read_rules_file(file: Path, *, parameters: ParameterBook) -> Rulebook:
    document = strict_yaml.read(file.read_bytes(), file=str(file))
    return rulebook.read(document.data, parameters=parameters, source=document)


def for_reader(book: Rulebook, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """An answer of this rulebook as its reader reads it; the answer itself stays as it is."""
    return wording.for_reader(book, answer)


def assess(book: Rulebook, situation: Situation, *, on: date) -> Assessment:
    """The household judged by the law of the day. Pure: same input, same bytes."""
    return assessment.assess(book, situation, on=on, parameters=book.parameters)


def figure_given(book: Rulebook, situation: Situation, name: str, *, given: Decimal) -> Fraction | int | None:
    """One output of the rules as it is when this result is given by hand; None while an amount for it is unknown."""
    return given_by_hand.figure(book, situation, name, given=given)
