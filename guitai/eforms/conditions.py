"""When a question is asked: a closed vocabulary over earlier answers, three-valued.

``None`` means "it depends on an answer of the page being filled in": such a question is shown, and judged on the server
when the page comes back.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from guitai.eforms.terms import AllOf, Answer, AnyOf, AtLeast, Condition, Is, IsNot, Question

Lookup: TypeAlias = Callable[[str], Answer | None]


def read(spec: Mapping[str, Any]) -> Condition:
    """Answer the condition that a definition, already checked by the schema, writes."""
    match spec:
        case {"all": parts}:
            return AllOf(tuple(read(part) for part in parts))
        case {"any": parts}:
            return AnyOf(tuple(read(part) for part in parts))
        case {"question": question, "in": values}:
            return Is(question, tuple(values))
        case {"question": question, "not": value}:
            return IsNot(question, value)
        case {"question": question, "at_least": value}:
            return AtLeast(question, value)
        case _:
            return Is(spec["question"], (spec["is"],))


def comparisons(condition: Condition | None) -> Iterator[Is | IsNot | AtLeast]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from comparisons(part)
        case Is() | IsNot() | AtLeast():
            yield condition


def holds(condition: Condition | None, lookup: Lookup, live: frozenset[str] = frozenset()) -> bool | None:
    """Answer whether the question is asked; None where that depends on one of the ``live`` questions."""
    match condition:
        case None:
            return True
        case AllOf(parts):
            return _all([holds(part, lookup, live) for part in parts])
        case AnyOf(parts):
            return _any([holds(part, lookup, live) for part in parts])
        case Is() | IsNot() | AtLeast():
            return None if condition.question in live else _compare(condition, lookup(condition.question))


def _all(results: list[bool | None]) -> bool | None:
    if False in results:
        return False
    return None if None in results else True


def _any(results: list[bool | None]) -> bool | None:
    if True in results:
        return True
    return None if None in results else False


def _compare(condition: Is | IsNot | AtLeast, answer: Answer | None) -> bool:
    """An unanswered question meets no comparison, not even "not"."""
    if answer is None:
        return False
    match condition:
        case Is(values=values):
            return any(_equal(answer, value) for value in values)
        case IsNot(value=value):
            return not _equal(answer, value)
        case AtLeast(value=value):
            return isinstance(answer, int) and not isinstance(answer, bool) and answer >= value


def _equal(answer: Answer, value: Answer) -> bool:
    if isinstance(answer, list):
        return value in answer
    return type(answer) is type(value) and answer == value  # True is not 1 here


def as_data(condition: Condition, names: Mapping[str, str]) -> dict[str, Any]:
    """Answer what reveal.js reads: the same vocabulary over input names, values as a browser sends them."""
    match condition:
        case AllOf(parts):
            return {"all": [as_data(part, names) for part in parts]}
        case AnyOf(parts):
            return {"any": [as_data(part, names) for part in parts]}
        case Is(question, values):
            return {"input": names.get(question, question), "in": [_posted(value) for value in values]}
        case IsNot(question, value):
            return {"input": names.get(question, question), "not": _posted(value)}
        case AtLeast(question, value):
            return {"input": names.get(question, question), "at_least": value}


def _posted(value: Answer) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def words(condition: Condition, questions: Mapping[str, Question]) -> str:
    """Say to a reader without JavaScript when to answer, where one comparison says it all."""
    match condition:
        case Is(question, (value,)) if question in questions:
            return _("Only if you answered “%(answer)s” to “%(question)s”.") % {
                "question": questions[question].label,
                "answer": _option_words(questions[question], value),
            }
        case Is(question) | IsNot(question) | AtLeast(question) if question in questions:
            return _("Depends on your answer to “%(question)s”.") % {"question": questions[question].label}
        case _:
            return _("Depends on your answers above. Leave it empty if it does not apply.")


def _option_words(question: Question, value: Answer) -> str:
    for option in question.options:
        if option.value == _posted(value):
            return str(option.label)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)
