"""The text of a guide in blocks: headings, texts, lists and tables, as far as our guides use Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

KINDS = (
    ("heading", re.compile(r"#{2,}\s+(?P<words>.+)")),
    ("row", re.compile(r"\|(?P<words>.+)\|\s*$")),
    ("bullet", re.compile(r"[-*]\s+(?P<words>.+)")),
    ("number", re.compile(r"\d+\.\s+(?P<words>.+)")),
    ("more", re.compile(r"\s+(?P<words>\S.*)")),
    ("text", re.compile(r"(?P<words>\S.*)")),
)
MARKS = re.compile(r"\*\*|`|!?\[(?=[^\]]*\]\()|\]\([^)]*\)")
RULE = re.compile(r"[\s|:-]+$")


@dataclass(frozen=True)
class Block:
    """A piece of a guide: ``kind`` heading, text, bullet, number or table, with its lines."""

    kind: str
    lines: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()


def blocks_of(text: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", text):
        for kind, lines in groupby(_lines(part), key=lambda line: line[0]):
            words = tuple(words for _kind, words in lines)
            yield Block("table", (), tuple(_cells(words))) if kind == "row" else Block(kind, words)


def _lines(part: str) -> list[tuple[str, str]]:
    """Answer each line with its kind; a line that goes on belongs to the one before it."""
    found: list[tuple[str, str]] = []
    for line in part.splitlines():
        kind, words = next(((kind, hit["words"]) for kind, pattern in KINDS if (hit := pattern.match(line))), ("", ""))
        before = found[-1][0] if found else ""
        if found and (kind == "more" or (kind == "text" and before == "text")):
            found[-1] = (before, found[-1][1] + words)
        elif kind:
            found.append(("text" if kind == "more" else kind, words))
    return [(kind, MARKS.sub("", words).strip()) for kind, words in found]


def _cells(rows: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        if not RULE.match(row):
            yield tuple(cell.strip() for cell in row.split("|"))
