"""Sets a letter as PDF/A-2b; what is in it is never markup, and equal letters give equal bytes."""

from datetime import date
from pathlib import Path
from typing import Any

from guitai.core import rocdate
from guitai.core.typesetting import fonts
from guitai.core.typesetting.pdf import compile_pdf
from guitai.documents.letter import as_json, from_json
from guitai.documents.terms import LetterContent

TEMPLATE = Path(__file__).parent / "typst" / "letter.typ"
ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
SECTIONS = (
    ("facts", "事實"),
    ("reasons", "理由"),
    ("legal_basis", "法令依據"),
    ("conditions", "附款"),
    ("notes", "注意事項"),
    ("remedy", "救濟教示"),
)
CONTACT = (
    ("agency_address", "地址"),
    ("contact", "承辦人"),
    ("phone", "電話"),
    ("fax", "傳真"),
    ("email", "電子信箱"),
)
COURTESY = "君"


def pdf(content: LetterContent) -> bytes:
    """Answer the letter as PDF/A-2b; the same content gives the same bytes on any day."""
    shown = marked(content)
    return compile_pdf(TEMPLATE, {"letter": view(shown)}, day=date.fromisoformat(shown.issued_on), archive=True)


def missing_characters(content: LetterContent) -> tuple[str, ...]:
    """Answer the code points of this letter that no font of ours shows."""
    return tuple(fonts.code_point(one) for one in fonts.missing_in(all_text(content)))


def marked(content: LetterContent) -> LetterContent:
    """Answer the letter with each character no font has written out as its code point."""
    if not fonts.missing_in(all_text(content)):
        return content
    stored = as_json(content)
    return from_json({key: _marked(value) for key, value in stored.items()})


def view(content: LetterContent) -> dict[str, Any]:
    """Answer what the page shows, in the order it shows it."""
    day = date.fromisoformat(content.issued_on)
    return {
        "agency": content.agency,
        "title": content.title,
        "number": content.number,
        "day": content.issued_on,
        "issued_on": rocdate.roc_full(day),
        "file_number": content.file_number,
        "retention": f"{content.retention_years}年",
        "contact": [[name, getattr(content, key)] for key, name in CONTACT if getattr(content, key)],
        "addressee": content.addressee,
        "courtesy": COURTESY,
        "address": content.address,
        "speed": content.speed,
        "secrecy": "",
        "attachments": "、".join(content.attachments),
        "person": person_rows(content) if content.decision else [],
        "subject": content.subject,
        "sections": sections(content),
        "original": f"{content.addressee} {COURTESY}",
        "copies": "、".join(content.copies),
        "signed": f"{content.signed_title}　{content.signed_name}".strip("　"),
        "seal": content.seal,
        "ordinals": [ordinal(at) for at in range(1, 100)],
    }


def sections(content: LetterContent) -> list[dict[str, Any]]:
    """Answer the parts below 主旨; a letter that decides nothing has one part, 說明."""
    parts = [(name, list(getattr(content, key))) for key, name in SECTIONS if getattr(content, key)]
    if not content.decision:
        parts = [("說明", [sentence for _name, sentences in parts for sentence in sentences])]
    return [{"name": name, "sentences": sentences} for name, sentences in parts if sentences]


def person_rows(content: LetterContent) -> list[list[str]]:
    born = rocdate.roc_full(date.fromisoformat(content.born)).removeprefix("中華")
    return [
        ["姓名", content.addressee, "出生年月日", born],
        ["性別", content.sex, "身分證統一號碼", content.national_number],
    ]


def ordinal(at: int) -> str:
    """Answer 一 … 九十九, as numbered paragraphs of official letters count."""
    tens, ones = divmod(at, 10)
    digit = ORDINALS[ones - 1] if ones else ""
    if not tens:
        return digit
    return ("" if tens == 1 else ORDINALS[tens - 1]) + "十" + digit


def all_text(content: LetterContent) -> str:
    return "".join(_flat(value) for value in as_json(content).values())


def _flat(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def _marked(value: Any) -> Any:
    if isinstance(value, list):
        return [fonts.with_marks(one) for one in value]
    return fonts.with_marks(value) if isinstance(value, str) else value
