"""Reads: the vocabulary, and where the services are."""

import os
from functools import cache
from pathlib import Path

from guitai.facts import strict_yaml
from guitai.facts.reading import facts
from guitai.facts.terms import Of, Vocabulary

_BESIDE = Path(__file__).resolve().parents[2] / "services"


def services_folder() -> Path:
    """The folder of services: GUITAI_SERVICES_DIR, else the one beside the program."""
    named = os.environ.get("GUITAI_SERVICES_DIR")
    return Path(named) if named else _BESIDE


@cache
def vocabulary(services: Path) -> Vocabulary:
    """Every fact of services/_bank/facts.yaml; Unreadable names the place that is wrong."""
    file = services / "_bank" / "facts.yaml"
    document = strict_yaml.read(file.read_bytes(), file=str(file))
    return Vocabulary(*(facts(document, Of(of)) for of in (Of.PERSON, Of.CASE)))
