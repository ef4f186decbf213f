"""Codes of the ministry's base guide (TWSS welfare-type, disability-level) into the vocabulary."""

from typing import Any

from guitai.gateways.connectors.contract import UNKNOWN, Connector, Record

STATUSES = {"0": "none", "1": "low_income", "2": "middle_low_income", "3": "none", "4": "none", "5": UNKNOWN}
STATUSES |= {"6": "none", "7": "none", "99": "none"}
LEVELS = {"0": "none", "1": "mild", "2": "moderate", "3": "severe", "4": "profound", "9": UNKNOWN}
SCHOOL = {"無": "none", "日間部": "day_school", "進修部": "evening_or_extension_school"}
CUSTODY = {"無": "none", "服刑": "prison", "羈押": "detention"}
SERVICE = {"無": "none", "義務役": "conscript", "志願役": "volunteer"}
BENEFITS = {
    "老年農民福利津貼": "old_farmers_allowance",
    "國民年金老年基本保證年金": "national_pension_old_age_guarantee",
    "國民年金身心障礙基本保證年金": "national_pension_disability_guarantee",
    "身心障礙者生活補助費": "disability_living_allowance",
    "中低收入老人生活津貼": "elderly_living_allowance",
}
PLACED: dict[str | None, bool] = {"是": True, "否": False}


def read(record: Record, _number: str) -> dict[str, Any]:
    return {
        "public_assistance_status": STATUSES[record["福利身分"]],
        "disability": LEVELS[record["障礙等級"]],
        "receives": [BENEFITS.get(name, name) for name in record["領取中給付"]],
        "placed_at_public_expense": PLACED.get(record.get("公費安置"), UNKNOWN),
        "student": SCHOOL[record["在學"]],
        "custody": CUSTODY[record["矯正"]],
        "military": SERVICE[record["役別"]],
    }


GIVES = frozenset({"public_assistance_status", "disability", "receives", "student", "custody", "military"})
GIVES |= {"placed_at_public_expense"}
CONNECTOR = Connector("welfare", GIVES, read)
