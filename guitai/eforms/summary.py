"""The page on which everything can be checked before sending: every answer in words, every problem with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guitai.eforms import pages
from guitai.eforms.fields import BoundField, BoundPage
from guitai.eforms.terms import Answer, Answers, Form, Page, Prefilled, Problem, QuestionType
from guitai.files.terms import FileView


@dataclass(frozen=True)
class Row:
    """One question and its answer in words."""

    page_key: str
    question_key: str
    label: str
    words: str
    source: str = ""  # the register it came from
    differs: str = ""  # what the register says, where the applicant says otherwise
    item: str = ""  # inside a group: whom or what it is about
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True)
class Section:
    page_key: str
    title: str
    rows: tuple[Row, ...]


def rows(
    form: Form,
    answers: Answers,
    *,
    today: date,
    prefilled: Mapping[str, Prefilled] | None = None,
    gaps: frozenset[str] = frozenset(),
    files: Mapping[str, FileView] | None = None,
) -> list[Section]:
    """Answer every asked question with its answer in words, page by page."""
    kept = pages.asked_answers(form, answers)
    sections = []
    for page in pages.asked_pages(form, kept, gaps=gaps):
        bound = pages.bind(page, kept, today=today, prefilled=prefilled, gaps=gaps, own_files=files)
        sections.append(Section(page.key, bound.title, tuple(_rows_of(page, bound))))
    return sections


def _rows_of(page: Page, bound: BoundPage) -> list[Row]:
    result = []
    for one in bound.fields:
        if not one.asked:
            continue
        if one.is_group:
            if not one.items:
                result.append(Row(page.key, one.question.key, str(one.question.label), _("None")))
            result += [_row(page, inner, item.title) for item in one.items for inner in item.fields if _told(inner)]
        elif _told(one):
            result.append(_row(page, one))
    return result


def _told(one: BoundField) -> bool:
    return one.asked and (one.answer is not None or not one.prefilled)


def _row(page: Page, one: BoundField, item: str = "") -> Row:
    return Row(
        page_key=page.key,
        question_key=one.question.key,
        label=str(one.question.label),
        words=one.words or _("Not answered"),
        source=one.prefilled.source if one.prefilled and not one.differs else "",
        differs=one.source_words if one.differs else "",
        item=item,
        files=tuple(one.kept),
    )


def problems(
    form: Form,
    answers: Answers,
    today: date,
    *,
    prefilled: Mapping[str, Prefilled] | None = None,
    gaps: frozenset[str] = frozenset(),
    pending: frozenset[str] = frozenset(),
) -> list[Problem]:
    """Answer what a clerk would send back: every page is judged again as if it were posted now."""
    kept = pages.asked_answers(form, answers)
    found: list[Problem] = []
    for page in pages.asked_pages(form, kept, gaps=gaps):
        if page.key in pending:
            words = _("“%(page)s” is not finished. Open it and correct what is marked.") % {"page": page.title}
            found.append(Problem(page.key, "", words))
            continue
        raw = pages.raw_answers(page, kept)
        bound = pages.bind(page, kept, data=raw, today=today, prefilled=prefilled, gaps=gaps)
        found += [Problem(page.key, one.question.key, one.error) for one in bound.all_fields() if one.error]
    return found


def attachments(form: Form, answers: Answers) -> list[str]:
    """Answer the references of all files that the answers name."""
    kept = pages.asked_answers(form, answers)
    refs: list[str] = []
    for question in (question for page in form.pages for question in page.questions):
        answer = kept.get(question.key)
        if question.type is QuestionType.ATTACHMENT:
            refs += _refs(answer)
        for item in answer if question.questions and isinstance(answer, list) else []:
            for inner in question.questions:
                if inner.type is QuestionType.ATTACHMENT and isinstance(item, dict):
                    refs += _refs(item.get(inner.key))
    return list(dict.fromkeys(refs))


def _refs(answer: Answer | None) -> list[str]:
    return [str(ref) for ref in answer] if isinstance(answer, list) else []
