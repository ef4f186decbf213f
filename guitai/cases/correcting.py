"""Correcting an obvious slip in a letter (行政程序法 §101): its sentences, and what should stand there.

The decision stays as it is; a letter of its own says what is corrected.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guitai.cases.models import Decision
from guitai.cases.terms import Correction
from guitai.documents import queries as documents
from guitai.work.flow import Move
from guitai.work.terms import MoveRefused

PARTS: tuple[tuple[str, Promise], ...] = (
    ("addressee", gettext_lazy("Addressee")),
    ("address", gettext_lazy("Address")),
    ("subject", gettext_lazy("Subject")),
    ("facts", gettext_lazy("Facts")),
    ("reasons", gettext_lazy("Reasons")),
    ("legal_basis", gettext_lazy("Legal basis")),
    ("notes", gettext_lazy("Notes")),
)
"""What a correction may touch: never number and day, never whom to turn to and until when."""


@dataclass(frozen=True)
class Sentence:
    """One text of the letter; ``key`` is its name in the form, ``right`` what stands in the box."""

    key: str
    part: str
    words: str
    right: str


def sentences(decision: Decision | None) -> list[Sentence]:
    """Answer the texts of the decision's letter that may be corrected."""
    if decision is None or not decision.letter:
        return []
    content = documents.content(decision.letter)
    return [
        Sentence(f"{name}-{at}", str(label), words, words)
        for name, label in PARTS
        for at, words in enumerate(_texts(getattr(content, name)))
    ]


def _texts(value: str | Sequence[str]) -> Iterator[str]:
    texts = (value,) if isinstance(value, str) else value
    return (text for text in texts if text)


def read(decision: Decision | None, typed: Mapping[str, str]) -> tuple[Correction, ...]:
    """Answer which sentences were changed; ``typed`` is what stands in the boxes by the keys of the sentences."""
    boxes = [(each.words, typed.get(each.key, each.words)) for each in sentences(decision)]
    return tuple(Correction(words, right) for words, box in boxes if (right := _tidy(box)) and right != _tidy(words))


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\x00", "").splitlines()).strip()


def words_of(move: Move, corrections: Sequence[Correction]) -> str:
    """Answer the corrections as letter and history say them; raises MoveRefused where the move wants one."""
    if "correction" not in move.needs:
        return ""
    if not corrections:
        raise MoveRefused(_("Nothing is corrected yet: change the words that are wrong."))
    return "\n".join(f"（{at}）原文「{each.wrong}」更正為「{each.right}」。" for at, each in enumerate(corrections, 1))
