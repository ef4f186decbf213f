"""Every text of the interface exists in Traditional Chinese, whole and with the same places to fill."""

import re

from tests.architecture import catalogues

PLACES = re.compile(r"%\((\w+)\)[sd]")


def test_every_text_has_its_chinese() -> None:
    known = {entry.key for entry in catalogues.entries() if all(entry.translations)}
    messages = [*catalogues.messages_of_code(), *catalogues.messages_of_templates()]

    missing = [
        f"{message.where}: {message.text!r}" for message in messages if (message.context, message.text) not in known
    ]

    assert not missing, "write these into the package's locale/zh_Hant/LC_MESSAGES/django.po:\n" + "\n".join(missing)


def test_no_translation_is_a_guess_or_empty() -> None:
    doubtful = [
        f"{entry.where}: {entry.key[1]!r}"
        for entry in catalogues.entries()
        if entry.fuzzy or not entry.translations or not all(entry.translations)
    ]

    assert not doubtful, "\n".join(doubtful)


def test_a_translation_fills_the_same_places() -> None:
    wrong = [
        f"{entry.where}: {entry.key[1]!r} → {text!r}"
        for entry in catalogues.entries()
        for text in entry.translations
        if not set(PLACES.findall(text)) <= set(PLACES.findall(entry.key[1] + entry.parts.get("msgid_plural", "")))
    ]

    assert not wrong, "\n".join(wrong)


def test_one_english_text_has_one_chinese() -> None:
    chosen: dict[tuple[str, str], dict[str, str]] = {}
    for entry in catalogues.entries():
        chosen.setdefault(entry.key, {})[entry.translations[0]] = entry.where

    torn = [f"{key[1]!r}: {texts}" for key, texts in chosen.items() if len(texts) > 1]

    assert not torn, "the same words everywhere; use pgettext where two are meant:\n" + "\n".join(torn)
