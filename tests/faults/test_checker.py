"""The checker finds what it is there to find, and a plan of faults comes again from its seed."""

from collections import Counter
from pathlib import Path

import pytest

from tests.faults import nemesis
from tests.faults.checker import judge_mails, judge_moves, judge_sent
from tests.faults.history import FAIL, INVOKE, OK, UNKNOWN, Entry, History, read

DRAFT, NUMBER = "draft-1", "AAAA-BBBB-CCCC"


def heard(*kinds: tuple[str, str], deed: str = "submit", thing: str = DRAFT) -> list[Entry]:
    return [Entry(0.0, "c", deed, thing, kind, words) for kind, words in ((INVOKE, ""), *kinds)]


@pytest.mark.parametrize(
    ("entries", "cases", "complaint"),
    [
        (heard((OK, NUMBER)), {DRAFT: NUMBER}, ""),
        (heard((UNKNOWN, "0")), {DRAFT: NUMBER}, ""),
        (heard((UNKNOWN, "0")), {}, ""),
        (heard((OK, NUMBER)), {}, "LOST"),
        (heard((OK, NUMBER)), {DRAFT: "ZZZZ"}, "another number"),
        (heard((OK, NUMBER), (OK, "ZZZZ")), {DRAFT: NUMBER}, "two numbers"),
        ([], {DRAFT: NUMBER}, "nobody asked"),
    ],
)
def test_what_citizens_heard_is_compared_with_the_cases(
    entries: list[Entry], cases: dict[str, str], complaint: str
) -> None:
    wrong, _figures = judge_sent(entries, cases)

    assert [each.startswith(complaint) for each in wrong] == ([True] if complaint else [])


@pytest.mark.parametrize(
    ("kinds", "steps", "complaint"),
    [
        (((OK, ""),), {("R", 2): "grant"}, ""),
        (((UNKNOWN, ""),), {("R", 2): "grant"}, ""),
        (((FAIL, "409"),), {}, ""),
        (((OK, ""),), {}, "LOST"),
        (((OK, ""), (OK, "")), {("R", 2): "grant"}, "DOUBLED"),
        (((OK, ""),), {("R", 2): "grant", ("R", 3): "grant"}, "nobody asked"),
    ],
)
def test_what_officials_heard_is_compared_with_the_steps(
    kinds: tuple[tuple[str, str], ...], steps: dict[tuple[str, int], str], complaint: str
) -> None:
    wrong, _moves = judge_moves(heard(*kinds, deed="grant", thing="R@1"), steps)

    assert [each.startswith(complaint) for each in wrong] == ([True] if complaint else [])


@pytest.mark.parametrize(
    ("status", "came", "complaint"),
    [
        ("delivered", 1, ""),
        ("unknown", 1, ""),
        ("unknown", 0, ""),
        ("delivered", 0, "LOST"),
        ("delivered", 2, "DOUBLED"),
        ("technical-failure", 1, "mail"),
    ],
)
def test_what_the_mail_server_took_is_compared_with_what_we_believe(status: str, came: int, complaint: str) -> None:
    wrong, _figures = judge_mails({"m": status}, Counter({"m": came}) if came else Counter())

    assert [each.startswith(complaint) for each in wrong] == ([True] if complaint else [])


def test_the_same_seed_gives_the_same_faults_and_another_seed_others() -> None:
    one, same, other = (nemesis.plan(seed, faults=200, seconds=600, own_disk=True) for seed in (1, 1, 2))

    assert one == same
    assert one != other
    assert {fault.kind for fault in one} == set(nemesis.KINDS)


def test_without_a_disk_of_its_own_no_disk_is_filled() -> None:
    planned = nemesis.plan(1, faults=200, seconds=600, own_disk=False)

    assert not nemesis.NEEDS_OWN_DISK & {fault.kind for fault in planned}


def test_a_line_torn_by_the_end_of_the_machine_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    with History(path) as history:
        history.note("c", "submit", DRAFT, INVOKE)
    with path.open("a") as file:
        file.write('{"at": 1.0, "client"')

    assert [entry.kind for entry in read(path)] == [INVOKE]
