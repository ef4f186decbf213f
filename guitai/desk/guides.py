"""The guides of docs/guides/ as pages: the same words that stand in the repository, one for each function."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from guitai.accounts.terms import Official, Role
from guitai.desk.guide_text import Block, blocks_of

GUIDES: dict[str, frozenset[Role]] = {
    "officers": frozenset({Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR}),
    "office": frozenset({Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR}),
    "counter": frozenset({Role.COUNTER}),
    "letters": frozenset({Role.LETTERS}),
    "auditor": frozenset({Role.AUDITOR}),
    "operations": frozenset({Role.ADMINISTRATOR}),
}


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
    return Guide(name, title.lstrip("# ").strip(), tuple(blocks_of(text)))
