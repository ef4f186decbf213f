"""Reads the entries of the vocabulary's file; each that is doubtful is refused with its place."""

from datetime import date
from typing import Any

from guitai.facts import strict_yaml
from guitai.facts.strict_yaml import Document
from guitai.facts.terms import LARGEST_NUMBER, Fact, Kind, Of

_KEYS = {"name", "kind", "zh", "en", "unit", "values", "default", "least", "most", "source", "required", "rules"}
_BOUNDED = {Kind.NUMBER: (0, LARGEST_NUMBER), Kind.INCOMES: (0, LARGEST_NUMBER)}
_EMPTY: dict[Kind, object] = {Kind.INCOMES: (), Kind.HISTORY: (), Kind.CHOICES: frozenset()}


def facts(document: Document, of: Of) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for number, entry in enumerate(document.data.get(of.value, [])):
        fact = _fact(document, of, entry, (of.value, number))
        if fact.name in found:
            raise document.refuse(f"{fact.name} is there twice", (of.value, number), "keep one")
        found[fact.name] = fact
    return found


def _fact(document: Document, of: Of, entry: dict[str, Any], path: strict_yaml.Path) -> Fact:
    strange = set(entry) - _KEYS
    if strange:
        raise document.refuse(f"unknown key {min(strange)}", path, f"one of {', '.join(sorted(_KEYS))}")
    for key in ("name", "kind", "zh", "en"):
        if not entry.get(key):
            raise document.refuse(f"{key} is missing", path, f"add {key}")
    if entry["kind"] not in list(Kind):
        raise document.refuse(f"unknown kind {entry['kind']}", path, f"one of {', '.join(Kind)}")
    kind = Kind(entry["kind"])
    least, most = _BOUNDED.get(kind, (date(1890, 1, 1), date(9999, 12, 31)) if kind is Kind.DATE else (None, None))
    return Fact(
        name=entry["name"],
        of=of,
        kind=kind,
        zh=entry["zh"],
        en=entry["en"],
        default=entry.get("default", _EMPTY.get(kind)),
        unit=entry.get("unit", ""),
        values=tuple(entry.get("values", ())),
        least=entry.get("least", least),
        most=entry.get("most", most),
        source=entry.get("source", ""),
        required=bool(entry.get("required", False)),
        used_by_rules=bool(entry.get("rules", True)),
    )
