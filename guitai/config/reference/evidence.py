"""Claims about attacks and standards with what shows them: rows of docs/*.yaml, and the tables made of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from guitai.config.environment import ROOT
from guitai.config.reference.markdown import table

MET, PARTLY, OPEN, NOT_APPLICABLE = STATUSES = ("met", "partly", "open", "not applicable")
LOUD = {PARTLY: "**partly**", OPEN: "**open**"}


@dataclass(frozen=True)
class Claim:
    id: str
    about: str
    status: str
    by: tuple[str, ...] = ()  # file::function of a test, file::word of another file, or a file
    why: str = ""
    level: str = ""


def claims(name: str) -> list[Claim]:
    """Answer the rows of docs/<name>.yaml as they stand there."""
    rows: list[dict[str, Any]] = yaml.safe_load((ROOT / "docs" / f"{name}.yaml").read_text(encoding="utf-8"))
    return [_claim(**row) for row in rows]


def _claim(*, id: str, about: str, status: str, by: Sequence[str] = (), why: str = "", level: object = "") -> Claim:  # noqa: A002 - the key of the file
    return Claim(id, about, status, tuple(by), why, str(level))


def counts(found: Iterable[Claim]) -> str:
    """Answer one line that says how many have which status."""
    counted = Counter(each.status for each in found)
    return " · ".join(f"{status} {counted[status]}" for status in STATUSES)


def rows(found: Iterable[Claim]) -> str:
    return table(["id", "what", "status", "shown by", "remark"], map(_row, found))


def graded(found: Iterable[Claim]) -> str:
    """Answer the same table with the level of each row."""
    return table(
        ["id", "level", "what", "status", "shown by", "remark"],
        ([each.id, each.level, *_row(each)[1:]] for each in found),
    )


def problems(found: Iterable[Claim]) -> Iterator[str]:
    """Rows that claim without saying why, whatever is true in the world."""
    for each in found:
        if each.status not in STATUSES:
            yield f"{each.id}: {each.status} is no status"
        if each.status == MET and not each.by:
            yield f"{each.id}: met, and nothing shows it"
        if each.status != MET and not each.why:
            yield f"{each.id}: {each.status}, and nobody says why"


def _row(each: Claim) -> list[str]:
    return [each.id, each.about, LOUD.get(each.status, each.status), "<br>".join(map(_link, each.by)), each.why]


def _link(named: str) -> str:
    """Answer a link that reads as the test does: its name is a sentence."""
    name, _colons, word = named.partition("::")
    file = name.rpartition("/")[2]
    test = word.startswith("test_")
    said = word.removeprefix("test_").replace("_", " ") if test else f"{file}{word and f': `{word}`'}"
    return f"[{said}](../../{name})"
