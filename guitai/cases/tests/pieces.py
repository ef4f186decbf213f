"""What agencies said about one small household, for the tests of this package."""

from datetime import UTC, datetime
from typing import Any

from guitai.cases.terms import Piece

FETCHED = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TOWNSHIP = "10007010"
ADDRESS = "彰化縣彰化市大同里17鄰民族路276巷405號"
ME: dict[str, Any] = {
    "relation": "self",
    "number": "A123456789",
    "name": "王小明",
    "born": "1981-07-24",
    "sex": "M",
    "marital": "married",
    "registered": "same",
    "co_living": True,
}
WIFE = {**ME, "relation": "spouse", "number": "A223456781", "name": "陳美玲", "sex": "F"}
NOBODY_PAYS: dict[str, Any] = {"work": {"state": "not_employed"}}
PAID: dict[str, Any] = {"work": {"state": "employed", "monthly": 36000, "proof": False}}


def piece(item: str, source: str, facts: dict[str, Any] | None, *, about: str = "self", gap: str = "") -> Piece:
    return Piece(item, source, about, facts, FETCHED, gap)


def register(*persons: dict[str, Any], township: str = TOWNSHIP, address: str = ADDRESS) -> Piece:
    residence = {"address": address, "township": township}
    return piece("household", "household_register", {"persons": list(persons), "residence": residence})


def tax(work: dict[str, Any], *, about: str = "self", **more: Any) -> Piece:
    item = "income" if about == "self" else "income_of_others"
    return piece(item, "tax", {"other_income": [], "tax_year": 2025, **work, **more}, about=about)


def insurance(work: dict[str, Any], *, about: str = "self") -> Piece:
    return piece("employment" if about == "self" else "employment_of_others", "insurance", work, about=about)


def welfare(**facts: Any) -> Piece:
    known = {"public_assistance_status": "none", "disability": "none", "receives": [], "student": "none"}
    return piece("status", "welfare", {**known, "custody": "none", "military": "none", **facts})


def insured() -> Piece:
    return piece("insured", "pension_insurer", {"insured": True, "unpaid_months": 0})


def gap(item: str, source: str, *, about: str = "self", reason: str = "down") -> Piece:
    return piece(item, source, None, about=about, gap=reason)
