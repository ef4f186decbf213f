"""Answers in the words of a situation, so that rules can judge them.

A question names its fact by a path: ``self.born``, ``facts.actually_lives_in``; the questions of a group with the fact
``persons`` name keys of one person. ``other_income.rent`` is the rent among a person's other income.
"""

from collections.abc import Mapping
from typing import TypeAlias

from guitai.eforms import pages
from guitai.eforms.terms import UNKNOWN, Answer, Answers, Form, Question, QuestionType

Part: TypeAlias = dict[str, Answer]
LISTS = frozenset({"other_income"})
APPLICANT = "self"
MIDDLE_OF_YEAR = "-07-01"  # a year alone is asked only where the day cannot matter: the trial


def situation_part(form: Form, answers: Answers) -> dict[str, Part | list[Part]]:
    """Answer {"self": …, "persons": […], "facts": …}: what was said, and ``unknown`` where nothing could be said."""
    kept = pages.asked_answers(form, answers)
    about: dict[str, Part] = {APPLICANT: {}, "facts": {}}
    persons: dict[str, Part] = {}
    for question in (question for page in form.pages for question in page.questions):
        answer = kept.get(question.key)
        if question.type is QuestionType.GROUP:
            _say_items(question, answer, persons, about[APPLICANT])
        else:
            _say(about, question, answer)
    return {"self": about[APPLICANT], "persons": list(persons.values()), "facts": about["facts"]}


def _say_items(group: Question, answer: Answer | None, persons: dict[str, Part], applicant: Part) -> None:
    for item in answer if isinstance(answer, list) else []:
        if not isinstance(item, dict):
            continue
        whom = str(item.get(group.about or "id", ""))
        if whom == APPLICANT:
            person = applicant
        elif group.about and whom not in persons:
            continue  # about somebody who is not in the household any more
        else:
            person = persons.setdefault(whom, {"id": whom})
        for question in group.questions:
            _say({"": person}, question, item.get(question.key))


def _say(about: Mapping[str, Part], question: Question, answer: Answer | None) -> None:
    """Write the answer to its fact; an option may say more than its value."""
    if answer is None:
        return
    if question.fact:
        scope, path = _place(about, question.fact)
        put(about[scope], path, as_fact(question, answer))
    chosen = answer if isinstance(answer, list) else [answer]
    for option in question.options:
        if option.value in chosen:
            for key, value in option.facts.items():
                where, rest = _place(about, key)
                put(about[where], rest, value)


def _place(about: Mapping[str, Part], key: str) -> tuple[str, str]:
    if "" in about:
        return "", key
    scope, _dot, rest = key.partition(".")
    return scope, rest


def as_fact(question: Question, answer: Answer) -> Answer:
    if answer == UNKNOWN:
        return UNKNOWN
    match question.type:
        case QuestionType.ADDRESS if isinstance(answer, dict):
            return answer.get("county", UNKNOWN)
        case QuestionType.YEAR:
            return f"{answer}{MIDDLE_OF_YEAR}"
        case QuestionType.ATTACHMENT:
            return bool(answer)
        case _:
            return answer


def put(person: Part, path: str, value: Answer) -> None:
    """The value stands under its path; a list keeps one entry of each kind, and unknown swallows the list."""
    key, _dot, rest = path.partition(".")
    if not rest:
        person[key] = value
    elif key in LISTS:
        _put_in_list(person, key, rest, value)
    else:
        inner = person.setdefault(key, {})
        if isinstance(inner, dict):
            put(inner, rest, value)


def _put_in_list(person: Part, key: str, kind: str, value: Answer) -> None:
    entries = person.setdefault(key, [])
    if value == UNKNOWN or not isinstance(entries, list):
        person[key] = UNKNOWN
    elif value:
        entries.append({"kind": kind, "monthly": value})
