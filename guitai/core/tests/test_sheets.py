"""Tables as files: read by programs and by offices, and never run."""

import io
import zipfile
from datetime import date

import pytest
from lxml import etree

from guitai.core import sheets
from guitai.core.sheets import Sheet

SHEET = Sheet(
    "清冊 2026-11", ("姓名", "帳號", "金額", "月份"), [("王小美", "0001234", 8329, date(2026, 11, 1)), (None,) * 4]
)
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def content(body: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        return etree.fromstring(archive.read("content.xml"))


def test_a_csv_says_that_it_is_utf_8_and_keeps_zeros_in_front() -> None:
    body = sheets.write(SHEET, "csv")

    assert body.startswith(b"\xef\xbb\xbf")
    assert body.decode("utf-8-sig").splitlines()[1] == '"王小美","0001234",8329,"2026-11-01"'


@pytest.mark.parametrize("typed", ["=1+1", "+886", "-1", "@SUM(A1)", "\tx"])
def test_what_looks_like_a_formula_is_a_text(typed: str) -> None:
    body = sheets.write(Sheet("t", ("a",), [(typed,)]), "csv").decode("utf-8-sig")

    assert f"'{typed}" in body


def test_an_ods_keeps_accounts_as_text_and_amounts_as_numbers() -> None:
    root = content(sheets.write(SHEET, "ods"))

    cells = [element for element in root.iter() if element.get(f"{OFFICE}value-type")]
    kinds = [cell.get(f"{OFFICE}value-type") for cell in cells[4:]]
    assert [element.text for element in root.iter(TEXT)][4:] == ["王小美", "0001234", "8329", "2026-11-01"]
    assert kinds == ["string", "string", "float", "date"]


def test_signs_of_xml_in_a_name_are_only_signs() -> None:
    root = content(sheets.write(Sheet('<&"', ("a",), [("<b>&",)]), "ods"))

    assert [element.text for element in root.iter(TEXT)] == ["a", "<b>&"]


def test_the_same_table_is_the_same_file() -> None:
    assert sheets.write(SHEET, "ods") == sheets.write(SHEET, "ods")


def test_another_kind_of_file_is_none_of_ours() -> None:
    with pytest.raises(KeyError):
        sheets.write(SHEET, "xls")
