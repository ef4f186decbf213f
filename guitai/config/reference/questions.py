"""questions.md: the bank of questions, and which form asks which."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from guitai.config.reference import folders
from guitai.config.reference.markdown import code, head, table
from guitai.core.texts import Text
from guitai.facts.queries import services_folder

Bank = Mapping[str, Mapping[str, Any]]


def page() -> str:
    bank: Bank = _read(services_folder() / "_bank" / "questions.yaml")["questions"]
    used = _used(bank)
    rows = [_row(key, question, used.get(key, [])) for key, question in bank.items()]
    title = head("Questions", "services/_bank/questions.yaml", "What the keys mean: docs/reference/forms.md.")
    return title + "\n" + table(["question", "題目", "type", "fact", "asked in"], rows)


def _row(key: str, question: Mapping[str, Any], used: list[str]) -> list[object]:
    fact = f"`{question['fact']}`" if "fact" in question else ""
    label = Text.read(question["label"]).zh if "label" in question else ""
    return [f"`{key}`", label, question["type"], fact, code(used) or "nobody yet"]


def _used(bank: Bank) -> dict[str, list[str]]:
    """Answer the forms that ask each question of the bank, alone or inside a group."""
    found: dict[str, list[str]] = {}
    for folder, _service in folders.services():
        for file in ("form.yaml", "trial.yaml"):
            asked = {key for page in _read(folder / file)["pages"] for key in _asked(page["questions"], bank)}
            for key in asked:
                found.setdefault(key, []).append(f"{folder.name}/{file}")
    return found


def _asked(entries: Iterable[Any], bank: Bank) -> Iterator[str]:
    for entry in entries:
        key = entry if isinstance(entry, str) else entry.get("use", "")
        own = bank.get(key, {}) if isinstance(entry, str) else {**bank.get(key, {}), **entry}
        if key:
            yield key
        yield from _asked(own.get("questions", ()), bank)


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
