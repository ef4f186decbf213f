"""Writes a citation of rules.yaml as officials write it: ``D0050152 §12 ②(1)`` is 國民年金法第12條第2款第1目."""

import re
from collections.abc import Iterable

from guitai.catalogue.terms import LawReference

ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"
LAW = re.compile(r"[A-Z]\d{7}")
ARTICLE = re.compile(r"§(\d+)(?:-(\d+))?")
PARAGRAPH = re.compile(r"\b(VIII|VII|VI|IV|V|III|II|I)\b")
ITEM = re.compile(r"(?:^|\s)(\d+)(?=\s|$|\()")
POINT = re.compile(r"\((\d+)\)")


def cite(because: str, laws: Iterable[LawReference]) -> str:
    """Answer the citation in words: 條, 項, 款, 目; a law the service does not name keeps its number."""
    names = {law.pcode: law.name for law in laws}
    law = LAW.match(because)
    if law is None:
        return because
    rest = because[law.end() :]
    article = ARTICLE.search(rest)
    if article is None:
        return because
    deeper = rest[article.end() :]
    return f"{names.get(law.group(), law.group())}{_article(article)}{_deeper(deeper)}"


def _article(found: re.Match[str]) -> str:
    number, of = found.groups()
    return f"第{number}條之{of}" if of else f"第{number}條"


def _deeper(text: str) -> str:
    paragraph, point = PARAGRAPH.search(text), POINT.search(text)
    item = next((str(CIRCLED.index(sign) + 1) for sign in text if sign in CIRCLED), "")
    plain = ITEM.search(text)
    parts = (
        f"第{ROMAN[paragraph.group()]}項" if paragraph else "",
        f"第{item or (plain.group(1) if plain else '')}款" if item or plain else "",
        f"第{point.group(1)}目" if point else "",
    )
    return "".join(parts)
