"""Pages of a form: which are asked, what was answered on them, what is wrong.

Nothing is believed because the browser sent it: conditions are judged again here, answers to questions that are not
asked are dropped, and a value that came from a register is taken from the register again.
"""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import uuid4

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from guitai.eforms import binding, conditions, groups
from guitai.eforms.binding import Scope, Sources
from guitai.eforms.fields import UNKNOWN_IS_AN_OPTION, BoundField, BoundPage
from guitai.eforms.kinds.registry import KINDS
from guitai.eforms.terms import Answer, Answers, Form, Page, Prefilled, Question, QuestionType, Raw
from guitai.files.terms import FileView, Upload

LONGEST_VALUE = 10_000
MOST_VALUES = 60
UNFINISHED = "unfinished"  # kept with a page whose items were being added: it was never sent, so nothing is wrong yet
WORDS_OF_THE_PAGE = ("add", "remove", UNFINISHED)


def _new_id() -> str:
    return uuid4().hex[:8]


def bind(
    page: Page,
    answers: Answers,
    *,
    today: date,
    data: QueryDict | Raw | None = None,
    files: MultiValueDict[str, Upload] | None = None,
    prefilled: Mapping[str, Prefilled] | None = None,
    gaps: frozenset[str] = frozenset(),
    own_files: Mapping[str, FileView] | None = None,
    new_id: Callable[[], str] = _new_id,
) -> BoundPage:
    """Answer the page as it is to be shown: empty, with what is kept, or with what was posted and what is wrong."""
    sources = Sources(
        today=today,
        raw=None if data is None else _raw(page, data),
        uploads=dict((files or MultiValueDict()).lists()),
        prefilled=prefilled or {},
        gaps=gaps,
        own_files=own_files or {},
        new_id=new_id,
    )
    fields, changed = _fields(page, answers, sources)
    changed = changed or UNFINISHED in (sources.raw or {})
    if changed:
        _forgive(fields)
    bound = BoundPage(
        key=page.key,
        title=str(page.title),
        intro=str(page.intro or ""),
        fields=fields,
        is_posted=data is not None,
        restructured=changed,
    )
    _sum_up(bound)
    return bound


def refresh(bound: BoundPage) -> None:
    """The answers of the page name the files that were stored for it."""
    for one in bound.fields:
        if one.is_group:
            groups.collect(one, posted=bound.is_posted)
    _sum_up(bound)


def _sum_up(bound: BoundPage) -> None:
    bound.answers = {one.question.key: one.answer for one in bound.fields if one.answer is not None}
    bound.raw = _raw_of(bound.fields, unfinished=bound.restructured) if bound.is_posted else {}


def _fields(page: Page, answers: Answers, sources: Sources) -> tuple[list[BoundField], bool]:
    here = {question.key: question for question in page.questions}
    current: dict[str, Answer] = {key: value for key, value in answers.items() if key not in here}
    locked = {key for key, value in sources.prefilled.items() if not value.editable}
    live = {key: key for key, q in here.items() if key not in locked or q.type is QuestionType.GROUP}
    scope = Scope(lookup=current.get, live=live, questions=here)
    fields, changed = [], False
    for question in page.questions:
        source = sources.prefilled.get(question.key)
        bound = binding.start(question, question.key, scope=scope, sources=sources, prefilled=source)
        stored = answers.get(question.key)
        if bound.is_group:
            changed |= groups.fill(bound, stored=stored, scope=scope, sources=sources)
        else:
            binding.fill(bound, stored=stored, scope=scope, sources=sources)
        if bound.asked and bound.answer is not None:
            current[question.key] = bound.answer
        fields.append(bound)
    return fields, changed


def _raw(page: Page, data: QueryDict | Raw) -> Raw:
    """Answer only what belongs to this page, in sizes that a page can have and characters that can be kept."""
    keys = {question.key for question in page.questions}
    pairs = data.lists() if isinstance(data, MultiValueDict) else data.items()
    return {
        name: [_storable(value) for value in values[:MOST_VALUES]]
        for name, values in pairs
        if isinstance(name, str) and (name in WORDS_OF_THE_PAGE or name.partition(".")[0].partition("-")[0] in keys)
    }


def _storable(value: object) -> str:
    return str(value)[:LONGEST_VALUE].encode("utf-8", "replace").decode()


def _raw_of(fields: list[BoundField], *, unfinished: bool) -> Raw:
    """Answer what would have to be posted to see the same page again."""
    raw: Raw = {UNFINISHED: ["yes"]} if unfinished else {}
    for bound in fields:
        raw |= _raw_of_field(bound)
        for item in bound.items:
            raw[f"{item.prefix}.id"] = [item.id]
            for inner in item.fields:
                raw |= _raw_of_field(inner)
    return raw


