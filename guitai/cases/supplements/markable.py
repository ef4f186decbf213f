"""What of a case can be marked: each question of the form with its answer, page by page, asked or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guitai.accounts import queries as accounts
from guitai.cases import prefill, queries
from guitai.cases.models import Case
from guitai.cases.supplements.terms import Kind
from guitai.catalogue.terms import Service
from guitai.core.texts import Text
from guitai.eforms import pages
from guitai.eforms.fields import BoundField, BoundItem
from guitai.eforms.sources import Known
from guitai.eforms.terms import Answer, Answers, Question, QuestionType
from guitai.files import queries as files
from guitai.files.terms import FileView

NEVER = frozenset({QuestionType.DECLARATION})  # what was declared is declared


@dataclass(frozen=True)
class Markable:
    """One question, or one of one item; ``asked`` says whether the applicant was asked it."""

    path: str
    kind: Kind
    label: Text
    words: str
    files: tuple[FileView, ...]
    asked: bool


@dataclass(frozen=True)
class MarkablePage:
    key: str
    title: str
    asked: tuple[Markable, ...]
    others: tuple[Markable, ...]


def known_of(case: Case, service: Service) -> Known:
    """Answer what the registers filled in: nobody is asked to correct that here."""
    person = accounts.person(case.application.applicant)
    pieces = queries.pieces(case.application)
    return prefill.known_from(service.form, pieces, person=person, now=case.submitted_at)


def markable_pages(case: Case, service: Service, *, today: date) -> list[MarkablePage]:
    """Answer every page of the form with all that can be marked on it."""
    known, held = known_of(case, service), {view.ref: view for view in files.held_by(f"case:{case.reference}")}
    seen = pages.asked_pages(service.form, case.answers, gaps=known.gaps)
    found = []
    for page in service.form.pages:
        bound = pages.bind(page, case.answers, today=today, prefilled=known.prefilled, gaps=known.gaps, own_files=held)
        rows = [each for one in bound.fields for each in _rows(one, case.answers, page_asked=page in seen)]
        if rows:
            asked_rows = tuple(row for row in rows if row.asked)
            found.append(MarkablePage(page.key, bound.title, asked_rows, tuple(row for row in rows if not row.asked)))
    return found


def _rows(one: BoundField, answers: Answers, *, page_asked: bool) -> Iterator[Markable]:
    if one.question.type in NEVER or one.read_only:
        return
    asked = one.asked and page_asked
    if one.is_group:
        sent = _ids(answers.get(one.question.key))
        for item in (each for each in one.items if each.id in sent):
            yield from _item_rows(one, item, asked=asked)
        yield Markable(one.question.key, Kind.FIELD, whole(one.question), "", (), asked=asked and bool(sent))
        return
    yield _row(one.question.key, one, one.question.label, asked=asked)


def _ids(answer: Answer | None) -> set[str]:
    """Answer the items that were sent; an empty one that the form only offers is none."""
    items = answer if isinstance(answer, list) else []
    return {str(item["id"]) for item in items if isinstance(item, dict) and "id" in item}


def _item_rows(group: BoundField, item: BoundItem, *, asked: bool) -> Iterator[Markable]:
    for inner in item.fields:
        if not inner.read_only and inner.question.type not in NEVER:
            label = inner.question.label
            named = Text(f"{item.title}：{label.zh}", f"{item.title}: {label.en}" if label.en else "")
            path = f"{group.question.key}/{item.id}/{inner.question.key}"
            yield _row(path, inner, named, asked=asked and inner.asked)


def _row(path: str, one: BoundField, label: Text, *, asked: bool) -> Markable:
    return Markable(path, kind_of(one.question), label, one.words if asked else "", tuple(one.kept), asked=asked)


def whole(group: Question) -> Text:
    label = group.label
    return Text(f"{label.zh}（整份）", f"{label.en} (the whole list)" if label.en else "")


def kind_of(question: Question) -> Kind:
    return Kind.ATTACHMENT if question.type is QuestionType.ATTACHMENT else Kind.FIELD
