import ast
from collections.abc import Iterator
from pathlib import Path

from guitai.desk.audit_words import VERBS, words_of

PRODUCT = Path(__file__).resolve().parents[2]
RECORDERS = {"record", "_record", "_audit", "_lookup"}


def verbs() -> Iterator[str]:
    """Every verb that our code records as a plain word."""
    for path in PRODUCT.rglob("*.py"):
        if "tests" not in path.parts and "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in RECORDERS:
                    words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                    yield from (word for word in words if isinstance(word, str) and "." in word)


def test_every_verb_our_code_records_has_words_for_the_auditor() -> None:
    assert sorted(set(verbs()) - VERBS.keys()) == []


def test_a_move_of_a_flow_is_called_a_step() -> None:
    assert words_of("work.propose_grant").zh == "案件步驟：propose_grant"


def test_an_unknown_verb_is_shown_as_it_is() -> None:
    assert words_of("moon.rose").zh == "moon.rose"
