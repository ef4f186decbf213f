"""The household register answers: who belongs to a person by blood, marriage or household, wherever registered."""

import sys

from standins import agency
from standins.kinship import People, Person, relatives

NOWHERE = {"地址": "", "郵遞區號": "", "鄉鎮代碼": "", "遷入日期": "", "原鄉鎮代碼": ""}


def answer(ledger: agency.Record, question: agency.Record) -> agency.Record | None:
    people: People = ledger["人口"]
    me = people.get(question["number"])
    if me is None:
        return None
    household = {number: "同戶" for number, person in people.items() if _together(person, me)}
    titles = household | relatives(people, question["number"])
    ordered = sorted(titles, key=lambda number: number != question["number"])  # the person asked about comes first
    return {"關係人": [_entry(ledger, number, titles[number], me) for number in ordered]}


def _together(person: Person, me: Person) -> bool:
    return bool(me["戶號"]) and person["戶號"] == me["戶號"] and person["設籍"] == "已設籍"


def _entry(ledger: agency.Record, number: str, title: str, me: Person) -> agency.Record:
    person = ledger["人口"][number]
    home = ledger["戶"].get(person["戶號"]) if person["設籍"] == "已設籍" else None
    shown = {key: person[key] for key in ("姓名", "性別", "出生日期", "婚姻狀況", "國籍", "設籍")}
    place = {key: home[key] for key in NOWHERE} if home else NOWHERE
    return {"統號": number, "稱謂": title, **shown, "同戶": _together(person, me), **place}


if __name__ == "__main__":
    sys.exit(agency.serve("household", answer))
