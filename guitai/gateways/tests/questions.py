"""Questions the tests ask, about the people of the small world."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from guitai.consents.terms import Basis, Statute
from guitai.gateways.terms import Inquiry

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
PURPOSE = "審核國民年金保險費負擔比率"
ARTICLE = "D0050167 §13"
LAW = Statute(ARTICLE)
CASE, OFFICER, SUBJECT = "case:T-1", "system:worker", "person:00000000-0000-4000-8000-000000000001"
SERVICE = "national-pension-premium"


AGENCIES = {
    "household_register": "household",
    "tax": "tax",
    "insurance": "insurance",
    "pension_insurer": "pension",
    "welfare": "welfare",
    "bank": "bank",
}


@dataclass(frozen=True)
class People:
    stories: dict[str, dict[str, Any]]

    @classmethod
    def read(cls, path: Path) -> "People":
        stories = json.loads(path.read_text(encoding="utf-8"))["stories"]
        return cls({story["key"]: story for story in stories})

    def number(self, key: str) -> str:
        return str(self.stories[key]["number"])


def about(number: str, *, source: str = "tax", basis: Basis | None = LAW, **more: Any) -> Inquiry:
    options: dict[str, Any] = {
        "subject": SUBJECT,
        "purpose": PURPOSE,
        "actor": OFFICER,
        "thing": CASE,
        "service": SERVICE,
    }
    return Inquiry(source=source, number=number, basis=basis, **(options | more))
