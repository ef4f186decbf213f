"""What registers said about the questions of a draft, in the shape in which a draft keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from guitai.eforms.terms import Prefilled


@dataclass(frozen=True)
class Known:
    """The prefilled answers, and the sources that did not answer."""

    prefilled: Mapping[str, Prefilled] = field(default_factory=dict)
    gaps: frozenset[str] = frozenset()


def as_data(known: Known) -> dict[str, Any]:
    return {
        "gaps": sorted(known.gaps),
        "prefilled": {
            key: {
                "value": one.value,
                "source": one.source,
                "fetched_at": one.fetched_at.isoformat(),
                "editable": one.editable,
            }
            for key, one in known.prefilled.items()
        },
    }


def read(data: Mapping[str, Any]) -> Known:
    return Known(
        prefilled={
            key: Prefilled(one["value"], one["source"], datetime.fromisoformat(one["fetched_at"]), one["editable"])
            for key, one in data.get("prefilled", {}).items()
        },
        gaps=frozenset(data.get("gaps", ())),
    )
