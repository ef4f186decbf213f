"""Who somebody's relatives are, and how the register calls them."""

from collections.abc import Callable
from typing import Any

Person = dict[str, Any]
People = dict[str, Person]


def _children(people: People, parent: str) -> list[str]:
    return [number for number, person in people.items() if parent and parent in (person["父"], person["母"])]


def _by_sex(person: Person, man: str, woman: str) -> str:
    return man if person["性別"] == "男" else woman


def relatives(people: People, number: str) -> dict[str, str]:
    """Answer number → title: blood relatives in a straight line to the second degree, brothers, sisters, in-laws."""
    me = people[number]
    found: dict[str, str] = {number: "本人"}

    def add(other: str, title: str) -> None:
        if other:
            found.setdefault(other, title)

    add(me["配偶"], "配偶")
    for side, parent in (("", me["父"]), ("外", me["母"])):
        if parent:
            add(parent, _by_sex(people[parent], "父", "母"))
            add(people[parent]["父"], f"{side}祖父")
            add(people[parent]["母"], f"{side}祖母")
    for child in _children(people, number):
        add(child, _by_sex(people[child], "子", "女"))
        add(people[child]["配偶"], _by_sex(people[child], "媳婦", "女婿"))
        for grandchild in _children(people, child):
            add(grandchild, _by_sex(people[child], "", "外") + _by_sex(people[grandchild], "孫", "孫女"))
    _add_sideways(people, me, add)
    add(me["前配偶"], "前配偶")
    return found


def _add_sideways(people: People, me: Person, add: Callable[[str, str], None]) -> None:
    for parent in (me["父"], me["母"]):
        for sibling in _children(people, parent):
            person = people[sibling]
            older = person["出生日期"] < me["出生日期"]
            add(sibling, _by_sex(person, "兄" if older else "弟", "姊" if older else "妹"))
    if spouse := people.get(me["配偶"]):
        add(spouse["父"], "配偶之父")
        add(spouse["母"], "配偶之母")
        for parent in (spouse["父"], spouse["母"]):
            for sibling in _children(people, parent):
                add(sibling, _by_sex(people[sibling], "配偶之兄弟", "配偶之姊妹"))
