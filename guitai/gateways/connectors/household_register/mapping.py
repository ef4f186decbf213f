"""Titles and codes of the register into the vocabulary of a situation."""

from typing import Any

from guitai.core import identifiers, rocdate
from guitai.gateways.connectors.contract import UNKNOWN, Connector, Record
from guitai.gateways.connectors.household_register.codes import MARITAL, NATIONALITIES, NOT_RELATED, RELATIONS, SEXES
from guitai.gateways.terms import NoAnswer, Reason


def read(record: Record, number: str) -> dict[str, Any]:
    entries = record["關係人"]
    myself = [entry for entry in entries if entry["稱謂"] == "本人"]
    if [entry["統號"] for entry in myself] != [number]:
        raise NoAnswer(Reason.WRONG_PERSON)
    related = [entry for entry in entries if entry["稱謂"] not in {"本人", NOT_RELATED}]
    return {"persons": [_person(entry) for entry in (*myself, *related)], "residence": _residence(myself[0])}


def _person(entry: Record) -> dict[str, Any]:
    in_register = entry["設籍"] == "已設籍"
    registered = "none" if not in_register else "same" if entry["同戶"] else "other"
    return {
        "number": identifiers.national_number(entry["統號"]),
        "name": entry["姓名"],
        "relation": RELATIONS[entry["稱謂"]],
        "born": rocdate.parse_date(entry["出生日期"]).isoformat(),
        "sex": SEXES[entry["性別"]],
        "marital": MARITAL[entry["婚姻狀況"]],
        "registered": registered,
        # The register knows who is registered where, not who lives where: elsewhere only the family can say.
        "co_living": True if registered == "same" else UNKNOWN,
        "nationality": NATIONALITIES.get(entry["國籍"], "foreign"),
        "household_registration": in_register,
        "address": entry["地址"],
    }


def _residence(entry: Record) -> dict[str, str]:
    moved_in = entry["遷入日期"]
    return {
        "address": entry["地址"],
        "postal_code": entry["郵遞區號"],
        "township": entry["鄉鎮代碼"],
        "moved_in": rocdate.parse_date(moved_in).isoformat() if moved_in else "",
        "moved_from": entry["原鄉鎮代碼"],
    }


CONNECTOR = Connector("household_register", frozenset({"persons", "residence"}), read)
