"""Reads what is to be translated out of code and templates, and what is translated out of the .po files."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.template import Context, Engine
from django.template.base import Node, Template
from django.template.base import Variable as TemplateVariable
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import trim_whitespace

from guitai.core.tests.parsing import parsed

GUITAI = Path(__file__).resolve().parents[2] / "guitai"
SINGULAR = {"_": 0, "gettext": 0, "gettext_lazy": 0, "gettext_noop": 0, "ngettext": 0, "ngettext_lazy": 0}
WITH_CONTEXT = {"pgettext": 1, "pgettext_lazy": 1, "npgettext": 1, "npgettext_lazy": 1}
PLACE_OF_TEXT = {**SINGULAR, **WITH_CONTEXT}
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Message:
    """One text to be translated, and where it stands."""

    text: str
    context: str
    where: str


@dataclass
class Entry:
    """One entry of a .po file."""

    where: str = ""
    fuzzy: bool = False
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        return self.parts.get("msgctxt", ""), self.parts.get("msgid", "")

    @property
    def translations(self) -> list[str]:
        return [text for name, text in self.parts.items() if name.startswith("msgstr")]


class NotPlain(Exception):
    """A call to gettext whose text is not a plain string; no tool can find it."""


def messages_of_code() -> Iterator[Message]:
    for path in sorted(GUITAI.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield from _messages_of_module(path)


def _messages_of_module(path: Path) -> Iterator[Message]:
    where = str(path.relative_to(GUITAI.parent))
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in PLACE_OF_TEXT or len(node.args) <= PLACE_OF_TEXT[name]:
            continue
        place = f"{where}:{node.lineno}"
        text = node.args[PLACE_OF_TEXT[name]]
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
            if name == "_" or name.endswith(("gettext", "gettext_lazy")):
                raise NotPlain(f"{place}: give {name}() one plain string, and fill places afterwards with %")
            continue
        context = node.args[0].value if name in WITH_CONTEXT and isinstance(node.args[0], ast.Constant) else ""
        yield Message(text.value, str(context), place)


def messages_of_templates() -> Iterator[Message]:
    engine = Engine.get_default()
    for folder in sorted(GUITAI.glob("*/templates")):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".html", ".txt"}:
                name = str(path.relative_to(folder))
                yield from _messages_of_template(engine.get_template(name), str(path.relative_to(GUITAI.parent)))


def _messages_of_template(template: Template, where: str) -> Iterator[Message]:
    for node in template.nodelist.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            variable = node.filter_expression.var
            if isinstance(variable, TemplateVariable) and isinstance(variable.literal, str):
                yield Message(variable.literal, _context(node), where)
        elif isinstance(node, BlockTranslateNode):
            text, _names = node.render_token_list(node.singular)
            yield Message(trim_whitespace(text) if node.trimmed else text, _context(node), where)


def _context(node: TranslateNode | BlockTranslateNode) -> str:
    found = node.message_context
    return str(found.resolve(Context())) if found else ""


def entries() -> Iterator[Entry]:
    for path in sorted(GUITAI.glob("**/locale/zh_Hant/LC_MESSAGES/django.po")):
        yield from _entries_of(path)


def _entries_of(path: Path) -> Iterator[Entry]:
    where = str(path.relative_to(GUITAI.parent))
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        entry = _entry(block, where)
        if entry.key[1]:
            yield entry


def _entry(block: str, where: str) -> Entry:
    entry, part = Entry(where=where), ""
    for line in block.splitlines():
        if line.startswith("#,") and "fuzzy" in line:
            entry.fuzzy = True
        if line.startswith("#"):
            continue
        keyword = line.split(" ", 1)[0]
        if keyword.startswith("msg"):
            part = keyword
            entry.parts[part] = ""
        if part and (found := STRING.search(line)):
            entry.parts[part] += ast.literal_eval(f'"{found[1]}"')
    return entry
