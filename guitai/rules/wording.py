"""An answer as a page shows it: its words in the reader's language, and the unit of each figure.

What is kept and sent stays Chinese (situation-format.md); the codes lead to what the rulebook says beside it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language

from guitai.core.texts import Text
from guitai.rules.rulebook import ConditionRule, Law, Rulebook

Answer = Mapping[str, Any]  # what Assessment.answer() gives
UNKNOWN = "(unknown)"


def for_reader(book: Rulebook, answer: Answer) -> Answer:
    """Answer the same answer as its reader reads it, as far as the rules have her language."""
    law = book.law_on(date.fromisoformat(str(answer["on"])))
    rules = {rule.code: rule for rule in (*law.bars, *law.conditions)}
    return {
        **answer,
        "conditions": [_condition(entry, rules.get(entry["code"])) for entry in answer.get("conditions", ())],
        "basis": _named(answer.get("basis"), {band.code: band.words for band in law.bands}),
        "not_counted": [_named(entry, _grounds(law)) for entry in answer.get("not_counted", ())],
    }


def _grounds(law: Law) -> dict[str, Text]:
    return {ground.code: ground.words for ground in (*law.include, *law.exclude)}


def _in_english() -> bool:
    return (get_language() or "").startswith("en")


def _named(entry: Answer | None, words: Mapping[str, Text]) -> Answer | None:
    found = words.get(str(entry["code"])) if entry else None
    return {**entry, "words": found.en} if entry and found and found.en and _in_english() else entry


def _condition(entry: Answer, rule: ConditionRule | None) -> Answer:
    if rule is None:
        return entry
    said = {**entry, "unit": rule.unit}
    if not (_in_english() and rule.words_met.en and rule.words_not_met.en):
        return said
    words = {
        True: rule.words_met.en,
        False: rule.words_not_met.en,
        None: f"This cannot be determined yet: {rule.words_met.en}",
    }[entry.get("met")]
    words = words.replace("{value}", _said(entry.get("value"))).replace("{limit}", _said(entry.get("limit")))
    return {**said, "words": words}


def _said(number: float | None) -> str:
    return UNKNOWN if number is None else f"{number:,.2f}".removesuffix(".00")
