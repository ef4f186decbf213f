"""The PDF shows every name as it is, is the same on any day, and what is in it cannot become markup."""

import io
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from guitai.core.typesetting import fonts
from guitai.core.typesetting.terms import FontsMissing
from guitai.documents import render
from guitai.documents.odt import odt
from guitai.documents.tests.stories import RARE, content

TEMPLATES = sorted(Path(__file__).parents[2].glob("*/typst/*.typ"))


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(_page_text(document, at) for at in range(len(document)))
    finally:
        document.close()


def _page_text(document: pypdfium2.PdfDocument, at: int) -> str:
    page = document[at]
    layer = page.get_textpage()
    found = str(layer.get_text_range())
    layer.close()
    page.close()
    return found


def test_rare_names_stand_in_the_pdf_with_their_own_code_points() -> None:
    assert f"受文者：{RARE}" in text_of(render.pdf(content(addressee=RARE)))


@pytest.mark.parametrize(
    "name",
    ["#let x = 1", "*王* _小_ $明$", "= 標題", '#image("/etc/passwd")', "\\u{1F600}", "<label> @ref", "/* x */ // y"],
)
def test_a_name_that_looks_like_markup_is_shown_as_it_is(name: str) -> None:
    assert name in text_of(render.pdf(content(addressee=name)))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_whatever_somebody_types_becomes_a_pdf(text: str) -> None:
    assert render.pdf(content(addressee=text, reasons=(text,)))[:5] == b"%PDF-"


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert render.pdf(content()) == render.pdf(content())


def test_the_pdf_says_it_is_for_the_archive() -> None:
    pdf = render.pdf(content())

    assert re.search(rb"<pdfaid:part>2</pdfaid:part>", pdf)
    assert re.search(rb"<pdfaid:conformance>B</pdfaid:conformance>", pdf)


@pytest.mark.parametrize("unknown", ["\ue000", "\U000fffff", "\u200b"])
def test_a_character_no_font_has_is_named_and_never_a_box(unknown: str) -> None:
    letter = content(addressee=f"王{unknown}明")

    assert render.missing_characters(letter) == (fonts.code_point(unknown),)
    assert f"王〔缺字{fonts.code_point(unknown)}〕明" in text_of(render.pdf(letter))


@pytest.mark.parametrize("known", [RARE, "㐂𪛗𱁬堃喆鱻", "\ufa64\uf9a4\U0002f8a6", "賓\U000e0101"])
def test_rare_characters_of_real_names_are_known(known: str) -> None:
    assert fonts.missing_in(known) == ()


def test_a_letter_has_the_parts_of_an_official_letter_in_their_order() -> None:
    text = text_of(render.pdf(content())).replace("\r\n", "\n")

    places = ["檔　　號", "彰化縣政府　函", "受文者", "發文日期：中華民國115年3月25日", "發文字號", "速別", "附件"]
    places += ["身分證統一號碼", "主旨", "事實", "理由", "法令依據", "救濟教示", "正本", "副本", "縣長　陳示範"]
    found = [text.find(place) for place in places]
    assert -1 not in found
    assert found == sorted(found)


def test_a_long_letter_counts_its_pages_and_ties_them_with_the_seal() -> None:
    letter = content(facts=tuple(f"第{at}點事實。" * 20 for at in range(1, 30)))

    text = text_of(render.pdf(letter))

    assert "第 1 頁，共 " in text
    assert "二十九、" in text


def test_a_letter_that_decides_nothing_shows_no_number_of_the_person() -> None:
    assert "A123456789" not in text_of(render.pdf(content(decision=False)))


@pytest.mark.parametrize(("at", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
def test_paragraphs_are_counted_as_official_letters_count(at: int, words: str) -> None:
    assert render.ordinal(at) == words


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_asks_for_a_package_or_reads_markup_from_data(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert "@preview" not in source
    assert "#import" not in source
    assert "eval(" not in source


def test_a_machine_without_our_fonts_is_told_what_to_install(settings: Settings, tmp_path: Path) -> None:
    settings.DOCUMENT_FONT_DIRS = [tmp_path]

    with pytest.raises(FontsMissing, match="apt-get install fonts-noto-cjk"):
        fonts.load(fonts.folders())
    with pytest.raises(FontsMissing, match="apt-get install fonts-noto-cjk"):
        fonts.missing_in("王")


def test_the_odt_has_the_same_words() -> None:
    inside = zipfile.ZipFile(io.BytesIO(odt(content(addressee=f"{RARE}<b>")))).read("content.xml").decode()

    assert f"受文者：{RARE}&lt;b&gt;" in inside
    assert "本函為行政處分" in inside