def _raw_of_field(bound: BoundField) -> Raw:
    return {binding.name_of(bound.name, part): values for part, values in bound.parts.items()}


def _forgive(fields: list[BoundField]) -> None:
    """Leave no mistake on a page that was not sent, except of what cannot be kept."""
    for bound in fields:
        for each in (bound, *(inner for item in bound.items for inner in item.fields)):
            if not each.is_refused:
                each.error = ""


def raw_answers(page: Page, answers: Answers) -> Raw:
    """Answer what a browser would post for answers that are kept."""
    raw: Raw = {}
    for question in page.questions:
        if question.key in answers:
            raw |= _raw_answer(question, question.key, answers[question.key])
    return raw


def _raw_answer(question: Question, name: str, answer: Answer) -> Raw:
    if question.type is QuestionType.GROUP:
        return _raw_items(question, name, answer)
    if answer == "unknown" and question.type not in UNKNOWN_IS_AN_OPTION:
        return {f"{name}-unknown": ["yes"]}
    shown = KINDS[question.type].show(answer)
    return {binding.name_of(name, part): values for part, values in shown.items()}


def _raw_items(group: Question, name: str, answer: Answer) -> Raw:
    raw: Raw = {}
    items = [item for item in answer if isinstance(item, dict)] if isinstance(answer, list) else []
    for index, item in enumerate(items):
        raw[f"{name}.{index}.id"] = [str(item.get("id", ""))]
        for inner in group.questions:
            if inner.key in item:
                raw |= _raw_answer(inner, f"{name}.{index}.{inner.key}", item[inner.key])
    return raw


def asked_pages(form: Form, answers: Answers, *, gaps: frozenset[str] = frozenset()) -> list[Page]:
    """Answer the pages this applicant has to see, in their order."""
    kept = asked_answers(form, answers)
    return [page for page in form.pages if _is_asked(page, kept, gaps)]


def _is_asked(page: Page, answers: Answers, gaps: frozenset[str]) -> bool:
    if conditions.holds(page.when, answers.get) is not True:
        return False
    live = frozenset(question.key for question in page.questions)
    return any(
        conditions.holds(question.when, answers.get, live) is not False
        and (not question.ask_if_gap or question.ask_if_gap in gaps)
        for question in page.questions
    )


def next_page(form: Form, page: Page, answers: Answers, *, gaps: frozenset[str] = frozenset()) -> Page | None:
    """Answer the page after this one; None after the last."""
    order = [each.key for each in form.pages]
    later = order[order.index(page.key) + 1 :]
    return next((each for each in asked_pages(form, answers, gaps=gaps) if each.key in later), None)


def previous_page(form: Form, page: Page, answers: Answers, *, gaps: frozenset[str] = frozenset()) -> Page | None:
    order = [each.key for each in form.pages]
    earlier = order[: order.index(page.key)]
    return next((each for each in reversed(asked_pages(form, answers, gaps=gaps)) if each.key in earlier), None)


def asked_answers(form: Form, answers: Answers) -> dict[str, Answer]:
    """Answer only what is still asked: an answer whose question went away goes away with it."""
    kept: dict[str, Answer] = {}
    for page in form.pages:
        if conditions.holds(page.when, kept.get) is not True:
            continue
        for question in page.questions:
            if question.key in answers and conditions.holds(question.when, kept.get) is True:
                kept[question.key] = _asked_items(question, answers[question.key], kept)
    return kept


def asked_questions(form: Form, answers: Answers) -> list[Question]:
    """Answer the questions that these answers, already without those no longer asked, lead to."""
    return [
        question
        for page in form.pages
        if conditions.holds(page.when, answers.get) is True
        for question in page.questions
        if conditions.holds(question.when, answers.get) is True
    ]


def _asked_items(question: Question, answer: Answer, outer: Answers) -> Answer:
    if question.type is not QuestionType.GROUP or not isinstance(answer, list):
        return answer
    return [_asked_item(question, item, outer) if isinstance(item, dict) else item for item in answer]


def _asked_item(group: Question, item: dict[str, Answer], outer: Answers) -> Answer:
    kept: dict[str, Answer] = {"id": item["id"]} if "id" in item else {}
    inner_keys = {inner.key for inner in group.questions}
    for inner in group.questions:
        around = {key: value for key, value in outer.items() if key not in inner_keys} | kept
        if inner.key in item and conditions.holds(inner.when, around.get) is True:
            kept[inner.key] = item[inner.key]
    return kept


def merged(page: Page, answers: Answers, bound: BoundPage) -> dict[str, Answer]:
    """Answer all answers with this page's in place of those it had."""
    here = {question.key for question in page.questions}
    return {key: value for key, value in answers.items() if key not in here} | bound.answers
