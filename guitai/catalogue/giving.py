"""Reads from service.yaml what a grant gives, and what its figures are called on pages and in letters."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from guitai.catalogue.terms import Award, Gives, Named, Since, Written
from guitai.core.texts import Text
from guitai.rules.rulebook import Rulebook

SOURCES = frozenset({"award", "monthly", "since"})
"""Values of a decision that a name may stand for; ``answer.<figure>`` is a figure of the verdict, ``said.<question>``
an answer of the applicant."""
FIGURE, SAID = "answer.", "said."


def read_gives(head: Mapping[str, Any]) -> Gives:
    """Answer what the sheet declares; raises KeyError or ValueError naming what is missing or unknown."""
    gives = head.get("gives", {})
    # Editions published before `gives` was said have it in their awards.
    what = str(gives.get("what") or next(key for key in head["awards"][0] if key != "label"))
    return Gives(
        what=what,
        monthly=str(gives.get("monthly", "amount")),
        since=Since(gives.get("since", Since.APPLICATION)),
        paid_out=bool(gives.get("paid_out", False)),
        awards=tuple(_award(raw, what) for raw in head["awards"]),
        figures=tuple(_named(raw["of"], raw) for raw in head.get("figures", ())),
        names=tuple(_named(name, raw) for name, raw in head.get("letter_names", {}).items()),
    )


def gives_problems(gives: Gives, rulebook: Rulebook) -> Iterator[str]:
    """Say what of it the newest rules do not give."""
    _since, law = rulebook.laws[-1]
    known = {law.gives, *law.outputs, *law.shows}
    if gives.what != law.gives:
        yield f"service.yaml: gives.what: the rules give {law.gives}, not {gives.what}"
    if gives.monthly not in known:
        yield f"service.yaml: gives.monthly: the rules have no figure {gives.monthly}"
    for figure in gives.figures:
        if figure.of not in known:
            yield f"service.yaml: figures: the rules have no figure {figure.of}"
    for name in gives.names:
        if not (name.of in SOURCES or name.of.startswith(SAID) or name.of.removeprefix(FIGURE) in known):
            yield f"service.yaml: letter_names.{name.name}: {name.of} is nothing a letter can say"


def _award(raw: Mapping[str, Any], kind: str) -> Award:
    written = str(raw[kind])
    try:
        return Award(kind=kind, value=Decimal(written), written=written, label=Text.read(raw["label"]))
    except InvalidOperation as wrong:
        raise ValueError(f"awards: {written} is no number") from wrong


def _named(name: str, raw: Mapping[str, Any]) -> Named:
    label = Text.read(raw["label"]) if "label" in raw else Text(zh=name)
    return Named(name=name, of=str(raw["of"]), written=Written(raw.get("as", Written.TEXT)), label=label)
