"""Yes, no or unknown; a record that says more does not fit the schema and is not read."""

from typing import Any

from guitai.gateways.connectors.contract import UNKNOWN, Connector, Record

ANSWERS = {"是": "yes", "否": "no", "不明": UNKNOWN}


def read(record: Record, _number: str) -> dict[str, Any]:
    return {"may_apply": ANSWERS[record["可否申請"]]}


CONNECTOR = Connector("welfare_precheck", frozenset({"may_apply"}), read)
