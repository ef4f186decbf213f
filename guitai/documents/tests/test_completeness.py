"""Each element that 行政程序法 §96 demands is missed when it is not there."""

from typing import Any

import pytest

from guitai.documents import completeness
from guitai.documents.terms import LetterIncomplete
from guitai.documents.tests.stories import content

TAKEN_AWAY: list[tuple[str, dict[str, Any]]] = [
    ("姓名", {"addressee": " "}),
    ("出生年月日", {"born": ""}),
    ("性別", {"sex": ""}),
    ("身分證統一號碼", {"national_number": ""}),
    ("住居所", {"address": ""}),
    ("主旨", {"subject": ""}),
    ("事實", {"facts": ()}),
    ("理由", {"reasons": ()}),
    ("法令依據", {"legal_basis": ()}),
    ("處分機關", {"agency": "", "remedy": ("本函為行政處分。次日起30日內訴願。",)}),
    ("首長署名、蓋章", {"signed_name": ""}),
    ("發文字號", {"number": ""}),
    ("發文年月日", {"issued_on": ""}),
    ("表明其為行政處分", {"remedy": ("次日起30日內經由彰化縣政府訴願。",)}),
    ("救濟方法、期間及受理機關", {"remedy": ("本函為行政處分，30日內經由彰化縣政府訴願。",)}),
]


@pytest.mark.parametrize(("element", "change"), TAKEN_AWAY, ids=[name for name, _change in TAKEN_AWAY])
def test_a_decision_without_an_element_is_refused_by_its_name(element: str, change: dict[str, Any]) -> None:
    with pytest.raises(LetterIncomplete) as refusal:
        completeness.check(content(**change))

    assert [missing.split("（")[0] for missing in refusal.value.missing] == [element]


def test_the_table_has_a_test_for_every_element() -> None:
    assert [element.name for element in completeness.SECTION_96] == [name for name, _change in TAKEN_AWAY]


def test_a_whole_decision_passes() -> None:
    completeness.check(content())


def test_a_letter_that_decides_nothing_needs_no_remedy() -> None:
    completeness.check(content(decision=False, remedy=(), legal_basis=()))


def test_a_seal_suffices_where_the_decision_is_automated() -> None:
    completeness.check(content(signing="seal_only", signed_title="", signed_name=""))
