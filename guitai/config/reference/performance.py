"""performance.md: what was measured, against which goal, on which day and beside how much other work."""

import json
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from guitai.config.environment import ROOT
from guitai.config.reference.markdown import head, table

RESULTS = ROOT / "bench" / "results.json"
FIRST_TO_BREAK = ROOT / "bench" / "first_to_break.md"
INTRODUCTION = (
    "",
    "Two cores; generator, pages, worker and database share them. PostgreSQL has its durable defaults. A ratio is",
    "taken in one run against the bare thing that the script names. *Load* says how many processes wanted a core when",
    "the figure was taken: above 2 the machine was busy with other work, and it would be better alone.",
)
COLUMNS = ("figure", "value", "× bare", "goal", "holds", "taken", "load")
YES_NO = {True: "yes", False: "**no**", None: ""}


def page() -> str:
    found = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else []
    parts = [head("Performance", "bench/results.json and bench/first_to_break.md", *INTRODUCTION)]
    for group, entries in groupby(sorted(found, key=_group), key=_group):
        parts += [f"## {group}\n", table(COLUMNS, [_row(entry) for entry in entries])]
    return "\n".join([*parts, FIRST_TO_BREAK.read_text(encoding="utf-8")])


def _group(entry: Mapping[str, Any]) -> str:
    name, colon, _rest = str(entry["name"]).partition(":")
    return name.partition(",")[0] if colon else "others"


def _row(entry: Mapping[str, Any]) -> tuple[object, ...]:
    name = str(entry["name"])
    said = name.removeprefix(_group(entry)).lstrip(":, ")
    ratio = "" if entry["ratio"] is None else f"{entry['ratio']:.2f}"
    value = f"{entry['value']:,} {entry['unit']}".strip()
    return said, value, ratio, entry["goal"], YES_NO[entry["holds"]], entry.get("taken", ""), entry.get("load", "")
