"""Old and new side by side: what was marked, why, what stood there, and what came."""

from collections.abc import Mapping
from datetime import datetime

from guitai.cases.models import Case, Supplement
from guitai.cases.supplements import queries, reasons, sheet
from guitai.cases.supplements.sheet import Sheet
from guitai.cases.supplements.terms import Answered, AnsweredRequest, Mark
from guitai.catalogue.terms import Service
from guitai.core.clock import TAIPEI
from guitai.eforms.binding import with_options
from guitai.eforms.fields import BoundField
from guitai.eforms.terms import Answer, Question, QuestionType
from guitai.files import queries as files
from guitai.files.terms import FileView

Answers = Mapping[str, Answer]


def answered(case: Case, service: Service) -> list[AnsweredRequest]:
    """Answer the requests that came back, the newest first."""
    rows = [(row, row.answered_at) for row in reversed(queries.sent(case))]
    return [_request(row, at, case, service) for row, at in rows if at is not None]


def old_words(page: Sheet, key: str, value: Answer | None, answers: Answers) -> str:
    """Answer in words what stood at a marked place."""
    question = next(each for each in page.page.questions if each.key == key)
    return "" if value is None else _words(question, value, answers)


def _request(row: Supplement, answered_at: datetime, case: Case, service: Service) -> AnsweredRequest:
    page = sheet.sheet_of(service.form, queries.marks_of(row), case.answers)
    before: Answers = row.before or {}
    after: Answers = row.answers or {}
    told = {key: mark.path for key, mark in page.marks.items()}
    places = [(each, told.get(each.key, each.key)) for each in page.page.questions if each.key != sheet.REMARKS]
    return AnsweredRequest(
        number=row.number,
        asked_by=row.asked_by_words,
        asked_at=row.asked_at,
        answered_at=answered_at,
        late_days=max((answered_at.astimezone(TAIPEI).date() - row.due_on).days, 0) if row.due_on else 0,
        remarks=str(after.get(sheet.REMARKS, "")),
        answers=tuple(
            _one(question, page.marks.get(question.key), case, old=before.get(path), new=after.get(path))
            for question, path in places
            if path in before or path in after or question.key in page.marks
        ),
    )


def _one(question: Question, mark: Mark | None, case: Case, *, old: Answer | None, new: Answer | None) -> Answered:
    return Answered(
        label=str(question.label),
        why=str(reasons.why(mark)) if mark else "",
        before="" if old is None else _words(question, old, case.answers),
        after="" if new is None else _words(question, new, case.answers),
        files_before=_files(question, old, case),
        files_after=_files(question, new, case),
        changed=old != new,
    )


def _words(question: Question, answer: Answer, answers: Answers) -> str:
    if question.type is QuestionType.GROUP:
        items = [item for item in answer if isinstance(item, dict)] if isinstance(answer, list) else []
        return "\n".join(_item_words(question, item, answers) for item in items)
    return BoundField(with_options(question, answers.get), question.key).in_words(answer)


def _item_words(group: Question, item: Answers, answers: Answers) -> str:
    told = ((inner, item[inner.key]) for inner in group.questions if inner.key in item)
    return "、".join(f"{inner.label} {_words(inner, value, answers)}" for inner, value in told)


def _files(question: Question, answer: Answer | None, case: Case) -> tuple[FileView, ...]:
    if question.type is not QuestionType.ATTACHMENT or not isinstance(answer, list):
        return ()
    refs = [str(ref) for ref in answer]
    found = files.files_of(case.application.applicant, refs)
    return tuple(found[ref] for ref in refs if ref in found)
