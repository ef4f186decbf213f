"""rules.yaml as law in force on a day: every expression parsed, checked and named before anything is judged."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

from guitai.core.texts import Text
from guitai.facts.queries import services_folder, vocabulary
from guitai.facts.strict_yaml import Document, Path
from guitai.facts.terms import Of
from guitai.rules.checker import Scope
from guitai.rules.parameters import ParameterBook
from guitai.rules.syntax import Choose, Comparison, Literal, Logic, Name, Node, Not, parse
from guitai.rules.terms import RuleWrong

MUST_BE = {"below": "<", "at_most": "<=", "at_least": ">=", "above": ">", "equal": "="}
UNITS = ("", "money", "years", "days", "people")
EXPLAIN = ("next_better", "refused", "every")
_CONDITION = {"code", "because", "words"}
_GROUND = {"code", "when", "because", "words"}
_DATED = {"since", "until"}
NEEDS = {
    "conditions": _CONDITION,
    "bars": _CONDITION,
    "bands": {"code", "gives", "because", "words"},
    "include": _GROUND,
    "exclude": _GROUND,
}
MAY = {
    "conditions": {"value", "unit", "must_be", "limit", "met", "when", "from"},
    "bars": {"value", "unit", "must_be", "limit", "met", "when", "from"},
    "bands": {"when", "needs", "eligible"},
    "include": set[str](),
    "exclude": set[str](),
}
TOP = {"benefit", "title", "version", "since", "parameters", "persons", "household", "counted", "bars", "conditions"}
TOP |= {"gives", "explain", "bands", "outputs", "amount_is", "shows"}
_TRUE: Node = Literal(value=True)
_FALSE: Node = Literal(value=False)


@dataclass(frozen=True)
class ConditionRule:
    code: str
    because: str
    since: date | None
    reads: tuple[str, ...]
    words_met: Text
    words_not_met: Text
    has_value: bool
    has_limit: bool
    unit: str  # of value and limit, for whoever shows them


@dataclass(frozen=True)
class Ground:
    """Why a person is counted, or is not."""

    code: str
    because: str
    words: Text


@dataclass(frozen=True)
class Band:
    code: str
    because: str
    words: Text
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Law:
    """The rules in force on one day, ready to be evaluated."""

    case: Mapping[str, Node]
    person: Mapping[str, Node]
    days: Mapping[str, Node]
    bars: tuple[ConditionRule, ...]
    conditions: tuple[ConditionRule, ...]
    include: tuple[Ground, ...]
    exclude: tuple[Ground, ...]
    bands: tuple[Band, ...]
    gives: str
    explain: str
    outputs: tuple[str, ...]
    shows: tuple[str, ...]
    amount_is: str


@dataclass(frozen=True)
class Rulebook:
    benefit: str
    version: str
    digest: str
    parameters: ParameterBook
    laws: tuple[tuple[date, Law], ...] = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.version} {self.digest}"

    def law_on(self, on: date) -> Law:
        found = [law for start, law in self.laws if start <= on]
        if not found:
            raise RuleWrong(f"{self.benefit} has no rules on {on}", remedy=f"they begin on {self.laws[0][0]}")
        return found[-1]


def read(rules: Mapping[str, Any], *, parameters: ParameterBook, source: str | Document) -> Rulebook:
    """Every version of the law in the mapping, or Unreadable with file, line and key."""
    document = source if isinstance(source, Document) else Document(rules, source)
    for key in ("benefit", "version", "since", "counted", "bands", "gives"):
        if key not in rules:
            raise document.refuse(f"{key} is missing")
    if strange := set(rules) - TOP:
        raise document.refuse("unknown key", (min(strange),), f"one of {', '.join(sorted(TOP))}")
    text = json.dumps(rules, sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    starts = sorted({rules["since"], *(day for day in _turns(rules) if day > rules["since"])})
    laws = tuple((start, _Reader(document, rules, parameters, start).law()) for start in starts)
    return Rulebook(rules["benefit"], str(rules["version"]), digest, parameters, laws)


def _turns(part: Any) -> set[date]:
    """Every day on which something begins to hold or has ceased to."""
    if isinstance(part, list):
        return set().union(*map(_turns, part))
    if not isinstance(part, Mapping):
        return set()
    found = set().union(*map(_turns, part.values()))
    if isinstance(part.get("since"), date):
        found.add(part["since"])
    if isinstance(part.get("until"), date) and part["until"] < date.max:
        found.add(date.fromordinal(part["until"].toordinal() + 1))
    return found


def _holds(part: Any, on: date) -> bool:
    return not isinstance(part, Mapping) or (part.get("since", date.min) <= on <= part.get("until", date.max))


class _Reader:
    def __init__(self, document: Document, rules: Mapping[str, Any], parameters: ParameterBook, on: date) -> None:
        self.document, self.rules, self.parameters, self.on = document, rules, parameters, on
        self.case: dict[str, Node] = {}
        self.person: dict[str, Node] = {}
        self.places: dict[str, Path] = {}

    def law(self) -> Law:
        self._values("household", self.case)
        self._values("persons", self.person)
        days = {f"day.{name}": day for name, day in self.rules.get("parameters", {}).items()}
        for name, day in days.items():
            self._put(self.case, name, day, ("parameters", name.removeprefix("day.")))
        include, exclude = self._grounds("include"), self._grounds("exclude")
        conditions, bars = self._conditions("conditions"), self._conditions("bars")
        bands = self._bands({rule.code for rule in conditions}, bars)
        for kind in ("outputs", "shows"):
            for name, text in self.rules.get(kind, {}).items():
                self._put(self.case, f"{kind}.{name}", text, (kind, name))
        case, person = self._checked()
        explain = self.rules.get("explain", "refused")
        if explain not in EXPLAIN:
            raise self.document.refuse(f"{explain} is not one of {', '.join(EXPLAIN)}", ("explain",))
        return Law(
            case=case,
            person=person,
            days={name.removeprefix("day."): case[name] for name in days},
            bars=bars,
            conditions=conditions,
            include=include,
            exclude=exclude,
            bands=bands,
            gives=self.rules["gives"],
            explain=explain,
            outputs=tuple(self.rules.get("outputs", ())),
            shows=tuple(self.rules.get("shows", ())),
            amount_is=str(self.rules.get("amount_is", "exact")),
        )

    def _checked(self) -> tuple[dict[str, Node], dict[str, Node]]:
        named = self.rules.get("parameters", {})
        for name in named:
            if name not in self.parameters.values:
                raise self.document.refuse(
                    "no such parameter", ("parameters", name), "add it to services/tw/parameters"
                )
        scope = Scope(vocabulary(services_folder()), named, person=self.person, case=self.case)
        try:
            scope.check_all()
        except RuleWrong as error:
            raise self.document.refuse(
                error.problem, self.places.get(error.name, (error.name,)), error.remedy
            ) from error
        return scope.checked[Of.CASE], scope.checked[Of.PERSON]

    def _put(self, into: dict[str, Node], name: str, text: Any, path: Path) -> None:
        self.places[name] = path
        try:
            into[name] = parse(text if isinstance(text, str) else str(text).lower())
        except RuleWrong as error:
            raise self.document.refuse(error.problem, path, error.remedy) from error

    def _values(self, part: str, into: dict[str, Node]) -> None:
        """Named values; one that changed has a list of {since, until, is}."""
        for name, said in self.rules.get(part, {}).items():
            for version in said if isinstance(said, list) else [{"is": said}]:
                if _holds(version, self.on):
                    self._put(into, name, version["is"], (part, name))

    def _in_force(self, *way: str) -> list[tuple[Mapping[str, Any], Path]]:
        part: Any = self.rules
        for key in way:
            part = part.get(key, {})
        found: list[tuple[Any, Path]] = [(entry, (*way, i)) for i, entry in enumerate(part or [])]
        for entry, path in found:
            self._whole(entry, way[-1], path)
        return [(entry, path) for entry, path in found if _holds(entry, self.on)]

    def _whole(self, entry: Any, kind: str, path: Path) -> None:
        """Every key that is needed, and none that means nothing."""
        if not isinstance(entry, Mapping):
            raise self.document.refuse("keys and values are expected here", path)
        if missing := NEEDS[kind] - set(entry):
            raise self.document.refuse(f"{min(missing)} is missing", path)
        if strange := set(entry) - NEEDS[kind] - MAY[kind] - _DATED:
            raise self.document.refuse(f"unknown key {min(strange)}", path)

    def _grounds(self, kind: str) -> tuple[Ground, ...]:
        """Who is counted: the applicant, and whoever is included and not excluded."""
        grounds: list[Ground] = []
        for entry, path in self._in_force("counted", kind):
            ground = Ground(entry["code"], entry["because"], self._words(entry["words"], (*path, "words")))
            self._put(self.person, f"{kind}.{ground.code}", entry["when"], (*path, "when"))
            grounds.append(ground)
        found: Node = reduce(lambda a, b: Logic("or", a, b), (Name(f"{kind}.{g.code}") for g in grounds), _FALSE)
        if kind == "include":
            self.person["counted"] = found
        else:
            others = Logic("and", self.person["counted"], Not(found))
            self.person["counted"] = Logic("or", Comparison("=", Name("relation"), Literal("self")), others)
        return tuple(grounds)

    def _conditions(self, kind: str) -> tuple[ConditionRule, ...]:
        return tuple(self._condition(entry, path) for entry, path in self._in_force(kind))

    def _condition(self, entry: Mapping[str, Any], path: Path) -> ConditionRule:
        code = entry["code"]
        for part in ("value", "limit", "met", "when"):
            if part in entry:
                self._put(self.case, f"{part}.{code}", entry[part], (*path, part))
        if "met" not in entry:
            if entry.get("must_be") not in MUST_BE:
                raise self.document.refuse(f"must_be is one of {', '.join(MUST_BE)}, or say met", path)
            sign = MUST_BE[entry["must_be"]]
            self.case[f"met.{code}"] = Comparison(sign, Name(f"value.{code}"), Name(f"limit.{code}"))
        if "when" in entry:
            self.case[f"met.{code}"] = Logic("or", Not(Name(f"when.{code}")), self.case[f"met.{code}"])
        if entry.get("unit", "") not in UNITS:
            raise self.document.refuse(f"{entry['unit']} is no unit", (*path, "unit"), f"one of {', '.join(UNITS[1:])}")
        words = entry["words"]
        return ConditionRule(
            code=code,
            because=entry["because"],
            since=entry.get("since"),
            reads=tuple(entry.get("from", ())),
            words_met=self._words(words["met"], (*path, "words", "met")),
            words_not_met=self._words(words["not_met"], (*path, "words", "not_met")),
            has_value="value" in entry,
            has_limit="limit" in entry,
            unit=str(entry.get("unit", "")),
        )

    def _words(self, said: Any, path: Path) -> Text:
        try:
            return Text.read(said)
        except ValueError as wrong:
            raise self.document.refuse(str(wrong), path, "write a Chinese sentence, or {zh: …, en: …}") from wrong

    def _bands(self, known: set[str], bars: tuple[ConditionRule, ...]) -> tuple[Band, ...]:
        """The first band that is reached counts; they stand from best to worst."""
        bands: list[Band] = []
        chosen: list[tuple[Node, int, Mapping[str, Any], Path]] = []
        for number, (entry, path) in enumerate(self._in_force("bands")):
            needs = tuple(entry.get("needs", ()))
            if strange := set(needs) - known:
                raise self.document.refuse(f"needs an unknown condition {min(strange)}", path)
            when = parse(entry["when"]) if "when" in entry else _TRUE
            reached = reduce(lambda a, code: Logic("and", a, Name(f"met.{code}")), needs, when)
            self.case[f"reached.{number}"] = reached
            self.places[f"reached.{number}"] = (*path, "when")
            words = self._words(entry["words"], (*path, "words"))
            bands.append(Band(entry["code"], entry["because"], words, needs))
            chosen.append((Name(f"reached.{number}"), number, entry, path))
        ends: dict[str, Node] = {"band": Literal(len(bands)), "gives": Literal(0), "passes": _FALSE}
        for reached, number, entry, path in reversed(chosen):
            self._put(self.case, f"gives.{number}", entry["gives"], (*path, "gives"))
            ends["band"] = Choose(reached, Literal(number), ends["band"])
            ends["gives"] = Choose(reached, Name(f"gives.{number}"), ends["gives"])
            ends["passes"] = Choose(reached, Literal(bool(entry.get("eligible", True))), ends["passes"])
        self.case["band"], self.case[self.rules["gives"]] = ends["band"], ends["gives"]
        self.case["unbarred"] = reduce(lambda a, bar: Logic("and", a, Name(f"met.{bar.code}")), bars, _TRUE)
        self.case["eligible"] = Logic("and", Name("unbarred"), ends["passes"])
        return tuple(bands)
