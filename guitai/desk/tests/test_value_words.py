"""Values of registers in an official's words."""

import pytest
from django.conf import settings
from django.utils import translation

from guitai.desk import value_words
from guitai.facts import queries as facts
from guitai.facts.terms import Kind

PERSON = facts.vocabulary(facts.services_folder()).person
FORM = {"relation": {"spouse": "配偶"}}


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("born", "1981-07-24", "70年7月24日"),
        ("reported_missing_on", "9999-12-31", "—"),
        ("work.monthly", 15000, "NT$ 15,000"),
        ("work.state", "not_employed", "未就業"),
        ("relation", "spouse", "配偶"),
        ("co_living", True, "是"),
        ("marital", "unknown", "不知道"),
        ("sex", None, "—"),
        ("other_income", [{"kind": "interest", "monthly": 1200}], "利息 每月 NT$ 1,200"),
        ("other_income", [], "—"),
    ],
)
def test_a_value_is_written_as_one_says_it(fact: str, value: object, words: str) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        assert value_words.words(PERSON[fact], value, FORM) == words


def test_every_value_the_vocabulary_allows_has_words() -> None:
    asked_in_forms = {"relation"}
    for name, fact in PERSON.items():
        if fact.kind is Kind.CHOICE and name not in asked_in_forms:
            assert set(fact.values) <= set(value_words.VALUES.get(name, {})), name
