"""Dated amounts by region, each with its source and whether somebody verified it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from guitai.facts import strict_yaml
from guitai.facts.strict_yaml import Document

NATIONAL = ""
_KEYS = {"region", "since", "until", "value", "source", "verified", "note"}
_VERIFIED = {True: "yes", False: "no", "calc": "calc"}


@dataclass(frozen=True)
class Dated:
    region: str
    since: date
    until: date
    value: Fraction | None
    verified: str  # yes, calc (follows from a sourced rule), no
    source: str


@dataclass(frozen=True)
class Found:
    """What a parameter is on a day; `value` is None when it is missing or may not be used."""

    value: Fraction | None
    assumed: bool = False
    source: str = ""


NOT_FOUND = Found(None)


@dataclass(frozen=True)
class ParameterBook:
    values: Mapping[str, tuple[Dated, ...]]
    regions: Mapping[str, str]  # county → region that announces for it
    labels: Mapping[str, str] = field(default_factory=dict)
    assumed_allowed: bool = False

    @classmethod
    def read(cls, folder: Path, *, assumed_allowed: bool) -> "ParameterBook":
        """Every amount of the folder; Unreadable where one is doubtful."""
        files = sorted(folder.glob("*.yaml"))
        documents = (strict_yaml.read(file.read_bytes(), file=str(file)) for file in files)
        return cls.of(documents, assumed_allowed=assumed_allowed)

    @classmethod
    def of(cls, documents: Iterable[Document], *, assumed_allowed: bool) -> "ParameterBook":
        """Every amount of these documents, wherever they were kept; Unreadable where one is doubtful."""
        values: dict[str, tuple[Dated, ...]] = {}
        labels: dict[str, str] = {}
        regions: dict[str, str] = {}
        for document in documents:
            for name, entry in document.data.items():
                if name == "regions":
                    regions = {county: region for region, counties in entry.items() for county in counties}
                    continue
                if name in values:
                    raise document.refuse("is there twice", (name,), "keep one")
                values[name] = _dated(document, name, entry)
                labels[name] = entry["label"]["zh"]
        return cls(values, regions, labels, assumed_allowed)

    def find(self, name: str, *, region: str, day: date) -> Found:
        """The amount of the county itself, else of the region that announces for it, else of the nation."""
        in_force = {dated.region: dated for dated in self.values.get(name, ()) if dated.since <= day <= dated.until}
        places = (region, self.regions.get(region, region), NATIONAL)
        dated = next((in_force[place] for place in places if place in in_force), None)
        if dated is None or dated.value is None or (dated.verified == "no" and not self.assumed_allowed):
            return NOT_FOUND
        return Found(dated.value, dated.verified == "no", dated.source)


def _dated(document: Document, name: str, entry: dict[str, Any]) -> tuple[Dated, ...]:
    if not isinstance(entry, dict) or not {"label", "unit", "values"} <= set(entry):
        raise document.refuse("needs label, unit and values", (name,))
    found: list[Dated] = []
    for number, value in enumerate(entry["values"]):
        path = (name, "values", number)
        dated = _one(document, value, path)
        if any(o.region == dated.region and o.since <= dated.until and dated.since <= o.until for o in found):
            raise document.refuse("another value holds on some of these days", path, "correct since or until")
        found.append(dated)
    return tuple(found)


def _one(document: Document, value: dict[str, Any], path: strict_yaml.Path) -> Dated:
    if set(value) - _KEYS or not {"since", "value", "source", "verified"} <= set(value):
        raise document.refuse(f"keys are {', '.join(sorted(_KEYS))}", path)
    if not all(isinstance(value.get(key, date.max), date) for key in ("since", "until")):
        raise document.refuse("since and until are days", path, "2026-01-01")
    amount = value["value"]
    if isinstance(amount, bool) or not (amount is None or isinstance(amount, int | Decimal)):
        raise document.refuse("value is not a number", path, "a number, or nothing when it is not known")
    if value["verified"] not in _VERIFIED:
        raise document.refuse("verified is yes, no or calc", path)
    return Dated(
        region=value.get("region", NATIONAL),
        since=value["since"],
        until=value.get("until", date.max),
        value=None if amount is None else Fraction(amount),
        verified=_VERIFIED[value["verified"]],
        source=value["source"],
    )
