"""The people of a case, as the household register names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guitai.accounts import queries as accounts
from guitai.cases.terms import Piece
from guitai.core import reading

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
    facts: Mapping[str, Any] = next((piece.facts for piece in pieces if piece.facts and "persons" in piece.facts), {})
    numbers = (person["number"] for person in facts.get("persons", ()) if person["relation"] != SELF)
    reading.mentioned(accounts.number_ref(number) for number in numbers if number)
    return facts
