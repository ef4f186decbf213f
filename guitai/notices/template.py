"""Notices of a service are data: read and checked here, filled with plain values."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from guitai.core import placeholders
from guitai.notices.terms import NoticeTemplate, NoticeTemplateWrong, Words

LANGUAGES = ("zh", "en")
PARTS = ("subject", "happened", "to_do", "by_when")
KEYS = frozenset({*PARTS, "kind", "data"})
OWN_NAMES = frozenset({"recipient", "agency", "responsible", "phone"})


def read_file(path: Path) -> NoticeTemplate:
    return read_notice(yaml.safe_load(path.read_text(encoding="utf-8")), source=str(path))


def read_notice(notice: Mapping[str, Any], *, source: str = "notices") -> NoticeTemplate:
    """Answer the notice, or raise NoticeTemplateWrong naming the file, the key and the remedy."""
    if not isinstance(notice, Mapping):
        raise NoticeTemplateWrong(source, "(file)", "must be a mapping of keys")
    for key in sorted(KEYS ^ set(notice)):
        raise NoticeTemplateWrong(source, str(key), "is missing" if key in KEYS else "is not a key of a notice")
    words = {
        language: Words(**{part: _text(notice[part], language, part, source) for part in PARTS})
        for language in LANGUAGES
    }
    kind = notice["kind"]
    if not isinstance(kind, str) or not kind:
        raise NoticeTemplateWrong(source, "kind", "must be text")
    template = NoticeTemplate(kind=kind, words=words, data=_declared(notice["data"], source), source=source)
    _check_names(template)
    return template


def places(template: NoticeTemplate) -> set[str]:
    texts = [getattr(words, part) for words in template.words.values() for part in PARTS]
    return {name for text in texts for name in placeholders.names(text)}


def _text(value: Any, language: str, part: str, source: str) -> str:
    text = value.get(language) if isinstance(value, Mapping) else None
    if not isinstance(text, str) or not text.strip():
        raise NoticeTemplateWrong(source, f"{part}.{language}", "must be text")
    if "://" in text or "www." in text:
        raise NoticeTemplateWrong(source, f"{part}.{language}", "holds a link; give the page as path= when sending")
    return text.strip()


def _declared(value: Any, source: str) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(meaning, str) for meaning in value.values()):
        raise NoticeTemplateWrong(source, "data", "must be a mapping of name to meaning (write {} for none)")
    return {str(name): meaning for name, meaning in value.items()}


def _check_names(template: NoticeTemplate) -> None:
    used = places(template)
    for name in sorted(set(template.data) & OWN_NAMES):
        raise NoticeTemplateWrong(template.source, f"data.{name}", "is filled by the system; do not declare it")
    for name in sorted(used - OWN_NAMES - set(template.data)):
        raise NoticeTemplateWrong(template.source, name, "is used in the notice but not declared under `data`")
    for name in sorted(set(template.data) - used):
        raise NoticeTemplateWrong(template.source, f"data.{name}", "is declared but not used in the notice")
