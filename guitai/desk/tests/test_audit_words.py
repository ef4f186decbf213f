import ast
from collections.abc import Iterator
from pathlib import Path

from guitai.catalogue.terms import LawReference
from guitai.core.tests.parsing import parsed
from guitai.core.texts import Text
from guitai.desk.audit_names import Known
from guitai.desk.audit_words import VERBS, words_of

PRODUCT = Path(__file__).resolve().parents[2]
RECORDERS = {"record", "_record", "_audit", "_lookup"}


def verbs() -> Iterator[str]:
    """Every verb that our code records as a plain word."""
    for path in PRODUCT.rglob("*.py"):
        if "tests" not in path.parts and "migrations" not in path.parts:
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in RECORDERS:
                    words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                    yield from (word for word in words if isinstance(word, str) and "." in word)


def test_every_verb_our_code_records_has_words_for_the_auditor() -> None:
    assert sorted(set(verbs()) - VERBS.keys()) == []


def test_a_move_of_a_flow_is_called_a_step() -> None:
    assert words_of("work.propose_grant").zh == "案件步驟：propose_grant"


def test_an_unknown_verb_is_shown_as_it_is() -> None:
    assert words_of("moon.rose").zh == "moon.rose"


def test_a_move_and_what_follows_it_are_called_by_the_words_of_the_flow() -> None:
    keys = Known({"allowance": Text("津貼")}, {"grant": Text("核准")})

    assert words_of("work.grant", keys).zh == "案件步驟：核准"
    assert keys.ground("decided_grant", "allowance") == "核准 津貼"
    assert keys.ground("審查申請案", "個人資料保護法第15條") == "審查申請案 個人資料保護法第15條"


def test_an_article_is_cited_as_officials_write_it() -> None:
    keys = Known(laws=(LawReference("個人資料保護法", "I0050021", "", ""),))

    assert keys.ground("", "I0050021 §15 I 1") == "個人資料保護法第15條第1項第1款"
    assert keys.ground("", "statute:I0050021 §15") == "個人資料保護法第15條"
    assert keys.ground("", "consent:2b9c6e30") == "consent:2b9c6e30"
