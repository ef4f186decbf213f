"""One dated amount as a file of parameters writes it; anything doubtful in it is refused."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
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


def dated_amounts(document: Document, name: str, entry: dict[str, Any]) -> tuple[Dated, ...]:
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
