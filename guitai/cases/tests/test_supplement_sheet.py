from typing import Any

import pytest

from guitai.cases.supplements import sheet
from guitai.cases.supplements.terms import Kind, Mark
from guitai.core.texts import Text
from guitai.eforms.definition import read_form
from guitai.eforms.terms import Answer, Form, QuestionType

BANK: dict[str, Any] = {
    "questions": {
        "phone": {"type": "phone", "label": {"zh": "電話", "en": "-"}},
        "wants_account": {"type": "yes_no", "label": {"zh": "要帳戶嗎", "en": "-"}},
        "account": {
            "type": "account",
            "label": {"zh": "帳戶", "en": "-"},
            "when": {"question": "wants_account", "is": True},
        },
        "pay_changed": {"type": "yes_no", "label": {"zh": "薪水有變嗎", "en": "-"}},
        "changes": {
            "type": "group",
            "label": {"zh": "薪水", "en": "-"},
            "when": {"question": "pay_changed", "is": True},
            "questions": [
                {"key": "pay", "type": "money", "label": {"zh": "金額", "en": "-"}},
                {"key": "proof", "type": "attachment", "label": {"zh": "證明", "en": "-"}, "required": False},
            ],
        },
        "certificate": {
            "type": "attachment",
            "label": {"zh": "戶口名簿", "en": "-"},
            "ask_if_gap": "register",
            "required": False,
        },
    }
}
PROOF: list[Answer] = ["old"]
CHANGES: list[Answer] = [{"id": "a", "pay": 100, "proof": PROOF}, {"id": "b", "pay": 200}]
ANSWERS: dict[str, Answer] = {
    "phone": "0912",
    "wants_account": False,
    "pay_changed": True,
    "changes": CHANGES,
}


@pytest.fixture
def form() -> Form:
    pages = [{"key": "all", "title": {"zh": "全部", "en": "-"}, "questions": list(BANK["questions"])}]
    return read_form({"form": "test", "title": {"zh": "測試", "en": "-"}, "pages": pages}, BANK)


def mark(path: str, kind: Kind = Kind.FIELD) -> Mark:
    return Mark(path, kind, Text("標題"), "unclear")


def keys(page: sheet.Sheet) -> list[str]:
    return [question.key for question in page.page.questions]


def test_only_what_is_marked_is_asked_and_has_to_be_answered(form: Form) -> None:
    page = sheet.sheet_of(form, [mark("certificate", Kind.ATTACHMENT)], ANSWERS)

    assert keys(page) == ["certificate", sheet.REMARKS]
    assert (page.page.questions[0].required, page.page.questions[0].ask_if_gap) == (True, "")


def test_a_question_that_is_not_asked_comes_with_the_one_that_leads_to_it(form: Form) -> None:
    page = sheet.sheet_of(form, [mark("account")], ANSWERS)

    assert keys(page) == ["wants_account", "account", sheet.REMARKS]


def test_a_question_brings_along_what_its_answer_leads_to(form: Form) -> None:
    page = sheet.sheet_of(form, [mark("wants_account")], ANSWERS)

    assert keys(page) == ["wants_account", "account", sheet.REMARKS]


def test_who_says_why_may_leave_it_empty(form: Form) -> None:
    page = sheet.sheet_of(form, [mark("phone")], ANSWERS, lenient=True)

    assert not page.page.questions[0].required
    assert sheet.has_remarks({sheet.REMARKS: ["遺失"]})
    assert not sheet.has_remarks({sheet.REMARKS: ["  "]})


def test_one_question_of_one_item_is_put_back_there_and_nowhere_else(form: Form) -> None:
    page = sheet.sheet_of(form, [mark("changes/b/pay")], ANSWERS)

    result = sheet.merged(form, page, ANSWERS, {"supplement_1": 300}, number=1)

    assert page.page.questions[0].type is QuestionType.MONEY
    assert sheet.seed(page, ANSWERS)["supplement_1"] == 200
    assert sheet.before(page, ANSWERS) == {"changes/b/pay": 200}
    assert result.pop("changes") == [{"id": "a", "pay": 100, "proof": ["old"]}, {"id": "b", "pay": 300}]
    assert result.items() <= ANSWERS.items()


def test_a_paper_is_taken_again_and_starts_empty(form: Form) -> None:
    page = sheet.sheet_of(form, [mark("changes/a/proof", Kind.ATTACHMENT)], ANSWERS)

    assert "supplement_1" not in sheet.seed(page, ANSWERS)
    assert sheet.before(page, ANSWERS) == {"changes/a/proof": ["old"]}


def test_a_paper_the_form_does_not_know_is_kept_under_the_number_of_the_request(form: Form) -> None:
    page = sheet.sheet_of(form, [mark("paper/1", Kind.PAPER)], ANSWERS)

    result = sheet.merged(form, page, ANSWERS, {"supplement_1": ["new"]}, number=2)

    assert result == {**ANSWERS, "supplement_1_of_2": ["new"]}
    assert sheet.after(page, {"supplement_1": ["new"]}) == {"paper/1": ["new"]}


def test_what_is_no_longer_asked_goes(form: Form) -> None:
    page = sheet.sheet_of(form, [mark("pay_changed")], ANSWERS)

    result = sheet.merged(form, page, ANSWERS, {"pay_changed": False}, number=1)

    assert "changes" not in result


def test_what_an_earlier_request_brought_stays(form: Form) -> None:
    earlier: dict[str, Answer] = {**ANSWERS, "supplement_1_of_1": ["first"]}
    page = sheet.sheet_of(form, [mark("phone")], earlier)

    assert sheet.merged(form, page, earlier, {"phone": "04"}, number=2)["supplement_1_of_1"] == ["first"]
