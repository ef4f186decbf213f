"""Reads form.yaml over the question bank; a broken definition is refused with place and remedy."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jsonschema_rs

from guitai.core.texts import Text
from guitai.eforms import conditions, schema
from guitai.eforms.terms import (
    DefinitionBroken,
    DefinitionProblem,
    Fits,
    Form,
    Option,
    Page,
    Question,
    QuestionType,
)

RESERVED = {"add", "remove", "revision", "unfinished", "csrfmiddlewaretoken", "then", "state", "page", "back", "show"}
WITH_OPTIONS = {QuestionType.CHOICE, QuestionType.CHOICES}
PLAIN = (
    "required",
    "ask_if_gap",
    "fact",
    "options_from",
    "may_be_unknown",
    "autocomplete",
    "max_length",
    "minimum",
    "maximum",
    "must_be",
    "holder_is",
    "max_items",
    "min_items",
    "title_from",
    "about",
    "role",
)
FORM_SCHEMA = jsonschema_rs.validator_for(schema.FORM)
BANK_SCHEMA = jsonschema_rs.validator_for(schema.BANK)


def read_form(form: Mapping[str, Any], bank: Mapping[str, Any], *, source: str = "form.yaml") -> Form:
    """Answer the form; raises DefinitionBroken naming every fault."""
    problems = [
        *_schema_problems(BANK_SCHEMA, bank, "questions.yaml"),
        *_schema_problems(FORM_SCHEMA, form, source),
    ]
    if not problems:
        problems = list(_unknown_names(form, bank["questions"], source))
    if problems:
        raise DefinitionBroken(problems)
    known = bank["questions"]
    pages = tuple(_page(page, known) for page in form["pages"])
    result = Form(key=form["form"], title=Text.read(form["title"]), pages=pages)
    if broken := [*_double_names(result, source), *_reserved_names(result, source), *_scope_problems(result, source)]:
        raise DefinitionBroken(broken)
    return result


def _schema_problems(validator: Any, data: Mapping[str, Any], source: str) -> list[DefinitionProblem]:
    return [
        DefinitionProblem(
            where=f"{source}: {'.'.join(str(step) for step in error.instance_path) or '(top)'}",
            what=error.message,
            remedy="Correct this key as docs/reference/forms.md describes it.",
        )
        for error in validator.iter_errors(data)
    ]


def _uses(items: Iterable[Any]) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield item
        else:
            if "use" in item:
                yield item["use"]
            yield from _uses(item.get("questions", ()))


def _unknown_names(form: Mapping[str, Any], known: Mapping[str, Any], source: str) -> Iterator[DefinitionProblem]:
    named = [(f"{source}: pages.{page['key']}", page["questions"]) for page in form["pages"]]
    named += [(f"questions.yaml: {key}", spec.get("questions", ())) for key, spec in known.items()]
    for where, items in named:
        for name in _uses(items):
            if name not in known:
                what = f"the question “{name}” is not in the bank."
                yield DefinitionProblem(where, what, "Add it to services/_bank/questions.yaml, or write it out here.")


def _page(spec: Mapping[str, Any], known: Mapping[str, Any]) -> Page:
    return Page(
        key=spec["key"],
        title=Text.read(spec["title"]),
        intro=Text.read(spec["intro"]) if "intro" in spec else None,
        when=conditions.read(spec["when"]) if "when" in spec else None,
        questions=tuple(_question(item, known) for item in spec["questions"]),
    )


def _question(item: str | Mapping[str, Any], known: Mapping[str, Any]) -> Question:
    if isinstance(item, str):
        item = {"use": item}
    base = known[item["use"]] if "use" in item else {}
    spec = {**base, **item}
    plain = {name: spec[name] for name in PLAIN if name in spec}
    return Question(
        key=item.get("key") or item["use"],
        type=QuestionType(spec["type"]),
        label=Text.read(spec["label"]),
        when=conditions.read(spec["when"]) if "when" in spec else None,
        options=tuple(_option(option) for option in spec.get("options", ())),
        questions=tuple(_question(inner, known) for inner in spec.get("questions", ())),
        hint=Text.read(spec["hint"]) if "hint" in spec else None,
        item=Text.read(spec["item"]) if "item" in spec else None,
        **plain,
    )


def _option(spec: Mapping[str, Any]) -> Option:
    return Option(
        value=spec["value"],
        label=Text.read(spec["label"]),
        hint=Text.read(spec["hint"]) if "hint" in spec else None,
        exclusive=spec.get("exclusive", False),
        fits=_fits(spec.get("fits", {})),
        facts=spec.get("facts", {}),
    )


def _fits(spec: Mapping[str, Any]) -> Fits:
    only = {question: tuple(answers) for question, answers in spec.get("only", {}).items()}
    return Fits(**{**spec, "only": only})


def _double_names(form: Form, source: str) -> Iterator[DefinitionProblem]:
    keys = [("page", page.key) for page in form.pages]
    keys += [("question", question.key) for page in form.pages for question in page.questions]
    for kind, key in sorted({pair for pair in keys if keys.count(pair) > 1}):
        yield DefinitionProblem(f"{source}: {key}", f"two {kind}s have this name.", "Give one of them another `key:`.")


def _reserved_names(form: Form, source: str) -> Iterator[DefinitionProblem]:
    for key in sorted({question.key for page in form.pages for question in page.questions} & RESERVED):
        yield DefinitionProblem(f"{source}: {key}", "this name is reserved for the page.", "Give it another `key:`.")


def _scope_problems(form: Form, source: str) -> Iterator[DefinitionProblem]:
    """Find conditions, groups and references that name what is not there, or not yet."""
    earlier: dict[str, Question] = {}
    for page in form.pages:
        where = f"{source}: pages.{page.key}"
        yield from _condition_problems(page.when, earlier, where)
        for question in page.questions:
            yield from _question_problems(question, earlier, f"{where}.{question.key}")
            earlier[question.key] = question


def _question_problems(question: Question, earlier: dict[str, Question], where: str) -> Iterator[DefinitionProblem]:
    yield from _condition_problems(question.when, earlier, where)
    if question.type in WITH_OPTIONS and not (question.options or question.options_from):
        yield DefinitionProblem(where, "a choice without options.", "Add `options:`.")
    yield from _reference_problems(question, earlier, where)
    if question.type is QuestionType.GROUP:
        yield from _group_problems(question, earlier, where)
    elif question.questions:
        yield DefinitionProblem(where, "only a group has questions of its own.", "Set `type: group`.")


def _reference_problems(question: Question, earlier: dict[str, Question], where: str) -> Iterator[DefinitionProblem]:
    if question.options_from:
        group, _, title = question.options_from.partition(".")
        named = earlier.get(group)
        if named is None or title not in {inner.key for inner in named.questions}:
            what = f"options_from names no question of an earlier group: {question.options_from}."
            yield DefinitionProblem(where, what, "Write group.question.")
    if question.holder_is and question.holder_is not in earlier:
        yield DefinitionProblem(where, f"holder_is names no earlier question: {question.holder_is}.", "Name one.")


def _group_problems(group: Question, earlier: dict[str, Question], where: str) -> Iterator[DefinitionProblem]:
    inner: dict[str, Question] = {}
    for question in group.questions:
        place = f"{where}.{question.key}"
        if question.type is QuestionType.GROUP:
            yield DefinitionProblem(place, "a group inside a group.", "Give it a page of its own, with `about:`.")
        if question.key == "id" or question.key in inner:
            yield DefinitionProblem(place, "this name is taken.", "Give it another `key:`.")
        yield from _question_problems(question, {**earlier, **inner}, place)
        inner[question.key] = question
    for name in filter(None, (group.title_from, group.about)):
        if name not in inner:
            yield DefinitionProblem(where, f"“{name}” is no question of this group.", "Name one of its questions.")
    if not group.questions:
        yield DefinitionProblem(where, "a group without questions.", "Add `questions:`.")


def _condition_problems(condition: Any, earlier: Mapping[str, Question], where: str) -> Iterator[DefinitionProblem]:
    for comparison in conditions.comparisons(condition):
        named = earlier.get(comparison.question)
        if named is None:
            what = f"`when` names “{comparison.question}”, which is not asked earlier."
            yield DefinitionProblem(where, what, "Name an earlier question.")
            continue
        values = comparison.values if hasattr(comparison, "values") else (comparison.value,)
        for value in values:
            if not _possible(named, value):
                what = f"`when`: “{comparison.question}” can never be {value!r}."
                yield DefinitionProblem(where, what, "Use one of its option values (yes_no: true or false).")


def _possible(question: Question, value: Any) -> bool:
    if value == "unknown" and question.may_be_unknown:
        return True
    match question.type:
        case QuestionType.YES_NO | QuestionType.DECLARATION:
            return isinstance(value, bool)
        case QuestionType.CHOICE | QuestionType.CHOICES:
            return bool(question.options_from) or value in {option.value for option in question.options}
        case QuestionType.MONEY | QuestionType.NUMBER | QuestionType.YEAR:
            return isinstance(value, int) and not isinstance(value, bool)
        case _:
            return isinstance(value, str)
