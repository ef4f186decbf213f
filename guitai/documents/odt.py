"""The same letter as OpenDocument text, for people and offices that work on with it."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import odfdo

from guitai.documents.odt_looks import LOOKS, style_of
from guitai.documents.render import COURTESY, marked, ordinal, view
from guitai.documents.terms import LetterContent


def odt(content: LetterContent) -> bytes:
    """Answer the letter as ODT; its parts and their order are those of the PDF."""
    shown = view(marked(content))
    document = odfdo.Document("text")
    document.body.clear()
    for name, look in LOOKS.items():
        document.insert_style(style_of(name, look))
    for style, text in _lines(shown):
        document.body.append(odfdo.Paragraph(text, style=style))
    day = date.fromisoformat(content.issued_on)
    document.meta.set_title(f"{shown['agency']}{shown['title']} {shown['number']}")
    document.meta.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _lines(shown: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "GuitaiCorner", f"檔號：{shown['file_number']}　保存年限：{shown['retention']}"
    yield "GuitaiTitle", f"{shown['agency']}　{shown['title']}"
    for name, value in shown["contact"]:
        yield "GuitaiCorner", f"{name}：{value}"
    yield "GuitaiField", shown["address"]
    yield "GuitaiAddressee", f"受文者：{shown['addressee']}　{COURTESY}"
    for name, key in (("發文日期", "issued_on"), ("發文字號", "number"), ("速別", "speed"), ("附件", "attachments")):
        yield "GuitaiField", f"{name}：{shown[key]}"
    for row in shown["person"]:
        yield "GuitaiField", f"{row[0]}：{row[1]}　　{row[2]}：{row[3]}"
    if shown["person"]:
        yield "GuitaiField", f"住居所：{shown['address']}"
    yield "GuitaiHeading", "主旨："
    yield "GuitaiText", shown["subject"]
    for part in shown["sections"]:
        yield "GuitaiHeading", f"{part['name']}："
        yield from _numbered(part["sentences"])
    yield "GuitaiField", f"正本：{shown['original']}"
    yield "GuitaiField", f"副本：{shown['copies']}"
    yield "GuitaiSigned", f"{shown['signed']}　（{shown['seal']}）".strip("　")


def _numbered(sentences: list[str]) -> Iterator[tuple[str, str]]:
    for at, sentence in enumerate(sentences, start=1):
        number = f"{ordinal(at)}、" if len(sentences) > 1 else ""
        yield "GuitaiText", number + sentence
