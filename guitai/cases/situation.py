"""From what was said and what was fetched to one situation that the rules can judge. Pure: no clock, no database.

A register is believed before the applicant, except for pay that is proven (社會救助法 §5-1 I 1) and for what no
register knows. Where both speak and differ, the difference is shown to the officer. What a register was to say and did
not say is written out as unknown, unless the applicant said it: a gap is never a zero.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from guitai.cases.household import SELF, Member, household_facts, members
from guitai.cases.terms import Difference, Piece, Situation
from guitai.catalogue.terms import Service
from guitai.core.clock import TAIPEI
from guitai.eforms import facts as said
from guitai.facts import queries as vocabulary
from guitai.gateways import merging
from guitai.gateways.declaration import About, Item

UNKNOWN = "unknown"
DECLARED = "declared"
REGION_UNKNOWN = "unknown"
COUNTY_LENGTH = 3  # 彰化縣, 臺北市 …: every county's name has three characters
PROOF = "work.proof"
NEVER_JUDGED = frozenset({"name", "number", "address", "note"})  # no rule reads who somebody is: it is not kept with it
Answers = Mapping[str, Any]
Leaves = dict[str, Any]


def situation(service: Service, answers: Answers, pieces: list[Piece], *, case: str, on: date) -> Situation:
    """Answer the case in the shape of situation-format.md, ready for rules.assess."""
    spoken = Spoken(service, answers)
    household = members(pieces) or [Member(SELF, "", "", {"relation": SELF, "born": UNKNOWN})]
    known = {member.about for member in household}
    newcomers = [Member(about, "", "", {}) for about in spoken.persons if about not in known]
    people = [*household, *newcomers]
    return {
        "id": case,
        "on": on.isoformat(),
        "region": region_of(pieces),
        "persons": [{"id": member.about, **_nested(_leaves_of(service, member, pieces, spoken))} for member in people],
        "facts": _case_facts(service, pieces, spoken),
        "sources": _said_by(spoken)
        | {path: words for member in people for path, words in _sources(service, member, pieces)},
    }


def differences(service: Service, answers: Answers, pieces: list[Piece]) -> list[Difference]:
    """Answer where the applicant and the registers say different things, each once with all registers that say so."""
    spoken = Spoken(service, answers)
    found: dict[tuple[str, str, str], Difference] = {}
    for member in members(pieces):
        typed = spoken.leaves(member.about)
        for piece in _about(member.about, pieces):
            for key, value in _contradicted(typed, flat(piece.facts or {})):
                place = (member.about, key, str(value))
                earlier = (*found[place].sources, piece.source) if place in found else (piece.source,)
                found[place] = Difference(member.about, key, typed[key], value, earlier)
    return list(found.values())


def _contradicted(typed: Leaves, fetched: Leaves) -> Iterator[tuple[str, Any]]:
    """Answer what the register says otherwise; None where it knows the matter and has no such value."""
    known = {key.partition(".")[0] for key in fetched}
    for key, said_here in typed.items():
        value = fetched.get(key)
        silent = value is None and (key == PROOF or key.partition(".")[0] not in known)
        if not silent and UNKNOWN not in (said_here, value) and said_here != value:
            yield key, value


def region_of(pieces: list[Piece]) -> str:
    """Answer the county of the registered address."""
    address = str(household_facts(pieces).get("residence", {}).get("address", ""))
    return address[:COUNTY_LENGTH] or REGION_UNKNOWN


class Spoken:
    """What the applicant said, by person."""

    def __init__(self, service: Service, answers: Answers) -> None:
        part: Mapping[str, Any] = said.situation_part(service.form, answers)
        self.persons = {str(person["id"]): person for person in part["persons"]}
        self.facts: Mapping[str, Any] = part["facts"]
        self._all = {SELF: part["self"], **self.persons}

    def leaves(self, about: str) -> Leaves:
        return flat({key: value for key, value in self._all.get(about, {}).items() if key != "id"})


def _leaves_of(service: Service, member: Member, pieces: list[Piece], spoken: Spoken) -> Leaves:
    words = vocabulary.vocabulary(vocabulary.services_folder()).person.keys() - NEVER_JUDGED
    typed = spoken.leaves(member.about)
    fetched = _spread(_fetched(member, pieces), words)
    owed = {root for item in _unanswered(service, member.about, pieces) for root in item.gives}
    gaps = _spread(dict.fromkeys(owed, UNKNOWN), words)
    proven = {key: value for key, value in typed.items() if key.startswith("work.") and typed.get(PROOF) is True}
    said_here = {key: value for key, value in typed.items() if key in words}
    known = {key: value for key, value in fetched.items() if value != UNKNOWN or key not in said_here}
    return {**gaps, **said_here, **known, **proven}


def _spread(leaves: Leaves, words: AbstractSet[str]) -> Leaves:
    """Answer the leaves the vocabulary has; a whole that is unknown is unknown in each part."""
    parts = {
        word: UNKNOWN
        for root, value in leaves.items()
        if value == UNKNOWN
        for word in words
        if word.startswith(f"{root}.") and (root != "work" or word == "work.state")
    }
    return parts | {key: value for key, value in leaves.items() if key in words}


def _fetched(member: Member, pieces: list[Piece]) -> Leaves:
    """Answer everything the registers said about this person; two registers on the same work speak as one."""
    found = flat(member.facts)
    by_source = {piece.source: piece.facts for piece in _about(member.about, pieces) if piece.facts}
    for facts in by_source.values():
        found |= flat({key: value for key, value in facts.items() if key != "work"})
    if {"tax", "insurance"} & by_source.keys():
        tax, insurance = (by_source.get(source, {}).get("work") for source in ("tax", "insurance"))
        found |= flat({"work": merging.work(tax=tax, insurance=insurance)})
    return found


def _unanswered(service: Service, about: str, pieces: list[Piece]) -> list[Item]:
    """Answer the items that were to be asked about this person and have no answer."""
    kind = About.APPLICANT if about == SELF else About.EACH_PERSON
    answered = {piece.item for piece in pieces if piece.about == about and not piece.is_gap}
    return [item for item in service.data.about(kind) if item.key not in answered]


def _case_facts(service: Service, pieces: list[Piece], spoken: Spoken) -> dict[str, Any]:
    words = vocabulary.vocabulary(vocabulary.services_folder()).case
    own = [piece.facts for piece in _about(SELF, pieces) if piece.facts]
    fetched = {key: value for facts in own for key, value in facts.items() if key in words}
    owed = {key for item in _unanswered(service, SELF, pieces) for key in item.gives}
    gaps = {key: UNKNOWN for key in words if key in owed}
    said_here = {key: value for key, value in spoken.facts.items() if key in words}
    # What somebody says she receives and the register has not heard of is received all the same.
    both = {
        key: sorted({*value, *said_here[key]})
        for key, value in fetched.items()
        if isinstance(value, list) and isinstance(said_here.get(key), list)
    }
    return {**gaps, **said_here, **fetched, **both}


def _said_by(spoken: Spoken) -> dict[str, str]:
    """Name what rests on the applicant's word alone, so that no register is named for it."""
    return {f"facts.{key}": DECLARED for key in spoken.facts}


def _sources(service: Service, member: Member, pieces: list[Piece]) -> Iterator[tuple[str, str]]:
    """Answer which register said what about this person, and when."""
    for piece in _about(member.about, pieces):
        if piece.facts:
            day = piece.fetched_at.astimezone(TAIPEI).date().isoformat()
            for root in service.data.item(piece.item).gives:
                yield f"persons.{member.about}.{root}", f"{piece.source} {day}"


def _about(about: str, pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.about == about and "persons" not in (piece.facts or {})]


def flat(person: Mapping[str, Any]) -> Leaves:
    """Answer ``{"work": {"monthly": 1}}`` as ``{"work.monthly": 1}``."""
    leaves: Leaves = {}
    for key, value in person.items():
        if isinstance(value, Mapping):
            leaves |= {f"{key}.{inner}": leaf for inner, leaf in value.items()}
        else:
            leaves[key] = value
    return leaves


def _nested(leaves: Leaves) -> dict[str, Any]:
    person: dict[str, Any] = {}
    for key, value in leaves.items():
        root, _dot, part = key.partition(".")
        if part and isinstance(person.setdefault(root, {}), dict):
            person[root][part] = value
        else:
            person[root] = value
    return person
