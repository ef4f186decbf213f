"""Yes or no; the banks never say whose account it is instead."""

from typing import Any

from guitai.gateways.connectors.contract import Connector, Record


def read(record: Record, _number: str) -> dict[str, Any]:
    return {"holder_matches": record["戶名相符"]}


CONNECTOR = Connector("bank", frozenset({"holder_matches"}), read)
