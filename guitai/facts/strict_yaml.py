"""YAML without its traps: no anchors, no tags, no `on` as a key, no floats, no repeated keys; every place has a line.

The event stream is built up by hand, so that depth and size are refused before anything is built.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import yaml

from guitai.facts.terms import Unreadable

MOST_BYTES = 4 * 1024 * 1024
MOST_DEPTH = 24
MOST_EVENTS = 400_000

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:[0-9]{2}|Z)?")
_TRAP = re.compile(
    r"[-+]?(\.(inf|nan)|0[0-9]+|0[xo].*|[0-9][0-9_]*_[0-9_]*|[0-9.]+[eE][-+]?[0-9]+|[0-9]+(:[0-9]+)+)", re.IGNORECASE
)
_WORDS: dict[str, object] = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False}
_NOTHING = {"", "~", "null"}
_FORMS: tuple[tuple[re.Pattern[str], Callable[[str], object]], ...] = (
    (_INTEGER, int),
    (_DECIMAL, Decimal),
    (_DATE, date.fromisoformat),
    (_MOMENT, datetime.fromisoformat),
)


@dataclass
class Document:
    """What a file says, and on which line it says it."""

    data: Any
    file: str
    lines: dict[Path, int] = field(default_factory=dict)

    def refuse(self, problem: str, path: Path = (), remedy: str = "") -> Unreadable:
        """The error for this place, or the nearest place around it that has a line."""
        line = next((self.lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.lines), None)
        return Unreadable(problem, file=self.file, line=line, key=".".join(map(str, path)), remedy=remedy)


@dataclass
class _OpenList:
    into: list[Any]
    path: Path
    expects_key = False

    def place(self) -> Path:
        return (*self.path, len(self.into))

    def put(self, value: object) -> None:
        self.into.append(value)


@dataclass
class _OpenMapping:
    into: dict[str, Any]
    path: Path
    key: str = ""

    @property
    def expects_key(self) -> bool:
        return not self.key

    def place(self) -> Path:
        return (*self.path, self.key) if self.key else self.path

    def put(self, value: object) -> None:
        self.into[self.key] = value
        self.key = ""


def read(text: str | bytes, *, file: str) -> Document:
    """Everything in the text as plain values, or Unreadable with file, line and key."""
    raw = text.encode() if isinstance(text, str) else text
    document = Document(None, file)
    if len(raw) > MOST_BYTES:
        raise document.refuse(f"larger than {MOST_BYTES // 1024 // 1024} MiB", remedy="split it")
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise document.refuse("not UTF-8 text", remedy="save it as UTF-8") from error
    _Builder(document).build(_events(words, document))
    return document


def _events(text: str, document: Document) -> Iterator[yaml.Event]:
    try:
        for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
            if count > MOST_EVENTS:
                raise document.refuse("too many entries", remedy="split the file")
            yield event
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise Unreadable(f"not YAML: {error.problem}", file=document.file, line=line) from error
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise Unreadable(f"not YAML: {error}".splitlines()[0], file=document.file) from error


class _Builder:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.open: list[_OpenList | _OpenMapping] = []
        self.documents = 0

    def build(self, events: Iterator[yaml.Event]) -> None:
        for event in events:
            match event:
                case yaml.DocumentStartEvent():
                    self._start_document(event)
                case yaml.AliasEvent():
                    raise self._trap(event, "an alias (*) is not understood", "write the value out")
                case yaml.MappingStartEvent():
                    self._enter(_OpenMapping({}, self._place()), event)
                case yaml.SequenceStartEvent():
                    self._enter(_OpenList([], self._place()), event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.open.pop()
                case yaml.ScalarEvent():
                    self._scalar(event)

    def _start_document(self, event: yaml.Event) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self._trap(event, "more than one document", "one file, one document")

    def _trap(self, event: yaml.Event, problem: str, remedy: str) -> Unreadable:
        key = ".".join(map(str, self._place()))
        return Unreadable(problem, file=self.document.file, line=_line(event), key=key, remedy=remedy)

    def _place(self) -> Path:
        """Path of the value that comes next."""
        return self.open[-1].place() if self.open else ()

    def _enter(self, container: _OpenList | _OpenMapping, event: yaml.Event) -> None:
        self._plain_only(event)
        if self.open and self.open[-1].expects_key:
            raise self._trap(event, "a key must be a word", "write key: value")
        if len(self.open) >= MOST_DEPTH:
            raise self._trap(event, f"nested more than {MOST_DEPTH} deep", "flatten it")
        self._put(container.into, event)
        self.open.append(container)

    def _plain_only(self, event: Any) -> None:
        if event.anchor:
            raise self._trap(event, "an anchor (&) is not understood", "write the value out")
        if event.tag:
            raise self._trap(event, f"the tag {event.tag} is not understood", "leave it out")

    def _scalar(self, event: Any) -> None:
        self._plain_only(event)
        top = self.open[-1] if self.open else None
        if isinstance(top, _OpenMapping) and top.expects_key:
            top.key = self._key(event, top)
        else:
            self._put(self._value(event), event)

    def _key(self, event: Any, mapping: _OpenMapping) -> str:
        key = self._value(event)
        if isinstance(key, bool):
            raise self._trap(event, f"the bare key {event.value} is a yes/no in YAML 1.1", f'write "{event.value}":')
        if key is None or event.value in ("", "<<"):
            raise self._trap(event, "a key is empty or a merge", "write key: value")
        if event.value in mapping.into:
            raise self._trap(event, f"the key {event.value} is written twice", "keep one")
        return str(event.value)

    def _value(self, event: Any) -> object:
        if not event.implicit[0] or event.style:
            return event.value
        try:
            return _plain(event.value)
        except ValueError as error:
            raise self._trap(event, f"{event.value[:40]} {error}", "write it out, or put it in quotes") from error

    def _put(self, value: object, event: yaml.Event) -> None:
        self.document.lines[self._place()] = _line(event)
        if self.open:
            self.open[-1].put(value)
        else:
            self.document.data = value


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _plain(text: str) -> object:
    """A bare word as number, day, yes/no or text; numbers are exact."""
    if text.lower() in _NOTHING:
        return None
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    for form, read_as in _FORMS:
        if form.fullmatch(text):
            return read_as(text)
    if _TRAP.fullmatch(text):
        raise ValueError("is a number in a form that is read differently elsewhere")
    return text
