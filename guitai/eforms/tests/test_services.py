"""The forms of the real services: every one can be read, speaks both languages, and says only what rules know."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from guitai.eforms import definition, facts, pages, summary
from guitai.eforms.terms import Answer, Form, Question, QuestionType
from guitai.eforms.tests.sample import TODAY

SERVICES = Path(settings.SERVICES_DIR)
FORMS = sorted([*SERVICES.glob("*/*/form.yaml"), *SERVICES.glob("*/*/trial.yaml")])
PENSION = SERVICES / "tw" / "national-pension-premium"
ALLOWANCE = SERVICES / "tw" / "elderly-living-allowance"
TYPED = frozenset(QuestionType) - {
    QuestionType.CHOICE,
    QuestionType.CHOICES,
    QuestionType.YES_NO,
    QuestionType.GROUP,
    QuestionType.DECLARATION,
    QuestionType.ATTACHMENT,
}
NOT_FOR_CITIZENS = ["應備文件", "處理中", "依規定辦理", "如有疑問", "檢具", "茲", "俾", "臺端"]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


BANK = read(SERVICES / "_bank" / "questions.yaml")
VOCABULARY = read(SERVICES / "_bank" / "facts.yaml")


def form_at(path: Path) -> Form:
    return definition.read_form(read(path), BANK, source=str(path.relative_to(SERVICES)))


def every_question(form: Form) -> Iterator[tuple[str, Question]]:
    """Answer (scope, question): inside a group about persons a fact is a key of a person."""
    for question in (question for page in form.pages for question in page.questions):
        yield "", question
        yield from (("income" if question.fact == "other_income" else "person", inner) for inner in question.questions)


def known_facts(scope: str) -> dict[str, Any]:
    person = {each["name"]: each for each in VOCABULARY["person"]}
    person |= dict(_incomes())
    if scope == "person":
        return person
    if scope == "income":
        return {"kind": {}, "monthly": {}}
    case = {f"facts.{each['name']}": each for each in VOCABULARY["case"]}
    return case | {f"self.{key}": each for key, each in person.items()} | {"persons": {}, "other_income": {}}


def _incomes() -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in (
        "pension",
        "survivor_annuity",
        "rent",
        "interest",
        "unemployment_benefit",
        "insurance_annuity",
        "other",
    ):
        yield f"other_income.{kind}", {"kind": "number"}


def test_the_first_service_has_a_form_and_a_trial() -> None:
    assert {path.name for path in FORMS if path.parent == PENSION} == {"form.yaml", "trial.yaml"}


@pytest.mark.parametrize("path", FORMS, ids=str)
def test_every_fact_of_a_form_is_in_the_vocabulary(path: Path) -> None:
    unknown = [
        fact
        for scope, question in every_question(form_at(path))
        for fact in [question.fact, *(key for option in question.options for key in option.facts)]
        if fact and fact not in known_facts(scope)
    ]

    assert unknown == []


@pytest.mark.parametrize("path", FORMS, ids=str)
def test_every_option_says_a_value_that_rules_know(path: Path) -> None:
    wrong = [
        (question.key, option.value)
        for scope, question in every_question(form_at(path))
        if question.type is QuestionType.CHOICE and question.fact
        for allowed in [known_facts(scope)[question.fact].get("values")]
        for option in question.options
        if allowed and option.value not in allowed
    ]

    assert wrong == []


@pytest.mark.parametrize("path", FORMS, ids=str)
def test_every_text_is_there_in_both_languages_and_in_plain_words(path: Path) -> None:
    form = form_at(path)
    texts = [page.title for page in form.pages] + [page.intro for page in form.pages if page.intro]
    for _scope, question in every_question(form):
        texts += [question.label, *(text for text in (question.hint, question.item) if text)]
        texts += [option.label for option in question.options]

    assert all(text.zh.strip() and text.en.strip() for text in texts)
    assert [word for text in texts for word in NOT_FOR_CITIZENS if word in text.zh] == []


def test_no_question_of_the_bank_lies_unused() -> None:
    used = {question.key for path in FORMS for _scope, question in every_question(form_at(path))}
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*FORMS, SERVICES / "_bank" / "questions.yaml"])

    assert [key for key in BANK["questions"] if key not in used and f"use: {key}\n" not in text] == []


def test_the_usual_application_asks_for_at_most_twelve_typed_fields() -> None:
    form = form_at(PENSION / "form.yaml")
    from_registers = {"applicant_name", "national_number", "born", "registered_address", "members"}
    answers: dict[str, Answer] = {
        "notice_by": "email",
        "lives_at_registered_address": True,
        "wants_refund_account": True,
    }
    asked = [
        question
        for page in pages.asked_pages(form, answers)
        for question in page.questions
        if question in pages.asked_questions(form, answers)
        and question.key not in from_registers
        and not question.ask_if_gap
    ]
    inputs = {QuestionType.ADDRESS: 2, QuestionType.ACCOUNT: 2}

    assert sum(inputs.get(question.type, 1) for question in asked if question.type in TYPED) <= 12


def test_the_allowance_of_a_mother_asks_for_at_most_twelve_typed_fields_and_two_photos() -> None:
    form = form_at(ALLOWANCE / "form.yaml")
    from_registers = {"applicant_name", "national_number", "born", "registered_address", "members"}
    answers: dict[str, Answer] = {"notice_by": "email", "lives_at_registered_address": True, "savings_changed": True}
    asked = [
        question
        for question in pages.asked_questions(form, answers)
        if question.key not in from_registers and not question.ask_if_gap
    ]
    inputs = {QuestionType.ADDRESS: 2, QuestionType.ACCOUNT: 2}

    assert sum(inputs.get(question.type, 1) for question in asked if question.type in TYPED) <= 12
    assert sum(question.type is QuestionType.ATTACHMENT for question in asked) <= 2


def test_the_page_for_missing_documents_comes_only_with_a_gap() -> None:
    form = form_at(PENSION / "form.yaml")

    assert "documents" not in [page.key for page in pages.asked_pages(form, {})]
    assert "documents" in [page.key for page in pages.asked_pages(form, {}, gaps=frozenset({"tax"}))]


def test_a_whole_application_can_be_filled_in_and_told_to_the_rules() -> None:
    form = form_at(PENSION / "form.yaml")
    members: list[Answer] = [
        {
            "id": "p1",
            "member_name": "陳玉",
            "relation": "spouse",
            "member_born": "1980-05-05",
            "member_marital": "married",
            "registered": "same",
            "co_living": True,
        }
    ]
    answers: dict[str, Answer] = {
        "applicant_name": "王小明",
        "national_number": "A123456789",
        "born": "1978-02-03",
        "phone": "0912345678",
        "notice_by": "letter",
        "registered_address": "彰化縣鹿港鎮中山路1號",
        "lives_at_registered_address": True,
        "members": members,
        "pay_changed": True,
        "pay_changes": [{"id": "c1", "pay_of": "p1", "work_state": "employed", "monthly_pay": 21000}],
        "has_other_income": True,
        "other_incomes": [{"id": "o1", "income_of": "self", "income_kind": "rent", "income_monthly": 3000}],
        "own_situations": ["carer"],
        "carer_of": "p1",
        "wants_refund_account": False,
        "declares_true": True,
        "will_tell_changes": True,
    }

    said = facts.situation_part(form, answers)

    assert summary.problems(form, answers, TODAY) == []
    assert said["persons"] == [
        {
            "id": "p1",
            "name": "陳玉",
            "relation": "spouse",
            "born": "1980-05-05",
            "marital": "married",
            "registered": "same",
            "co_living": True,
            "work": {"state": "employed", "monthly": 21000},
        }
    ]
    assert said["self"] == {
        "name": "王小明",
        "number": "A123456789",
        "born": "1978-02-03",
        "address": "彰化縣鹿港鎮中山路1號",
        "other_income": [{"kind": "rent", "monthly": 3000}],
        "carer_of": "p1",
    }


def test_a_trial_leaves_open_what_is_not_known() -> None:
    form = form_at(PENSION / "trial.yaml")
    answers: dict[str, Answer] = {
        "born_year": 1976,
        "insured_in": "unknown",
        "own_work_state": "employed",
        "own_monthly_pay": "unknown",
        "own_other_income": 0,
        "trial_family": [
            {"id": "m1", "relation": "mother", "member_born_year": 1950, "member_work_state": "not_employed"}
        ],
    }

    said = facts.situation_part(form, answers)

    assert said["facts"] == {"insured": "unknown", "public_assistance_status": "unknown"}
    assert said["self"] == {
        "born": "1976-07-01",
        "disability": "unknown",
        "work": {"state": "employed", "monthly": "unknown"},
        "other_income": [],
    }
    assert said["persons"] == [
        {
            "id": "m1",
            "relation": "mother",
            "born": "1950-07-01",
            "work": {"state": "not_employed"},
            "other_income": "unknown",
        }
    ]
