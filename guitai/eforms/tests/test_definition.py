"""A broken definition is refused with its place and what to do; the vocabulary of conditions is closed."""

from typing import Any

import pytest

from guitai.eforms import conditions, definition
from guitai.eforms.terms import Answer, DefinitionBroken, QuestionType
from guitai.eforms.tests.sample import form_of, option, question, text

WORKS = question("works", "yes_no")
CHOICE = question("marital", "choice", options=[option("single"), option("married")])


def faults(*pages: list[Any], bank: dict[str, Any] | None = None) -> str:
    with pytest.raises(DefinitionBroken) as broken:
        form_of(*pages, **(bank or {}))
    return str(broken.value)


def test_a_bank_question_is_used_by_name_and_changed_a_little() -> None:
    bank = {"born": {"type": "date", "label": text("Born"), "fact": "self.born"}}
    form = form_of(["born"], [{"use": "born", "key": "child_born", "required": False}], **bank)

    born, child = form.pages[0].questions[0], form.pages[1].questions[0]

    assert (born.key, born.type, born.required) == ("born", QuestionType.DATE, True)
    assert (child.key, child.fact, child.required) == ("child_born", "self.born", False)


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        (["nobody"], "not in the bank"),
        ([WORKS, WORKS], "two questions have this name"),
        ([question("x", "dance")], "pages.0.questions.0"),
        ([question("X-1", "text")], "pages.0.questions.0"),
        ([question("x", "text", colour="red")], "pages.0.questions.0"),
        ([question("x", "choice")], "without options"),
        ([question("x", "group")], "without questions"),
        ([question("x", "text", questions=[WORKS])], "only a group"),
        ([question("x", "group", questions=[question("y", "group", questions=[WORKS])])], "group inside a group"),
        ([question("x", "group", questions=[WORKS, WORKS])], "taken"),
        ([question("x", "group", title_from="z", questions=[WORKS])], "no question of this group"),
        ([question("x", "choice", options_from="nobody.name")], "options_from"),
        ([question("x", "account", holder_is="nobody")], "holder_is"),
        (
            [question("x", "text", when={"question": "later", "is": "a"}), question("later", "text")],
            "not asked earlier",
        ),
        ([question("x", "text", when={"question": "x", "is": "a"})], "not asked earlier"),
        ([CHOICE, question("x", "text", when={"question": "marital", "is": "king"})], "can never be 'king'"),
        ([WORKS, question("x", "text", when={"question": "works", "is": "yes"})], "can never be 'yes'"),
        ([WORKS, question("x", "text", when={"question": "works", "is": True, "not": False})], "pages.0.questions.1"),
        ([question("add", "text")], "reserved"),
    ],
)
def test_a_broken_definition_says_where_and_what(questions: list[Any], words: str) -> None:
    assert words in faults(questions)


def test_every_fault_is_named_at_once() -> None:
    assert len(faults([question("x", "choice"), question("y", "group")]).splitlines()) == 2


def test_both_languages_are_required() -> None:
    broken = {"key": "x", "type": "text", "label": {"zh": "只有中文"}}

    assert "pages.0.questions.0" in faults([broken])


ANSWERS: dict[str, Answer] = {"works": True, "marital": "single", "pay": 30000, "many": ["a", "b"], "one": 1}


@pytest.mark.parametrize(
    ("spec", "holds"),
    [
        ({"question": "works", "is": True}, True),
        ({"question": "one", "is": True}, False),
        ({"question": "marital", "in": ["married", "single"]}, True),
        ({"question": "marital", "not": "married"}, True),
        ({"question": "marital", "not": "single"}, False),
        ({"question": "nothing", "not": "single"}, False),
        ({"question": "many", "is": "b"}, True),
        ({"question": "many", "not": "b"}, False),
        ({"question": "pay", "at_least": 30000}, True),
        ({"question": "pay", "at_least": 30001}, False),
        ({"question": "works", "at_least": 1}, False),
        ({"question": "marital", "at_least": 1}, False),
        ({"all": [{"question": "works", "is": True}, {"question": "marital", "is": "single"}]}, True),
        ({"any": [{"question": "works", "is": False}, {"question": "marital", "is": "single"}]}, True),
        ({"all": [{"any": [{"question": "works", "is": False}]}, {"question": "marital", "is": "single"}]}, False),
    ],
)
def test_conditions_compare_without_guessing(spec: dict[str, Any], holds: bool) -> None:
    assert conditions.holds(conditions.read(spec), ANSWERS.get) is holds


def test_a_condition_on_an_open_question_is_open_unless_the_rest_decides() -> None:
    on_page = {"question": "open", "is": "x"}
    false = {"question": "works", "is": False}
    live = frozenset({"open"})

    assert conditions.holds(conditions.read(on_page), ANSWERS.get, live) is None
    assert conditions.holds(conditions.read({"all": [on_page, false]}), ANSWERS.get, live) is False
    assert conditions.holds(conditions.read({"any": [on_page, false]}), ANSWERS.get, live) is None


def test_the_schemas_are_valid_json_schema() -> None:
    assert definition.FORM_SCHEMA.is_valid({}) is False
    assert definition.BANK_SCHEMA.is_valid({"questions": {}}) is True
