"""The generated references: they are complete, they need no database, and a stale one is found."""

from pathlib import Path

import pytest

from guitai.catalogue.terms import CONDITIONS
from guitai.config import cli
from guitai.config.commands import docs
from guitai.config.reference import flow_words, flows, folders, parameters, personal_data, questions
from guitai.config.reference.markdown import table
from guitai.config.reference.pages import PAGES
from guitai.config.reference.personal import FIELDS
from guitai.core.fields import EncryptedField
from guitai.work.flow import NEEDS


def test_every_field_is_known_to_be_personal_or_not() -> None:
    assert personal_data.undecided() == [], "add the field to guitai/config/reference/personal.py"


def test_whatever_is_encrypted_is_personal() -> None:
    encrypted = {name for name, field in personal_data.saying_fields() if isinstance(field, EncryptedField)}

    assert encrypted <= FIELDS.keys()


def test_every_word_of_a_flow_has_a_meaning() -> None:
    assert flow_words.MEANINGS.keys() == CONDITIONS
    assert flow_words.NEEDS.keys() == NEEDS


def test_a_flow_shows_every_stage_and_move() -> None:
    page = flows.page()

    for _folder, service in folders.services():
        for key in [*service.flow.stages, *(move.key for move in service.flow.moves)]:
            assert f"| `{key}` |" in page


def test_unverified_amounts_stand_out() -> None:
    page = parameters.page()

    assert "| nation | 2027-01-01 | 2028-12-31 | 0.11 | **no** |" in page
    assert "| unknown | **no** |" in page


def test_a_question_inside_a_group_is_known_to_be_asked() -> None:
    line = next(line for line in questions.page().splitlines() if line.startswith("| `member_name` |"))

    assert "national-pension-premium/form.yaml" in line


def test_every_command_says_how_it_is_called_and_does_nothing_else() -> None:
    page = PAGES["commands.md"]()

    for name in cli.COMMANDS:
        assert f"usage: guitai {name}" in page


def test_pages_name_no_path_of_this_machine() -> None:
    for name, page in PAGES.items():
        assert str(Path.cwd()) not in page(), name


def test_a_stale_page_is_named(tmp_path: Path) -> None:
    docs.write(tmp_path, {"a.md": "one", "b.md": "two"})

    assert docs.stale(tmp_path, {"a.md": "one", "b.md": "changed", "c.md": "new"}) == ["b.md", "c.md"]


@pytest.mark.slow
def test_checking_tells_which_page_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs, "REFERENCE", tmp_path)
    assert docs.main([]) == 0
    assert docs.main(["--check"]) == 0

    (tmp_path / "flows.md").write_text("old", encoding="utf-8")

    assert docs.main(["--check"]) == 1
    assert "docs/reference/flows.md is stale" in capsys.readouterr().err


def test_a_cell_cannot_break_its_table() -> None:
    assert table(["a"], [["one|two\nthree"]]).splitlines()[-1] == "| one\\|two three |"
