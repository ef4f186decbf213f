"""The people of a case, as the household register names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guitai.cases.terms import Piece

SELF = "self"


@dataclass(frozen=True)
class Member:
    """One person; ``about`` is their name inside the case."""

    about: str
    number: str
    name: str
    facts: Mapping[str, Any]


def members(pieces: list[Piece]) -> list[Member]:
    """Answer the household, the applicant first; empty while the register has not answered."""
    persons = sorted(household_facts(pieces).get("persons", ()), key=lambda person: bool(person["relation"] != SELF))
    return [
        Member(SELF if at == 0 else f"p{at}", person["number"], person["name"], person)
        for at, person in enumerate(persons)
    ]


def household_facts(pieces: list[Piece]) -> Mapping[str, Any]:
    """Answer what the household register said: persons and residence."""
    return next((piece.facts for piece in pieces if piece.facts and "persons" in piece.facts), {})
