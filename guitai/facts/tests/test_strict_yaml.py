from datetime import date
from decimal import Decimal

import pytest

from guitai.facts import strict_yaml
from guitai.facts.terms import Unreadable


def test_numbers_days_and_words_are_read_exactly() -> None:
    data = strict_yaml.read('{a: 1, b: 0.30, c: 2026-03-10, d: yes, e: "on", f: , g: 彰化縣}', file="x.yaml").data

    assert data == {
        "a": 1,
        "b": Decimal("0.30"),
        "c": date(2026, 3, 10),
        "d": True,
        "e": "on",
        "f": None,
        "g": "彰化縣",
    }


def test_every_place_has_its_line() -> None:
    document = strict_yaml.read("cases:\n- id: A\n  persons:\n  - {id: a}\n", file="x.yaml")

    error = document.refuse("is wrong", ("cases", 0, "persons", 0, "id"))

    assert str(error) == "x.yaml:4: cases.0.persons.0.id: is wrong"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("on: 2026-03-10", "bare key on"),
        ("a: 1\na: 2", "written twice"),
        ("a: &x [1]\nb: *x", "anchor"),
        ("a: *x", "alias"),
        ("a: !!python/object/apply:os.system [ls]", "tag"),
        ("<<: {a: 1}", "merge"),
        ("a: .nan", "read differently"),
        ("a: 0123", "read differently"),
        ("a: 1_000", "read differently"),
        ("a: 1e5", "read differently"),
        ("a: 12:30", "read differently"),
        ("a: 2026-02-30", "2026-02-30"),
        ("a: b: c", "not YAML"),
        ("a: 1\n---\nb: 2", "more than one document"),
        ("? [a]\n: 1", "a key must be a word"),
        ("[" * 100 + "]" * 100, "nested"),
        ("a: \x01", "not YAML"),
        (b"\xff\xfe", "UTF-8"),
        ("#" * (5 * 1024 * 1024), "larger than"),
        ("[" + "1," * 500_000 + "1]", "too many"),
    ],
)
def test_traps_are_refused_with_the_file_named(text: str | bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as refusal:
        strict_yaml.read(text, file="x.yaml")

    assert str(refusal.value).startswith("x.yaml")
