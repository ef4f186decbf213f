"""T26: no cell of an export is a formula, whoever typed it and however it begins; and nothing typed is lost."""

import csv
import io
import zipfile

import pytest
from lxml import etree

from guitai.core import sheets
from guitai.core.sheets import FORMULA, TEXT_MARK, Sheet

LEADS = ["", " ", "\t", "\r", "\n", "\u3000", "\u200b", "\u202e", "\ufeff", "\x00", '"', "'", ";"]
CALLS = ["cmd|' /C calc'!A0", 'HYPERLINK("http://x")', "1+1", "SUM(A1)"]
EVIL = [lead + sign + call for lead in LEADS for sign in FORMULA for call in CALLS]
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
TABLE, OFFICE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def cells(values: list[str], *, delimiter: str = ",") -> list[list[str]]:
    """Answer the table as a spreadsheet reads it that takes this sign between two cells."""
    body = sheets.write(Sheet("t", ("a",), [(value,) for value in values]), "csv").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter))[1:]


def runs(cell: str) -> bool:
    """Answer whether a spreadsheet would calculate the cell: full-width signs count as their plain ones."""
    return cell.lstrip(sheets.PASSED_OVER).startswith(FORMULA)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_t26_no_cell_begins_like_a_formula_whatever_separates_the_cells(delimiter: str) -> None:
    read = cells(EVIL, delimiter=delimiter)

    assert len(read) == len(EVIL)
    assert not [cell for row in read for cell in row if runs(cell)]


def test_t26_what_was_typed_comes_back_when_the_mark_is_taken_off() -> None:
    typed = [*EVIL, "王小美", "0001234", "O'Brien", "'quoted", "''=1", "-", ""]

    read = [row[0] if row else "" for row in cells(typed)]

    assert [cell.removeprefix(TEXT_MARK) for cell in read] == [value.replace("\x00", "") for value in typed]


def test_t26_the_names_of_columns_are_texts_too() -> None:
    body = sheets.write(Sheet("t", ("=1+1", "＝２"), []), "csv").decode("utf-8-sig")

    assert next(csv.reader([body])) == ["'=1+1", "'＝２"]


def test_t26_a_spreadsheet_of_ours_has_texts_and_no_formulas() -> None:
    made = sheets.write(Sheet("=1+1", ("=a",), [(value,) for value in EVIL]), "ods")

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    kinds = {cell.get(f"{{{OFFICE}}}value-type") for cell in root.iter(f"{{{TABLE}}}table-cell")}
    assert kinds == {"string"}
    assert not [cell for cell in root.iter() if cell.get(f"{{{TABLE}}}formula")]
    assert len(list(root.iter(TEXT))) == len(EVIL) + 1
