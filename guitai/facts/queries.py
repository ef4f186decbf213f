"""Reads: the vocabulary, and where the services are."""

import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from guitai.facts import strict_yaml
from guitai.facts.strict_yaml import Document
from guitai.facts.terms import LARGEST_NUMBER, Fact, Kind, Of, Vocabulary

_KEYS = {"name", "kind", "zh", "en", "unit", "values", "default", "least", "most", "source", "required", "rules"}
_BOUNDED = {Kind.NUMBER: (0, LARGEST_NUMBER), Kind.INCOMES: (0, LARGEST_NUMBER)}
_BESIDE = Path(__file__).resolve().parents[2] / "services"
_EMPTY: dict[Kind, object] = {Kind.INCOMES: (), Kind.HISTORY: (), Kind.CHOICES: frozenset()}


def services_folder() -> Path:
    """The folder of services: GUITAI_SERVICES_DIR, else the one beside the program."""
    named = os.environ.get("GUITAI_SERVICES_DIR")
    return Path(named) if named else _BESIDE


@cache
def vocabulary(services: Path) -> Vocabulary:
    """Every fact of services/_bank/facts.yaml; Unreadable names the place that is wrong."""
    file = services / "_bank" / "facts.yaml"
    document = strict_yaml.read(file.read_bytes(), file=str(file))
    return Vocabulary(*(_facts(document, Of(of)) for of in (Of.PERSON, Of.CASE)))


def _facts(document: Document, of: Of) -> dict[str, Fact]:
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
