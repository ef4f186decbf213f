"""Reads one question from what was posted, or shows what is kept of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from guitai.core.texts import Text
from guitai.eforms import conditions, fitting
from guitai.eforms.conditions import Lookup
from guitai.eforms.fields import UNKNOWN_IS_AN_OPTION, BoundField
from guitai.eforms.kinds.registry import KINDS
from guitai.eforms.terms import UNKNOWN, Answer, AnswerWrong, Option, Prefilled, Question, QuestionType, Raw
from guitai.files import queries as files
from guitai.files.terms import FileView, Upload

EXTRA_PARTS = ("unknown", "remove")


@dataclass(frozen=True)
class Sources:
    """All that a page is bound with, besides its questions."""

    today: date
    raw: Raw | None  # None: shown for the first time
    uploads: Mapping[str, list[Upload]]
    prefilled: Mapping[str, Prefilled]
    gaps: frozenset[str]
    own_files: Mapping[str, FileView]
    new_id: Callable[[], str]


@dataclass(frozen=True)
class Scope:
    """Where a question stands: what it can look back to, and what is still open beside it."""

    lookup: Lookup
    live: Mapping[str, str]  # question -> input name, for questions open on this page
    questions: Mapping[str, Question] = field(default_factory=dict)

    @cached_property
    def live_keys(self) -> frozenset[str]:
        return frozenset(self.live)


def name_of(name: str, part: str) -> str:
    return f"{name}-{part}" if part else name


def start(question: Question, name: str, *, scope: Scope, sources: Sources, prefilled: Prefilled | None) -> BoundField:
    """Answer the field with whether it is asked and shown; not read yet."""
    in_gap, when = not question.ask_if_gap or question.ask_if_gap in sources.gaps, question.when
    maybe = when is None or conditions.holds(when, scope.lookup, scope.live_keys)
    bound = BoundField(
        question=with_options(question, scope.lookup),
        name=name,
        asked=in_gap and (when is None or conditions.holds(when, scope.lookup) is True),
        shown=in_gap and maybe is not False,
        prefilled=prefilled,
        unfit=fitting.unfit(question.options, scope.lookup, today=sources.today),
    )
    if bound.shown and maybe is None:
        bound.live, bound.live_names, bound.live_questions = when, scope.live, scope.questions
    return bound


def with_options(question: Question, lookup: Lookup) -> Question:
    """Answer the question with the items of its group as options."""
    if not question.options_from:
        return question
    group, _dot, title = question.options_from.partition(".")
    items = lookup(group)
    found = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    options = tuple(Option(str(item.get("id", "")), Text(str(item.get(title) or item.get("id", "")))) for item in found)
    return replace(question, options=question.options + options)


def fill(bound: BoundField, *, stored: Answer | None, scope: Scope, sources: Sources) -> None:
    """Put into the field what was posted, or what is kept."""
    if bound.read_only and bound.prefilled:
        bound.answer = bound.prefilled.value if bound.asked else None
        return
    if sources.raw is None:
        _show(bound, stored, scope)
        _keep_files(bound, stored, sources)
    else:
        bound.parts = posted_parts(bound, sources.raw)
        _keep_files(bound, stored, sources)
        if bound.asked:
            _read(bound, scope, sources)


def posted_parts(bound: BoundField, raw: Raw) -> dict[str, list[str]]:
    parts = (*KINDS[bound.question.type].parts, *EXTRA_PARTS)
    names = {part: name_of(bound.name, part) for part in parts}
    return {part: raw[name] for part, name in names.items() if name in raw}


def _show(bound: BoundField, stored: Answer | None, scope: Scope) -> None:
    answer = stored
    if answer is None and bound.prefilled:
        answer = bound.prefilled.value
    bound.answer = answer if bound.asked else None
    if answer is None:
        bound.parts = _suggestion(bound.question, scope)
    elif answer == UNKNOWN and bound.question.type not in UNKNOWN_IS_AN_OPTION:
        bound.parts = {"unknown": ["yes"]}
    else:
        bound.parts = KINDS[bound.question.type].show(answer)


def _suggestion(question: Question, scope: Scope) -> dict[str, list[str]]:
    holder = scope.lookup(question.holder_is) if question.holder_is else None
    return {"holder": [holder]} if isinstance(holder, str) else {}


def _keep_files(bound: BoundField, stored: Answer | None, sources: Sources) -> None:
    """Leave only references of this person's own files; anything else that was posted is dropped."""
    if bound.question.type is not QuestionType.ATTACHMENT:
        return
    own = {str(ref) for ref in stored} if isinstance(stored, list) else set()
    removed = bound.parts.pop("remove", [])
    kept = [
        ref
        for ref in dict.fromkeys(bound.parts.get("kept", []))
        if (ref in own or ref in sources.own_files) and ref not in removed
    ]
    bound.parts["kept"] = kept
    bound.kept = [sources.own_files[ref] for ref in kept if ref in sources.own_files]


def _read(bound: BoundField, scope: Scope, sources: Sources) -> None:
    question, kind = bound.question, KINDS[bound.question.type]
    if question.type is QuestionType.ATTACHMENT:
        _take_uploads(bound, sources.uploads.get(bound.name, []))
    if kind.is_blank(bound.parts) and not bound.uploads:
        if question.may_be_unknown and bound.parts.get("unknown") == ["yes"]:
            bound.answer = UNKNOWN
        elif question.required and not bound.error:
            bound.error = kind.missing(question)
        return
    try:
        answer = kind.read(question, bound.parts, today=sources.today)
        _check_holder(question, answer, scope)
    except AnswerWrong as wrong:
        bound.error, bound.error_part = wrong.words, wrong.part
    else:
        bound.answer = answer


def _take_uploads(bound: BoundField, uploads: list[Upload]) -> None:
    """Keep the good files even where another one is refused, so that nobody takes a photo twice."""
    for upload in uploads:
        judgement = files.judge(upload)
        if judgement.refused:
            bound.error, bound.is_refused = judgement.refused, True
        elif len(bound.uploads) + len(bound.parts["kept"]) >= bound.question.max_items:
            most = _("At most %(most)s files can be added here. The others were not kept.")
            bound.error, bound.is_refused = most % {"most": bound.question.max_items}, True
        else:
            bound.uploads.append(upload)
            bound.warnings.extend(judgement.doubts)


def _check_holder(question: Question, answer: Answer, scope: Scope) -> None:
    expected = scope.lookup(question.holder_is) if question.holder_is else None
    if not isinstance(expected, str) or not isinstance(answer, dict):
        return
    if _squeezed(str(answer.get("holder", ""))) != _squeezed(expected):
        words = _("The account must belong to %(name)s. Money cannot be paid to somebody else's account.")
        raise AnswerWrong(words % {"name": expected}, "holder")


def _squeezed(name: str) -> str:
    return "".join(name.split())
