"""The guides of docs/guides/ as pages: the same words that stand in the repository, one for each function."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.conf import settings

from guitai.accounts.terms import Official, Role

GUIDES: dict[str, frozenset[Role]] = {
    "officers": frozenset({Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR}),
    "office": frozenset({Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR}),
    "counter": frozenset({Role.COUNTER}),
    "letters": frozenset({Role.LETTERS}),
    "auditor": frozenset({Role.AUDITOR}),
    "operations": frozenset({Role.ADMINISTRATOR}),
}
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


@dataclass(frozen=True)
class Guide:
    name: str
    title: str
    blocks: tuple[Block, ...]


def guides_of(official: Official) -> list[Guide]:
    """Answer the guides for what this official may do."""
    names = [name for name, roles in GUIDES.items() if any(official.may(role) for role in roles)]
    return [guide for name in names if (guide := read(name)) is not None]


@lru_cache(maxsize=16)
def read(name: str) -> Guide | None:
    """Answer the guide; nothing where the product came without its documents."""
    path = Path(settings.ROOT) / "docs" / "guides" / f"{name}.md"
    if name not in GUIDES or not path.is_file():
        return None
    title, _newline, text = path.read_text(encoding="utf-8").partition("\n")
    return Guide(name, title.lstrip("# ").strip(), tuple(_blocks(text)))


def _blocks(text: str) -> Iterator[Block]:
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
