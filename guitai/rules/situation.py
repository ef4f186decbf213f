"""One household on one day, read strictly: what is not understood is refused with its place."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from guitai.facts.queries import services_folder, vocabulary
from guitai.facts.strict_yaml import Document, Path
from guitai.facts.terms import Fact, Kind, Of, Vocabulary
from guitai.rules.readings import READERS, SAID_UNKNOWN, UNKNOWN, Unknown

_KEYS = {
    "id",
    "title",
    "benefit",
    "on",
    "region",
    "item",
    "persons",
    "facts",
    "parameters",
    "expected",
    "sources",
    "note",
}


@dataclass(frozen=True)
class Member:
    id: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Situation:
    on: date
    region: str
    persons: tuple[Member, ...]
    facts: Mapping[str, Any]
    id: str = ""
    title: str = ""
    item: str = ""
    parameters: Mapping[str, Fraction | Unknown] = field(default_factory=dict)
    expected: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)  # path → where it came from and when

    @classmethod
    def read(cls, data: Mapping[str, Any], *, where: str | Document = "situation", path: Path = ()) -> "Situation":
        """The situation, or Unreadable with file, line and key."""
        document = where if isinstance(where, Document) else Document(data, where)
        return _Reader(document, vocabulary(services_folder())).situation(data, path)


class _Reader:
    def __init__(self, document: Document, words: Vocabulary) -> None:
        self.document, self.words = document, words
        self.on = date.min

    def situation(self, data: Mapping[str, Any], path: Path) -> Situation:
        self._mapping(data, path)
        self._known_keys(data, _KEYS, path)
        self.on = self._value(data.get("on"), _ON, (*path, "on"))
        if not isinstance(self.on, date):
            raise self.document.refuse("the day of the decision is needed", (*path, "on"), '"on": 2026-03-10')
        return Situation(
            on=self.on,
            region=self._text(data, "region", path),
            persons=self._persons(data.get("persons"), (*path, "persons")),
            facts=self._case(data, path),
            id=str(data.get("id", "")),
            title=str(data.get("title", "")),
            item=str(data.get("item") or ""),
            parameters=self._parameters(data.get("parameters") or {}, (*path, "parameters")),
            expected=self._mapping(data.get("expected") or {}, (*path, "expected")),
            sources=self._mapping(data.get("sources") or {}, (*path, "sources")),
        )

    def _mapping(self, data: Any, path: Path) -> Mapping[str, Any]:
        if not isinstance(data, Mapping):
            raise self.document.refuse("keys and values are expected here", path)
        return data

    def _text(self, data: Mapping[str, Any], key: str, path: Path) -> str:
        if not isinstance(data.get(key), str) or not data[key]:
            raise self.document.refuse("a text is needed", (*path, key))
        return str(data[key])

    def _known_keys(self, data: Mapping[str, Any], known: set[str], path: Path) -> None:
        for key in data:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, n=1)
                raise self.document.refuse(
                    "unknown key", (*path, key), f"perhaps {near[0]}" if near else "see the facts reference"
                )

    def _case(self, data: Mapping[str, Any], path: Path) -> dict[str, Any]:
        facts = self._mapping(data.get("facts") or {}, (*path, "facts"))
        lives_in = facts.get("actually_lives_in")
        if lives_in and "lives_in_registered_county" not in facts:
            facts = {**facts, "lives_in_registered_county": _is_in(str(lives_in), str(data.get("region")))}
        return self._facts(facts, self.words.case, (*path, "facts"))

    def _persons(self, data: Any, path: Path) -> tuple[Member, ...]:
        if not isinstance(data, list) or not data:
            raise self.document.refuse("a list of persons is needed, the applicant first", path)
        members = tuple(self._person(person, (*path, i)) for i, person in enumerate(data))
        ids = [member.id for member in members]
        for i, member in enumerate(members):
            if (member.facts["relation"] == "self") != (i == 0):
                raise self.document.refuse("the first person, and nobody else, is self", (*path, i, "relation"))
            if member.id in ids[:i]:
                raise self.document.refuse(f"the id {member.id} is there twice", (*path, i, "id"))
            if member.facts["carer_of"] not in ("", SAID_UNKNOWN, *ids):
                raise self.document.refuse("nobody listed has this id", (*path, i, "carer_of"))
        return members

    def _person(self, data: Any, path: Path) -> Member:
        self._mapping(data, path)
        facts = self._facts(self._work(data, path), self.words.person, path)
        if isinstance(facts["born"], date) and facts["born"] > self.on:
            raise self.document.refuse("born after the day of the decision", (*path, "born"))
        return Member(str(facts["id"]), facts)

    def _work(self, data: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
        """社會救助法 §5-1 I ①: pay is proven, else in the tax data, else the average of the occupation."""
        work = data.get("work")
        if work == SAID_UNKNOWN:
            work = {"state": SAID_UNKNOWN}
        if work is None:
            return data
        work = dict(self._mapping(work, (*path, "work")))
        if "state" not in work:
            raise self.document.refuse("state is needed", (*path, "work"), "employed, not_employed or unknown")
        if "pay_known" not in work:
            nothing_found = work.get("state") == "employed" and "monthly" not in work and work.get("proof") is False
            work["pay_known"] = not nothing_found
        if "monthly" not in work and work["pay_known"] and work.get("state") in ("employed", SAID_UNKNOWN):
            work["monthly"] = SAID_UNKNOWN
        return {**data, "work": work}

    def _facts(self, data: Mapping[str, Any], known: Mapping[str, Fact], path: Path) -> dict[str, Any]:
        self._mapping(data, path)
        self._known_keys(data, {fact.root for fact in known.values()}, path)
        for root in {fact.root for fact in known.values() if "." in fact.name}:
            if isinstance(data.get(root), Mapping):
                parts = {name.split(".")[1] for name in known if name.startswith(f"{root}.")}
                self._known_keys(data[root], parts, (*path, root))
        return {name: self._fact(data, fact, path) for name, fact in known.items()}

    def _fact(self, data: Mapping[str, Any], fact: Fact, path: Path) -> Any:
        root, _, part = fact.name.partition(".")
        found = data.get(root, _ABSENT)
        if part and found is not _ABSENT and found != SAID_UNKNOWN:
            found = self._mapping(found, (*path, root)).get(part, _ABSENT)
        if found is _ABSENT:
            return self._default(fact, path)
        return self._value(found, fact, (*path, root, part) if part else (*path, root))

    def _default(self, fact: Fact, path: Path) -> Any:
        if fact.required:
            raise self.document.refuse(f"{fact.name} is needed", path, "write unknown when nobody knows it")
        if fact.default == "on":
            return self.on.replace(day=1) if fact.kind is Kind.MONTH else self.on
        return fact.default

    def _value(self, said: Any, fact: Fact, path: Path) -> Any:
        if said == SAID_UNKNOWN and fact.kind is not Kind.TEXT:
            return UNKNOWN
        try:
            return READERS[fact.kind](said, fact)
        except ValueError as error:
            raise self.document.refuse(str(error), path, "write unknown when nobody knows it") from error

    def _parameters(self, data: Any, path: Path) -> dict[str, Fraction | Unknown]:
        found: dict[str, Fraction | Unknown] = {}
        for name, value in self._mapping(data, path).items():
            if value == SAID_UNKNOWN:
                found[name] = UNKNOWN
            elif isinstance(value, bool) or not isinstance(value, int | Decimal) or value < 0:
                raise self.document.refuse("a number is needed", (*path, name))
            else:
                found[name] = Fraction(value)
        return found


def _is_in(place: str, county: str) -> bool | str:
    """Whether a county, or an address that begins with one, is in this county."""
    if SAID_UNKNOWN in (place, county):
        return SAID_UNKNOWN
    return place.replace("台", "臺").startswith(county.replace("台", "臺"))


_ABSENT = object()
_ON = Fact("on", Of.CASE, Kind.DATE, "決定日", "day of the decision", None)
