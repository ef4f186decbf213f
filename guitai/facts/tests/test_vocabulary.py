from pathlib import Path

import pytest

from guitai.facts import queries, reference
from guitai.facts.terms import Kind, Unreadable


def test_the_vocabulary_reads_and_every_choice_default_is_a_value() -> None:
    for fact in queries.vocabulary(queries.services_folder()).facts():
        if fact.kind is Kind.CHOICE and not fact.required:
            assert fact.default in fact.values, fact.name


def test_the_reference_names_every_fact() -> None:
    page = reference.page()

    assert all(f"`{fact.name}`" in page for fact in queries.vocabulary(queries.services_folder()).facts())


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{name: a, kind: number, zh: 甲}", "en is missing"),
        ("{name: a, kind: float, zh: 甲, en: a}", "unknown kind"),
        ("{name: a, kind: number, zh: 甲, en: a, bogus: 1}", "unknown key bogus"),
        ("{name: a, kind: number, zh: 甲, en: a}\n- {name: a, kind: number, zh: 甲, en: a}", "twice"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_place(tmp_path: Path, entry: str, words: str) -> None:
    (tmp_path / "_bank").mkdir()
    (tmp_path / "_bank" / "facts.yaml").write_text(f"person:\n- {entry}\n", encoding="utf-8")

    with pytest.raises(Unreadable, match=words) as refusal:
        queries.vocabulary(tmp_path)

    assert refusal.value.line


def test_the_reference_in_docs_is_the_generated_one() -> None:
    written = Path(__file__).parents[3] / "docs" / "reference" / "facts.md"

    assert written.read_text(encoding="utf-8") == reference.page(), (
        "write facts.reference.page() to docs/reference/facts.md"
    )
