"""Yearly tax data into monthly income and property, from the latest year on file."""

from typing import Any

from guitai.gateways.connectors.contract import UNKNOWN, Connector, Record

SALARY = "50"
KINDS = {
    "5A": "interest",
    "5B": "interest",
    "54": "dividend",
    "51": "rent",
    "9A": "professional",
    "9B": "royalty",
    "91": "prize",
    "92": "other",
    "93": "retirement",
}
PROPERTY = {"土地": "land", "房屋": "house", "投資": "investment"}
BEING_SETTLED = "處理中"
ROC_OFFSET = 1911


def read(record: Record, _number: str) -> dict[str, Any]:
    latest = max(record["年度資料"], key=lambda entry: entry["年度"])
    year = latest["年度"] + ROC_OFFSET
    if latest["狀態"] == BEING_SETTLED:
        # Not yet known is not nothing: the year before would be an answer to another question.
        return {"work": {"state": UNKNOWN}, "other_income": UNKNOWN, "assets": UNKNOWN, "tax_year": year}
    return {"work": _work(latest), "other_income": _other_income(latest), "assets": _assets(latest), "tax_year": year}


def _work(year: Record) -> dict[str, Any]:
    salary = sum(entry["金額"] for entry in year["所得"] if entry["格式代號"] == SALARY)
    if not salary:
        return {"state": "not_employed"}
    return {"state": "employed", "monthly": monthly(salary), "proof": False}


def _other_income(year: Record) -> list[dict[str, Any]]:
    others = [entry for entry in year["所得"] if entry["格式代號"] != SALARY]
    return [{"kind": KINDS[entry["格式代號"]], "monthly": monthly(entry["金額"])} for entry in others]


def _assets(year: Record) -> dict[str, Any]:
    assets: dict[str, Any] = {}
    for entry in year["財產"]:
        kind = PROPERTY[entry["種類"]]
        assets[kind] = assets.get(kind, 0) + entry["現值"]
    interest = sum(entry["金額"] for entry in year["所得"] if KINDS.get(entry["格式代號"]) == "interest")
    if interest:
        assets["deposit_interest"] = interest  # interest proves a deposit; how much is the rules' to derive, not ours
    return assets


def monthly(yearly: int) -> int:
    """A twelfth, half a dollar up."""
    return (yearly + 6) // 12


CONNECTOR = Connector("tax", frozenset({"work", "other_income", "assets", "tax_year"}), read)
