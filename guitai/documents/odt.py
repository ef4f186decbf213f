"""The same letter as OpenDocument text, for people and offices that work on with it."""

import io
from datetime import UTC, date, datetime
from typing import Any

import odfdo

from guitai.core import rocdate
from guitai.documents.render import COURTESY, marked, ordinal, view
from guitai.documents.terms import LetterContent

BODY = "Noto Serif CJK TC"
STYLES: dict[str, dict[str, Any]] = {
    "GuitaiTitle": {"size": "20pt", "area_options": {}, "paragraph": {"align": "center"}},
    "GuitaiAddressee": {"size": "16pt", "area_options": {}, "paragraph": {}},
    "GuitaiField": {"size": "11pt", "area_options": {}, "paragraph": {}},
    "GuitaiHeading": {"size": "12pt", "area_options": {"bold": True}, "paragraph": {}},
    "GuitaiText": {"size": "12pt", "area_options": {}, "paragraph": {}},
}


def odt(content: LetterContent) -> bytes:
    """Answer the letter as ODT; its parts and their order are those of the PDF."""
    shown = view(marked(content))
    document = odfdo.Document("text")
    document.body.clear()
    _add_styles(document)
    for style, text in _lines(shown):
        document.body.append(odfdo.Paragraph(text, style=style))
    _describe(document, shown, date.fromisoformat(content.issued_on))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
