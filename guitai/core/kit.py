"""What the page kit's templates accept: small frozen words, filled by views of every package."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.functional import Promise

Words = str | Promise  # a text, or one that is translated when it is shown


class Tone(StrEnum):
    """How a tag or a notice sounds; each has a colour and a shape of its own."""

    GOOD = "good"
    WAIT = "wait"
    BAD = "bad"
    NOTE = "note"
    REST = "rest"


class When(StrEnum):
    """Where a step of a timeline lies."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True)
class Link:
    words: Words
    url: str
    about: Words = ""  # read aloud after the words: "Change" + "date of birth"


@dataclass(frozen=True)
class Row:
    """One line of a summary list."""

    key: Words
    value: object
    source: Words = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Problem:
    """One line of the error summary; ``field`` is the id of what it is about."""

    words: Words
    field: str = ""


@dataclass(frozen=True)
class Step:
    """One item of a timeline: what, when or by when, who is responsible."""

    what: Words
    when: When
    at: datetime | None = None
    by: date | None = None
    who: Words = ""
    words: Words = ""


@dataclass(frozen=True)
class Task:
    """One line of a task list; without an address it cannot be opened yet."""

    title: Words
    status: Words
    tone: Tone = Tone.REST
    url: str = ""
    hint: Words = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    value: object
    url: str = ""
    numeric: bool = False
    short: bool = False  # a number or a date: stays on one line
    tone: Tone | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the navigation: for everyone, for signed-in persons, for officials, or for one role of theirs."""

    words: Words
    view: str
    audience: str = "everyone"
