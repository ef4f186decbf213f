"""The words of a notice: what happened, what to do, by when, who is responsible; plain text and its HTML twin."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils.html import escape

from guitai.core import placeholders
from guitai.notices.terms import LinkNotOurs, Notice, NoticeContent

# Letters of a service are written directly in its languages; so is the frame around them.
FRAME: dict[str, dict[str, str]] = {
    "zh": {
        "greeting": "{{ recipient }} 您好：",
        "happened": "發生什麼事",
        "to_do": "您需要做什麼",
        "by_when": "期限",
        "responsible": "承辦人",
        "responsible_text": "{{ agency }} {{ responsible }}，電話：{{ phone }}",
        "link": "查看案件",
        "closing": "這是{{ agency }}寄出的通知，請勿直接回覆。我們不會寄信向您要密碼。",
    },
    "en": {
        "greeting": "Dear {{ recipient }},",
        "happened": "What happened",
        "to_do": "What you need to do",
        "by_when": "By when",
        "responsible": "Who is responsible",
        "responsible_text": "{{ responsible }}, {{ agency }}, telephone {{ phone }}",
        "link": "See your case",
        "closing": "{{ agency }} sent this notice; please do not reply. We never ask for passwords by mail.",
    },
}
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
HARMLESS = str.maketrans({":": "：", ".": "．"})
BODY_PARTS = ("happened", "to_do", "by_when")
LINK_SIGNS = re.compile(r"://|www\.", re.IGNORECASE)


def fill(notice: Notice) -> NoticeContent:
    """Answer the words in the recipient's language; a value is one line, and never a link or a header of its own."""
    language = "en" if notice.recipient.language.startswith("en") else "zh"
    words, frame = notice.template.words[language], FRAME[language]
    values = {name: one_value(notice.data[name]) for name in notice.template.data if name in notice.data}
    values |= _own_values(notice)
    sections = [(frame[part], _whole_lines(getattr(words, part), values)) for part in BODY_PARTS]
    sections.append((frame["responsible"], placeholders.fill(frame["responsible_text"], values)))
    return NoticeContent(
        language=language,
        subject=one_line(placeholders.fill(words.subject, values)),
        greeting=placeholders.fill(frame["greeting"], values),
        sections=tuple(sections),
        link_words=frame["link"],
        link=our_link(notice.path),
        closing=placeholders.fill(frame["closing"], values),
    )


def _whole_lines(text: str, values: Mapping[str, str]) -> str:
    """Answer the text filled; a line whose value is empty is left out."""
    lines = (line for line in text.split("\n") if all(values.get(name, name) for name in placeholders.names(line)))
    return "\n".join(placeholders.fill(line, values) for line in lines)


def our_link(path: str) -> str:
    """Answer the full address of a page of this site, nothing for no page; anything else is refused."""
    if not path:
        return ""
    if not path.startswith("/") or path.startswith("//") or "\\" in path or CONTROL.search(path):
        raise LinkNotOurs("A notice leads to a page of this site: give its path, such as /cases/…")
    return str(settings.BASE_URL).rstrip("/") + path


def one_line(text: str) -> str:
    """Answer the text without line ends, controls and direction marks, so it cannot begin a header or hide its end."""
    return CONTROL.sub(" ", text).strip()


def one_value(text: str) -> str:
    """Answer a value that no mail program turns into a link."""
    lines = (one_line(line) for line in text.split("\n"))
    return "\n".join(LINK_SIGNS.sub(lambda found: found[0].translate(HARMLESS), line) for line in lines)


def plain(content: NoticeContent) -> str:
    parts = [content.greeting, *(f"【{heading}】\n{text}" for heading, text in content.sections)]
    if content.link:
        parts.append(f"{content.link_words}：\n{content.link}")
    return "\n\n".join([*parts, content.closing]) + "\n"


def html(content: NoticeContent) -> str:
    """Answer the same words as HTML; everything is escaped and the only link is ours."""
    body = [f"<p>{escape(content.greeting)}</p>"]
    for heading, text in content.sections:
        body.append(f"<h2>{escape(heading)}</h2><p>{_lines(text)}</p>")
    if content.link:
        body.append(f'<p><a href="{escape(content.link)}">{escape(content.link_words)}</a></p>')
    body.append(f"<p><small>{escape(content.closing)}</small></p>")
    language = {"zh": "zh-Hant", "en": "en"}[content.language]
    head = f'<head><meta charset="utf-8"><title>{escape(content.subject)}</title></head>'
    return f'<!doctype html><html lang="{language}">{head}<body>{"".join(body)}</body></html>'


def as_json(content: NoticeContent) -> dict[str, Any]:
    return asdict(content) | {"sections": [list(section) for section in content.sections]}


def from_json(stored: Mapping[str, Any]) -> NoticeContent:
    sections = tuple((str(heading), str(text)) for heading, text in stored["sections"])
    return NoticeContent(**{**stored, "sections": sections})


def _own_values(notice: Notice) -> dict[str, str]:
    return {
        "recipient": one_value(notice.recipient.name),
        "agency": one_value(notice.sender.agency_name),
        "responsible": one_value(notice.sender.responsible),
        "phone": one_value(notice.sender.phone),
    }


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))
