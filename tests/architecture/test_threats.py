"""Every attack, requirement of ASVS at level 2 and control of level B has a row; what rows name is there."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from guitai.config.reference import evidence, threats
from guitai.core.tests.parsing import parsed

ROOT = Path(__file__).resolve().parents[2]
TABLES = ("threats", "asvs", "level-b")
# OWASP ASVS 5.0.0: how many requirements of levels 1 and 2 each chapter has.
ASVS = (
    *(("V1", 8, 19), ("V2", 4, 7), ("V3", 8, 11), ("V4", 2, 8), ("V5", 4, 5), ("V6", 13, 22), ("V7", 6, 12)),
    *(("V8", 4, 3), ("V9", 4, 3), ("V10", 5, 24), ("V11", 3, 11), ("V12", 3, 6), ("V13", 1, 12), ("V14", 2, 7)),
    *(("V15", 3, 10), ("V16", 0, 16), ("V17", 0, 7)),
)


def test_every_attack_has_one_row() -> None:
    expected = {f"T{number:02}" for number in range(1, 53)} | {"T07x", "T23b"}

    assert Counter(each.id for each in evidence.claims("threats")) == Counter(expected)


def test_every_requirement_has_one_row() -> None:
    found = evidence.claims("asvs")
    counted = Counter((each.id.partition(".")[0], each.level) for each in found)

    assert len({each.id for each in found}) == len(found) == 253
    assert counted == Counter(
        {(chapter, level): many for chapter, *both in ASVS for level, many in zip("12", both, strict=True)}
    )


def test_every_control_of_level_b_has_one_row() -> None:
    found = evidence.claims("level-b")

    assert {each.level for each in found} == {"普", "中"}
    assert len({each.id for each in found}) == len(found) == 62


@pytest.mark.parametrize("name", TABLES)
def test_every_row_says_what_shows_it_or_what_is_missing(name: str) -> None:
    assert list(evidence.problems(threats.cases() if name == "threats" else evidence.claims(name))) == []


@pytest.mark.parametrize("name", TABLES)
def test_what_is_named_is_there(name: str) -> None:
    lost = [f"{each.id}: {named}" for each in evidence.claims(name) for named in each.by if not _is_there(named)]

    assert lost == []


def test_every_number_in_the_name_of_a_test_is_that_of_an_attack() -> None:
    assert threats.numbered().keys() <= {each.id.lower() for each in evidence.claims("threats")}


def _is_there(named: str) -> bool:
    name, _colons, word = named.partition("::")
    path = ROOT / name
    if not path.is_file():
        return False
    if path.name.startswith("test_") and word:
        return word in _functions(path)
    return word in path.read_text(encoding="utf-8")


@cache
def _functions(path: Path) -> frozenset[str]:
    tree = parsed(path)
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
