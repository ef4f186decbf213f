"""The one page the applicant answers: the marked questions, and those their answers lead to. Pure.

A question that is not asked at present comes with the question that leads to it; one whose answer may change what is
asked next brings that along. Questions inside a list stand alone, each named with its item.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from guitai.cases.supplements.terms import Kind, Mark
from guitai.core.texts import Text
from guitai.eforms import conditions, pages
from guitai.eforms.terms import AllOf, Answer, Answers, Condition, Form, Page, Question, QuestionType

KEY = "supplement"
REMARKS = "supplement_remarks"
TITLE = Text("請補正這些資料", "Please correct these")
REMARKS_QUESTION = Question(
    key=REMARKS,
    type=QuestionType.LONG_TEXT,
    label=Text("有話要跟承辦人說嗎？", "Anything you want to tell the officer?"),
    hint=Text(
        "拿不到某份文件的話，在這裡寫原因，那一項就可以空著。沒有就不用寫。",
        "If you cannot get a paper, say why here; it may stay empty then. Otherwise leave this empty.",
    ),
    required=False,
    max_length=1000,
)
MOST_FILES = 10


@dataclass(frozen=True)
class Sheet:
    """The page, and which mark each of its questions answers."""

    page: Page
    marks: Mapping[str, Mark]  # question of the page -> mark
    inner: Mapping[str, tuple[str, str, str]]  # question of the page -> group, item, question


def sheet_of(form: Form, marks: Iterable[Mark], answers: Answers, *, lenient: bool = False) -> Sheet:
    """Answer the page for these marks over what was answered so far.

    ``lenient``: whoever tells the officer why something is missing may leave it empty.
    """
    marked = list(marks)
    tops = {mark.path: mark for mark in marked if mark.kind is not Kind.PAPER and "/" not in mark.path}
    by_key, inner, questions = dict(tops), {}, _tops(form, set(tops), answers)
    for number, mark in enumerate(marked, start=1):
        key = f"supplement_{number}"
        if mark.kind is Kind.PAPER:
            questions.append(_paper(key, mark))
            by_key[key] = mark
        elif "/" in mark.path and (found := _inner(form, mark, key)):
            questions.append(found)
            by_key[key] = mark
            group, item, question = mark.path.split("/", 2)
            inner[key] = (group, item, question)
    asked = [replace(each, required=each.required and not lenient) for each in questions]
    page = Page(key=KEY, title=TITLE, questions=(*asked, REMARKS_QUESTION))
    return Sheet(page, by_key, inner)


def has_remarks(raw: Mapping[str, list[str]]) -> bool:
    """Tell whether something was told to the officer."""
    return any(value.strip() for value in raw.get(REMARKS, ()))


def seed(sheet: Sheet, answers: Answers) -> dict[str, Answer]:
    """Answer what the page starts with: answers as they are, to be corrected; papers empty, to be taken again."""
    types = {question.key: question.type for question in sheet.page.questions}
    kept = {key: value for key, value in answers.items() if types.get(key) is not QuestionType.ATTACHMENT}
    for key, path in sheet.inner.items():
        value = _item_of(answers, path).get(path[2])
        if value is not None and types[key] is not QuestionType.ATTACHMENT:
            kept[key] = value
    return kept


def before(sheet: Sheet, answers: Answers) -> dict[str, Answer]:
    """Answer what stood at each marked place, by its path."""
    found = {mark.path: _old(sheet, key, answers) for key, mark in sheet.marks.items()}
    return {path: value for path, value in found.items() if value is not None}


def after(sheet: Sheet, given: Answers) -> dict[str, Answer]:
    """Answer what was given, by path: the marked, what came along with them, and the remarks."""
    return {sheet.marks[key].path if key in sheet.marks else key: value for key, value in given.items()}


def merged(form: Form, sheet: Sheet, answers: Answers, given: Answers, *, number: int) -> dict[str, Answer]:
    """Answer all answers of the case with the given ones in their places; what is no longer asked goes."""
    own = {question.key for question in sheet.page.questions}
    known = {question.key for page in form.pages for question in page.questions}
    result = {key: value for key, value in answers.items() if key not in own}
    result |= {key: value for key, value in given.items() if key in known}
    for key, path in sheet.inner.items():
        _put(result, path, given.get(key))
    extra = {key: value for key, value in answers.items() if key not in known}
    extra |= {
        f"{key}_of_{number}": value for key, value in given.items() if key not in known and key not in sheet.inner
    }
    forced = {key: result[key] for key in sheet.marks if key in known and key in result}
    return {**pages.asked_answers(form, result), **forced, **extra}


def _tops(form: Form, marked: set[str], answers: Answers) -> list[Question]:
    asked = {question.key: _condition(page, question) for page in form.pages for question in page.questions}
    wanted = _with_openers(marked, asked, answers)
    for key, condition in asked.items():  # in the order of the form: what leads on comes first
        if any(each.question in wanted for each in conditions.comparisons(condition)):
            wanted.add(key)
    return [
        _ready(question, asked[question.key], marked=question.key in marked, wanted=wanted)
        for page in form.pages
        for question in page.questions
        if question.key in wanted
    ]


def _with_openers(marked: set[str], asked: Mapping[str, Condition | None], answers: Answers) -> set[str]:
    """Answer the marked questions with those that have to be answered otherwise before they are asked."""
    wanted, todo = set(marked), list(marked)
    while todo:
        condition = asked.get(todo.pop())
        if conditions.holds(condition, answers.get) is True:
            continue
        for each in conditions.comparisons(condition):
            if each.question in asked and each.question not in wanted:
                wanted.add(each.question)
                todo.append(each.question)
    return wanted


def _condition(page: Page, question: Question) -> Condition | None:
    parts = tuple(part for part in (page.when, question.when) if part is not None)
    return AllOf(parts) if len(parts) > 1 else next(iter(parts), None)


def _ready(question: Question, condition: Condition | None, *, marked: bool, wanted: set[str]) -> Question:
    """Answer the question as it stands on the page; what an officer marked has to be answered."""
    if not marked:
        return replace(question, when=condition)
    depends = any(each.question in wanted for each in conditions.comparisons(condition))
    return replace(_needed(question), when=condition if depends else None)


def _needed(question: Question) -> Question:
    """Answer the question as one that is needed now: a hint that it may wait would be wrong."""
    hint = question.hint if question.required else None
    return replace(question, required=True, ask_if_gap="", hint=hint)


def _inner(form: Form, mark: Mark, key: str) -> Question | None:
    group, _item, name = mark.path.split("/", 2)
    found = form.question(group)
    inner = next((each for each in found.questions if each.key == name), None) if found else None
    return replace(_needed(inner), key=key, label=mark.label, when=None) if inner else None


def _paper(key: str, mark: Mark) -> Question:
    return Question(key=key, type=QuestionType.ATTACHMENT, label=mark.label, max_items=MOST_FILES)


def _old(sheet: Sheet, key: str, answers: Answers) -> Answer | None:
    path = sheet.inner.get(key)
    return _item_of(answers, path).get(path[2]) if path else answers.get(key)


def _item_of(answers: Answers, path: tuple[str, str, str]) -> Mapping[str, Answer]:
    group, item_id, _question = path
    items = answers.get(group)
    listed = items if isinstance(items, list) else []
    return next((each for each in listed if isinstance(each, dict) and each.get("id") == item_id), {})


def _put(answers: dict[str, Answer], path: tuple[str, str, str], value: Answer | None) -> None:
    """The item holds the value; the list is a new one, so that nobody else's changes."""
    group, item_id, question = path
    items = answers.get(group)
    if value is None or not isinstance(items, list):
        return
    answers[group] = [
        {**each, question: value} if isinstance(each, dict) and each.get("id") == item_id else each for each in items
    ]
