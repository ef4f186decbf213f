"""The reference page of the vocabulary, generated so that it cannot lie."""

from guitai.facts.queries import services_folder, vocabulary
from guitai.facts.terms import Fact

_HEAD = """# Facts

Generated from services/_bank/facts.yaml; do not edit.
These are the keys of a situation (`guitai decide`), of `fact:` in forms, and of rules.
An absent key means its default; `unknown` is written out wherever a value is not known. Missing is never zero.

What else an answer has depends on the benefit: the outputs of its rules.yaml, and `amount` where it has one, a month.
"""
_COLUMNS = "| key | 名稱 | meaning | kind | values or bounds | default | register |\n|---|---|---|---|---|---|---|"


def page() -> str:
    """Text of docs/reference/facts.md."""
    facts = vocabulary(services_folder())
    parts = [_HEAD, "## Of a person\n", _COLUMNS, *map(_row, facts.person.values())]
    parts += ["", "## Of the case\n", _COLUMNS, *map(_row, facts.case.values())]
    return "\n".join(parts) + "\n"


def _row(fact: Fact) -> str:
    bounds = ", ".join(fact.values) or (f"{fact.least} – {fact.most}" if fact.least is not None else "")
    default = "required" if fact.required else _said(fact.default)
    kind = f"{fact.kind.value} ({fact.unit})" if fact.unit else fact.kind.value
    return f"| `{fact.name}` | {fact.zh} | {fact.en} | {kind} | {bounds} | {default} | {fact.source} |"


def _said(default: object) -> str:
    if isinstance(default, bool):
        return "true" if default else "false"
    if default in ("", (), frozenset(), None):
        return ""
    return str(default)
