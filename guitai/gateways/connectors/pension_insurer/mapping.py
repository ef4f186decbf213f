"""Insured in the national pension or not."""

from typing import Any

from guitai.gateways.connectors.contract import Connector, Record

INSURED = {"被保險人": True, "非被保險人": False}


def read(record: Record, _number: str) -> dict[str, Any]:
    return {"insured": INSURED[record["身分"]], "unpaid_months": record["欠費月數"]}


CONNECTOR = Connector("pension_insurer", frozenset({"insured", "unpaid_months"}), read)
