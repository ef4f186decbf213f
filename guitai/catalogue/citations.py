"""Writes a citation of rules.yaml as officials write it: ``D0050152 §12 ②(1)`` is 國民年金法第12條第2款第1目."""

import re
from collections.abc import Iterable

from django.utils.translation import get_language

from guitai.catalogue.terms import LawReference

ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"
LAW = re.compile(r"[A-Z]\d{7}")
ARTICLE = re.compile(r"§(\d+)(?:-(\d+))?")
PARAGRAPH = re.compile(r"\b(VIII|VII|VI|IV|V|III|II|I)\b")
ITEM = re.compile(r"(?:^|\s)(\d+)(?=\s|$|\()")
POINT = re.compile(r"\((\d+)\)")


def cite_for_reader(because: str, laws: Iterable[LawReference]) -> str:
    """Answer the citation in the reader's language: English where the law has an English name, else Chinese."""
    known = tuple(laws)
    in_english = _cite_in_english(because, known) if (get_language() or "").startswith("en") else ""
    return in_english or cite(because, known)


def _cite_in_english(because: str, laws: Iterable[LawReference]) -> str:
    """Answer 條, 項, 款 and 目 as the Ministry of Justice translates them; nothing for a law without English."""
    law = LAW.match(because)
    name = next((each.name_en for each in laws if law and each.pcode == law.group()), "")
    article = ARTICLE.search(because)
    if not (name and article):
        return ""
    number, of = article.groups()
    paragraph, item, point = _places(because[article.end() :])
    parts = [f"Article {number}-{of}" if of else f"Article {number}"]
    named = (("Paragraph", paragraph), ("Subparagraph", item), ("Item", point))
    return ", ".join([name, *parts, *(f"{word} {place}" for word, place in named if place)])


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


def law_page(because: str) -> str:
    """Answer the official page of the cited article (全國法規資料庫); "" where no article of a law is cited."""
    law, article = LAW.match(because), ARTICLE.search(because)
    if law is None or article is None:
        return ""
    number, of = article.groups()
    place = f"{number}-{of}" if of else number
    return f"https://law.moj.gov.tw/LawClass/LawSingle.aspx?pcode={law.group()}&flno={place}"


def _article(found: re.Match[str]) -> str:
    number, of = found.groups()
    return f"第{number}條之{of}" if of else f"第{number}條"


def _deeper(text: str) -> str:
    paragraph, item, point = _places(text)
    named = ((paragraph, "項"), (item, "款"), (point, "目"))
    return "".join(f"第{place}{word}" for place, word in named if place)


def _places(text: str) -> tuple[str, str, str]:
    """Answer the numbers of 項, 款 and 目; empty where the citation does not go so deep."""
    paragraph, point, plain = PARAGRAPH.search(text), POINT.search(text), ITEM.search(text)
    item = next((str(CIRCLED.index(sign) + 1) for sign in text if sign in CIRCLED), "")
    return (
        str(ROMAN[paragraph.group()]) if paragraph else "",
        item or (plain.group(1) if plain else ""),
        point.group(1) if point else "",
    )
