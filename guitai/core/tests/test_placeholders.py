import pytest

from guitai.core import placeholders
from guitai.core.terms import PlaceholderUnknown


def test_every_place_gets_its_value() -> None:
    text = "{{ name }}君：{{amount}}元，{{ name }}"

    assert placeholders.names(text) == {"name", "amount"}
    assert placeholders.fill(text, {"name": "王", "amount": "10"}) == "王君：10元，王"


def test_braces_inside_a_value_are_only_text() -> None:
    assert placeholders.fill("{{ name }}", {"name": "{{ secret }}", "secret": "x"}) == "{{ secret }}"


@pytest.mark.parametrize("text", ["{{ a b }}", "{% if x %}", "{name}", "{{ 1a }}", "{{ a|safe }}", "{{ x() }}"])
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert placeholders.names(text) == set()
    assert placeholders.fill(text, {}) == text


def test_an_unknown_name_is_refused_by_name() -> None:
    with pytest.raises(PlaceholderUnknown, match="姓名"):
        placeholders.fill("{{ 姓名 }}", {"name": "王"})
