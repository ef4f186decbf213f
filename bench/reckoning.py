"""After an opening: every receipt that was shown against the database, every answer of the room against the lot."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from crowd import Told

from guitai.cases.models import Case
from guitai.waiting import actions
from guitai.waiting.line import Line
from guitai.waiting.terms import Opening, Ticket

NOTICED = 8.0  # seconds after which the room has noticed that the pages are gone: its patience, and a look


@dataclass
class Reckoning:
    """What one opening came to."""

    told: Told
    shares: dict[str, float]
    memory: dict[str, list[float]]
    gone: float  # from then on there were no pages
    back: float
    in_time: int  # receipts within the minutes
    faults: dict[str, int] = field(default_factory=dict)


def reckon(found: Reckoning, opening: Opening, folder: Path) -> None:
    """The faults are counted; each should be none."""
    told = found.told
    cases = list(Case.objects.values_list("application_id", "reference"))
    shown = {draft: reference for _at, draft, reference in told.receipts}
    by_draft = Counter(str(draft) for draft, _reference in cases if str(draft) in shown)
    there = {str(draft): reference.upper() for draft, reference in cases}
    line = Line.begin(folder, opening, actions.key())
    found.faults = {
        "lost": sum(draft not in there for draft in shown),
        "doubled": sum(count > 1 for count in by_draft.values()),
        "shown as done that is not": sum(there.get(draft) != reference for draft, reference in shown.items()),
        "begun and not finished": told.begun - len(shown),
        "wrong answers": len(told.wrong),
        "overtaken": overtaken(told, line),
        "places lost or given twice": told.changed + len(told.numbers) - len(set(map(_number, told.numbers))),
        "let in while the pages were down": sum(found.gone + NOTICED < at < found.back for at, _number in told.turns),
    }
    for line_of_text in told.wrong[:5]:
        print("wrong:", line_of_text)


def overtaken(told: Told, line: Line) -> int:
    """Answer how often somebody was told to wait after somebody behind her had been told to come."""
    places = {number: line.place(Ticket(line.opening.service, number, 0)) for _at, number in [*told.waits, *told.turns]}
    events = sorted(
        [(at, 1, places[number]) for at, number in told.waits] + [(at, 0, places[number]) for at, number in told.turns]
    )
    farthest, found = -1, 0
    for _at, is_wait, place in events:
        if is_wait:
            found += place < farthest
        else:
            farthest = max(farthest, place)
    return found


def _number(text: str) -> int:
    return int(text.split(".")[1])
