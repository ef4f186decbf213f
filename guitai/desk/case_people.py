"""What was said beside what was fetched, as tables: one for each person, one for each page of the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from guitai.cases import beside, prefill, queries
from guitai.cases.consent import source_words
from guitai.cases.models import Case
from guitai.cases.terms import Piece
from guitai.catalogue.terms import Service
from guitai.core.kit import Tone, Words
from guitai.core.stencil import Fixed
from guitai.core.templatetags.days import day
from guitai.core.texts import Text
from guitai.desk import value_words
from guitai.eforms import summary
from guitai.eforms.terms import Form
from guitai.facts import queries as facts
from guitai.facts.terms import Fact
from guitai.files.terms import FileView

HIDDEN = frozenset({"id", "name", "work.pay_known"})
APPLICANT = "self"


@dataclass(frozen=True)
class Told:
    """What one register said: the value, which register, and when it was asked."""

    words: str
    source: str
    at: datetime


@dataclass(frozen=True)
class Row:
    what: str
    said: str
    told: tuple[Told, ...]
    differs: bool

    @property
    def fixed(self) -> Fixed:
        """Answer what chooses the drawing of ``desk/case_people_row.html``."""
        return (("differs", self.differs),)

    @property
    def values(self) -> dict[str, str]:
        told = format_html_join("", "<div>{}</div>", ((each.words,) for each in self.told))
        source = '<div>{} <span class="gt-short">{}</span></div>'
        sources = format_html_join("", source, ((each.source, day(each.at)) for each in self.told))
        return {"what": self.what, "said": self.said, "told": told or "—", "sources": sources or "—"}


@dataclass(frozen=True)
class Tag:
    words: Words
    tone: Tone


@dataclass(frozen=True)
class Person:
    """One person's table; open where something has to be looked at."""

    anchor: str
    name: str
    about: str
    tags: tuple[Tag, ...]
    rows: tuple[Row, ...]
    why_not_counted: str
    is_open: bool


@dataclass(frozen=True)
class Answer:
    what: str
    words: str
    source: str
    files: tuple[FileView, ...]


@dataclass(frozen=True)
class Section:
    """One page of the form: what no register knows."""

    title: str
    rows: tuple[Answer, ...]


def people(case: Case, service: Service, pieces: list[Piece], answer: Mapping[str, Any]) -> tuple[Person, ...]:
    vocabulary = facts.vocabulary(facts.services_folder()).person
    form = value_words.form_words(service)
    order = [key for key in vocabulary if key not in HIDDEN]
    sides = beside.sides(service, case.answers, pieces, order=order)
    return tuple(_person(case, side, vocabulary, form, answer) for side in sides)


def _person(
    case: Case,
    side: beside.Side,
    vocabulary: Mapping[str, Fact],
    form: Mapping[str, Mapping[str, str]],
    answer: Mapping[str, Any],
) -> Person:
    name = side.name or (case.applicant_name if side.about == APPLICANT else _("somebody no register names"))
    gone = {each["id"]: each for each in answer.get("not_counted") or ()}
    return Person(
        anchor=f"person-{side.about}",
        name=name,
        about=_about(side, vocabulary, form),
        tags=tuple(_tags(side, answer)),
        rows=tuple(_row(line, vocabulary[line.key], form) for line in side.lines),
        why_not_counted=str(gone.get(side.about, {}).get("words", "")),
        is_open=bool(side.differing or side.silent),
    )


def _about(side: beside.Side, vocabulary: Mapping[str, Fact], form: Mapping[str, Mapping[str, str]]) -> str:
    """Answer relation and birthday: what tells people of a household apart."""
    lines = {line.key: line for line in side.lines}
    found = (lines[key] for key in ("relation", "born") if key in lines)
    return "・".join(
        _words(vocabulary[line.key], line.fetched[0].value if line.fetched else line.said, form) for line in found
    )


def _tags(side: beside.Side, answer: Mapping[str, Any]) -> list[Tag]:
    counted = answer.get("counted_persons")
    tags = []
    if counted:
        is_counted = side.about in counted
        tags.append(Tag(_("counted"), Tone.NOTE) if is_counted else Tag(_("not counted"), Tone.REST))
    if side.differing:
        tags.append(Tag(_("%(count)d differ") % {"count": side.differing}, Tone.BAD))
    if side.silent:
        silent = "、".join(sorted({str(source_words(source)) for source in side.silent}))
        tags.append(Tag(_("no answer from %(sources)s") % {"sources": silent}, Tone.WAIT))
    return tags


def _row(line: beside.Line, fact: Fact, form: Mapping[str, Mapping[str, str]]) -> Row:
    return Row(
        what=str(Text(fact.zh, fact.en)),
        said=_words(fact, line.said, form),
        told=tuple(
            Told(_words(fact, each.value, form), str(source_words(each.source)), each.at) for each in line.fetched
        ),
        differs=line.differs,
    )


def _words(fact: Fact, value: object, form: Mapping[str, Mapping[str, str]]) -> str:
    return value_words.words(fact, value, form)


def sections(
    case: Case, service: Service, pieces: list[Piece], files: Mapping[str, FileView], *, today: date
) -> tuple[Section, ...]:
    """Answer what the applicant wrote that stands in no person's table."""
    person = queries.applicant(case)
    known = prefill.known_from(service.form, pieces, person=person, now=case.submitted_at)
    pages = summary.rows(
        service.form, case.answers, today=today, prefilled=known.prefilled, gaps=known.gaps, files=files
    )
    elsewhere = _in_tables(service.form)
    return tuple(
        Section(f"{page.title}・{item}" if item else page.title, answers)
        for page in pages
        for item, rows in groupby(page.rows, key=lambda row: row.item)
        if (answers := tuple(_answer(row) for row in rows if row.question_key not in elsewhere))
    )


def _in_tables(form: Form) -> frozenset[str]:
    """Answer the questions whose answers are facts about a person."""
    found = set[str]()
    for question in (question for page in form.pages for question in page.questions):
        if question.questions and question.fact:
            found |= {question.key, *(inner.key for inner in question.questions if inner.fact)}
        elif question.fact.startswith("self."):
            found.add(question.key)
    return frozenset(found)


def _answer(row: summary.Row) -> Answer:
    return Answer(row.label, row.words, row.source, row.files)
