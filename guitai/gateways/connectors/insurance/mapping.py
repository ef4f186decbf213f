"""Employment as the insurer sees it; the insured pay is a step of a table, not proof of the real pay."""

from typing import Any

from guitai.gateways.connectors.contract import Connector, Record

INSURED = "在保"


def read(record: Record, _number: str) -> dict[str, Any]:
    if record["狀態"] != INSURED:
        return {"work": {"state": "not_employed"}}
    return {"work": {"state": "employed", "monthly": record["投保薪資"], "proof": False}}


CONNECTOR = Connector("insurance", frozenset({"work"}), read)
