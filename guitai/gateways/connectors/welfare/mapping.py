"""Codes of the ministry's base guide (TWSS welfare-type, disability-level) into the vocabulary."""

from typing import Any

from guitai.gateways.connectors.contract import UNKNOWN, Connector, Record

STATUSES = {"0": "none", "1": "low_income", "2": "middle_low_income", "3": "none", "4": "none", "5": UNKNOWN}
STATUSES |= {"6": "none", "7": "none", "99": "none"}
LEVELS = {"0": "none", "1": "mild", "2": "moderate", "3": "severe", "4": "profound", "9": UNKNOWN}
SCHOOL = {"無": "none", "日間部": "day_school", "進修部": "evening_or_extension_school"}
CUSTODY = {"無": "none", "服刑": "prison", "羈押": "detention"}
SERVICE = {"無": "none", "義務役": "conscript", "志願役": "volunteer"}


def read(record: Record, _number: str) -> dict[str, Any]:
    return {
        "public_assistance_status": STATUSES[record["福利身分"]],
        "disability": LEVELS[record["障礙等級"]],
        "receives": list(record["領取中給付"]),
        "student": SCHOOL[record["在學"]],
        "custody": CUSTODY[record["矯正"]],
        "military": SERVICE[record["役別"]],
    }


GIVES = frozenset({"public_assistance_status", "disability", "receives", "student", "custody", "military"})
CONNECTOR = Connector("welfare", GIVES, read)
