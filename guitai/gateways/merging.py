"""Two registers speak about the same work: what holds when they do not say the same."""

from collections.abc import Mapping
from typing import Any

from guitai.gateways.connectors.contract import UNKNOWN

Work = Mapping[str, Any]


def work(*, tax: Work | None, insurance: Work | None) -> Work:
    """Answer one work for a person; None stands for a source that gave no answer.

    The pay in the tax data comes first (社會救助法 §5-1 I ①), then the insured pay; not employed only when both say so.
    """
    states = [source.get("state") if source else UNKNOWN for source in (tax, insurance)]
    if tax and states[0] == "employed":
        return tax
    if insurance and states[1] == "employed":
        return insurance
    return {"state": UNKNOWN} if UNKNOWN in states else {"state": "not_employed"}


def differ(*, tax: Work | None, insurance: Work | None) -> bool:
    """Answer whether both answered and disagree about being employed: shown to the officer."""
    states = {source.get("state") for source in (tax, insurance) if source} - {UNKNOWN}
    return len(states) > 1
