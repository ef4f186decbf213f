"""The copy of everything: the same sections as a page, and as JSON for another program."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from guitai.catalogue import queries as catalogue
from guitai.core.fields import expect
from guitai.core.keys.terms import Erased
from guitai.core.templatetags.days import day, moment
from guitai.core.terms import SealBroken
from guitai.core.texts import Text
from guitai.facts import queries as vocabulary
from guitai.rights.holdings import HOLDINGS, Holding, shown_fields
from guitai.rights.labels import FIELDS
from guitai.rights.terms import Whose

FORMAT = "guitai-personal-data/1"
MOST_ROWS = 2000
DEEPEST = 6
TITLE = "service:"  # before the key of a service: no field is called so
A_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$")


@dataclass(frozen=True)
class Line:
    """One value on the page; ``inner`` are the lines of a value that holds others."""

    words: str
    value: str = ""
    inner: tuple["Line", ...] = ()


@dataclass(frozen=True)
class Section:
    title: Text
    table: str
    rows: tuple[Mapping[str, Any], ...] = ()
    lines: tuple[tuple[Line, ...], ...] = field(default=())


def sections(whose: Whose) -> list[Section]:
    """Answer what lies in each table about this person; tables without a row are left out."""
    found = (_section(holding, whose) for holding in HOLDINGS if holding.shown)
    return [section for section in found if section.rows]


def as_json(whose: Whose, *, now: datetime) -> dict[str, Any]:
    """Answer the copy for programs: names of tables and fields, times and days by ISO 8601."""
    everything = {section.table: list(section.rows) for section in sections(whose)}
    return {"format": FORMAT, "made_at": now.isoformat(), "person": whose.person, "data": everything}


def _section(holding: Holding, whose: Whose) -> Section:
    found: QuerySet[Any] = QuerySet(holding.model)
    rows = expect(found.filter(holding.rows(whose)).order_by("pk")[:MOST_ROWS])
    plain = tuple({name: _plain(row, name) for name in shown_fields(holding)} for row in rows)
    words = _words()
    lines = tuple(tuple(_lines(_in_words(row, values), words)) for row, values in zip(rows, plain, strict=True))
    table = holding.model._meta.label
    return Section(holding.title, table, plain, lines)


def _plain(row: Model, name: str) -> Any:
    try:
        return _simple(getattr(row, name))
    except Erased:
        return None
    except SealBroken:
        return _("This value cannot be read any more; please tell the office.")


def _in_words(row: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Answer the values with the words of a choice instead of its key."""
    said = {name: getattr(row, f"get_{name}_display", None) for name in values}
    return {name: str(words()) if (words := said[name]) else value for name, value in values.items()}


def _simple(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {str(key): _simple(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_simple(inner) for inner in value]
        case str() | int() | float() | bool() | None:
            return value
        case _:
            return str(value)


def _words() -> dict[str, str]:
    """Answer what each field, question, fact and service is called on our pages."""
    said = vocabulary.vocabulary(vocabulary.services_folder())
    facts = {each.name: str(Text(each.zh, each.en)) for each in said.facts()}
    asked = {
        question.key: str(question.label)
        for service in catalogue.services()
        for page in service.form.pages
        for question in page.questions
    }
    titles = {TITLE + service.key: str(service.title) for service in catalogue.services()}
    return facts | asked | titles | {name: str(text) for name, text in FIELDS.items()}


def _lines(row: Mapping[str, Any], words: Mapping[str, str], depth: int = 0) -> Iterator[Line]:
    for key, value in row.items():
        if value in (None, "", [], {}):
            continue
        named = words.get(key, key)
        match value:
            case Mapping() if depth < DEEPEST:
                yield Line(named, inner=tuple(_lines(value, words, depth + 1)))
            case list() if value and isinstance(value[0], Mapping) and depth < DEEPEST:
                items = (
                    Line(str(nth), inner=tuple(_lines(each, words, depth + 1))) for nth, each in enumerate(value, 1)
                )
                yield Line(named, inner=tuple(items))
            case list():
                yield Line(named, "、".join(_said(each, words) for each in value))
            case _:
                yield Line(named, _said(value, words))


def _day(written: str) -> str:
    """Answer the day in the reader's calendar; what only looks like one stays as it was written."""
    try:
        return day(date.fromisoformat(written))
    except ValueError:
        return written


def _said(value: Any, words: Mapping[str, str]) -> str:
    match value:
        case True:
            return _("yes")
        case str() if A_MOMENT.match(value):
            return moment(datetime.fromisoformat(value))
        case str() if A_DAY.match(value):
            return _day(value)
        case False:
            return _("no")
        case str() if TITLE + value in words:
            return words[TITLE + value]
        case _:
            return str(value)
