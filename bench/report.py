"""Figures of a measurement: printed, and put into bench/results.json, where the last one of a name counts.

``guitai docs`` writes docs/reference/performance.md from that file.
"""

import json
import os
import time
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"


def record(
    name: str, value: float, unit: str, *, ratio: float | None = None, goal: str = "", holds: bool | None = None
) -> None:
    """One line for people and one entry for the file."""
    entry = {"name": name, "value": value, "unit": unit, "ratio": ratio, "goal": goal, "holds": holds}
    entry |= {"taken": time.strftime("%Y-%m-%d %H:%M"), "load": round(os.getloadavg()[0], 1)}  # a busy machine shows
    found = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    kept = [other for other in found if other["name"] != name]
    RESULTS.write_text(json.dumps([*kept, entry], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    times = "" if ratio is None else f", {ratio:.2f} × the bare thing"
    verdict = "" if holds is None else (" holds" if holds else " DOES NOT HOLD")
    print(f"{name}: {value:g} {unit}{times}{f' (goal {goal}{verdict})' if goal else ''}")
