"""A reader of English gets the rules' English; what is kept and sent stays the Chinese it was."""

from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override

from guitai.facts import strict_yaml
from guitai.facts.terms import Unreadable
from guitai.rules import queries
from guitai.rules.parameters import ParameterBook
from guitai.rules.rulebook import Rulebook

RULES = """
benefit: test
version: "1"
since: 2020-01-01
counted: {include: [], exclude: []}
conditions:
- {code: old_enough, value: "age(applicant.born, on)", unit: years, must_be: at_least, limit: 65, because: X §1,
   words: {met: {zh: 年滿 65 歲。, en: You are 65 or older.},
           not_met: {zh: "您 {value} 歲。", en: "You are {value}, not yet {limit}."}}}
- {code: here, met: "applicant.registered = 'same'", because: X §2, words: {met: 在這裡。, not_met: 不在這裡。}}
bands:
- {code: all, gives: 1, needs: [old_enough, here], because: X §3, words: {zh: 都符合。, en: Everything is met.}}
gives: share
"""
ANSWER: dict[str, Any] = {
    "on": "2026-03-10",
    "conditions": [
        {"code": "old_enough", "met": False, "value": 60.0, "limit": 65, "words": "您 60 歲。"},
        {"code": "here", "met": True, "words": "在這裡。"},
        {"code": "of_an_older_edition", "met": True, "words": "舊的。"},
    ],
    "basis": {"code": "all", "words": "都符合。"},
    "not_counted": [],
}


@pytest.fixture
def book() -> Rulebook:
    return read(RULES)


def read(text: str) -> Rulebook:
    document = strict_yaml.read(text.encode(), file="rules.yaml")
    return queries.read_rulebook(document.data, parameters=ParameterBook.of([], assumed_allowed=False), source=document)


def words(answer: Any) -> list[str]:
    return [entry["words"] for entry in answer["conditions"]]


def test_a_reader_of_english_gets_english_where_there_is_some(book: Rulebook) -> None:
    with override("en"):
        shown = queries.for_reader(book, ANSWER)

    assert words(shown) == ["You are 60, not yet 65.", "在這裡。", "舊的。"]
    assert shown["basis"]["words"] == "Everything is met."


def test_what_is_open_says_so_in_english_too(book: Rulebook) -> None:
    answer = {**ANSWER, "conditions": [{"code": "old_enough", "met": None, "value": None, "limit": 65, "words": "？"}]}

    with override("en"):
        assert words(queries.for_reader(book, answer)) == ["This cannot be determined yet: You are 65 or older."]


def test_a_reader_of_chinese_gets_the_answer_as_it_was_and_each_figure_its_unit(book: Rulebook) -> None:
    with override(settings.LANGUAGE_CODE):
        shown = queries.for_reader(book, ANSWER)

    assert words(shown) == words(ANSWER)
    assert [entry.get("unit") for entry in shown["conditions"]] == ["years", "", None]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("unit: years", "unit: kg", "kg is no unit"),
        ("{zh: 都符合。, en: Everything is met.}", "{en: Everything is met.}", "a text is a string"),
        ("met: 在這裡。", "met: 7", "a text is a string"),
    ],
)
def test_wrong_words_and_units_are_refused_with_their_place(before: str, after: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(RULES.replace(before, after))
