"""Why something has to be corrected: a list in services/_bank/supplement_reasons.yaml, or the officer's own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from guitai.cases.supplements.terms import OWN_WORDS, Kind, Mark
from guitai.core.texts import Text

BOTH = "both"


@dataclass(frozen=True)
class Reason:
    """``label`` is what the officer chooses, ``words`` what the applicant reads."""

    key: str
    suits: str
    label: Text
    words: Text


def reasons() -> Mapping[str, Reason]:
    return _read(Path(settings.SERVICES_DIR) / "_bank" / "supplement_reasons.yaml")


def for_kind(kind: Kind) -> list[Reason]:
    """Answer the reasons that fit, in their order."""
    wanted = Kind.FIELD if kind is Kind.FIELD else Kind.ATTACHMENT
    return [each for each in reasons().values() if each.suits in (BOTH, wanted)]


def why(mark: Mark) -> Text:
    """Answer what the applicant reads: the reason of the list, and what the officer added."""
    known = reasons().get(mark.reason)
    if known is None or mark.reason == OWN_WORDS:
        return Text(mark.words)
    if not mark.words:
        return known.words
    return Text(f"{known.words.zh}{mark.words}", f"{known.words.en} {mark.words}")


@lru_cache(maxsize=4)
def _read(path: Path) -> Mapping[str, Reason]:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))["reasons"]
    return {
        key: Reason(key, each["for"], Text.read(each["label"]), Text.read(each["words"])) for key, each in raw.items()
    }
