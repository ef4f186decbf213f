"""Answers in the words of a situation, so that rules can judge them.

A question names its fact by a path: ``self.born``, ``facts.actually_lives_in``; the questions of a group with the fact
``persons`` name keys of one person. ``other_income.rent`` is the rent among a person's other income; each item of a
group with the fact ``other_income`` is one of them.
"""

from collections.abc import Mapping
from typing import TypeAlias

from guitai.eforms import conditions, pages
from guitai.eforms.terms import UNKNOWN, Answer, Answers, Form, Question, QuestionType

Part: TypeAlias = dict[str, Answer]
LISTS = frozenset({"other_income"})
APPLICANT = "self"
MIDDLE_OF_YEAR = "-07-01"  # a year alone is asked only where the day cannot matter: the trial


def situation_part(form: Form, answers: Answers) -> dict[str, Part | list[Part]]:
    """Answer {"self": …, "persons": […], "facts": …}: what was said, and ``unknown`` where nothing could be said."""
    kept = pages.asked_answers(form, answers)
    applicant: Part = {}
    case: Part = {}
    persons: dict[str, Part] = {}
    for question in pages.asked_questions(form, kept):
        answer = kept.get(question.key)
        if question.type is QuestionType.GROUP:
            _say_items(question, answer, persons, applicant)
        else:
            _say({APPLICANT: applicant, "facts": case}, question, _or_unknown(question, answer))
    return {"self": applicant, "persons": list(persons.values()), "facts": case}


def _say_items(group: Question, answer: Answer | None, persons: dict[str, Part], applicant: Part) -> None:
    for item in answer if isinstance(answer, list) else []:
        if not isinstance(item, dict):
            continue
        person = _person_of(group, item, persons, applicant)
        if person is None:
            continue  # about somebody who is not in the household any more
        said: Part = {}
        for question in group.questions:
            asked = conditions.holds(question.when, item.get) is True
            _say({"": said}, question, _or_unknown(question, item.get(question.key)) if asked else None)
        if group.fact in LISTS:
            _put_entry(person, group.fact, said)
        else:
            _merge(person, said)


def _person_of(group: Question, item: Mapping[str, Answer], persons: dict[str, Part], applicant: Part) -> Part | None:
    whom = str(item.get(group.about or "id", ""))
    if whom == APPLICANT:
        return applicant
    if group.fact == "persons":
        return persons.setdefault(whom, {"id": whom})
    return persons.get(whom)


def _merge(person: Part, said: Part) -> None:
    for key, value in said.items():
        before = person.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            _merge(before, value)
        else:
            person[key] = value


def _or_unknown(question: Question, answer: Answer | None) -> Answer | None:
    """Answer unknown for a fact that was asked and left open: a gap is never a zero."""
    return UNKNOWN if answer is None and question.may_be_unknown and question.fact else answer


def _say(about: Mapping[str, Part], question: Question, answer: Answer | None) -> None:
    """Write the answer to its fact; an option may say more than its value."""
    if answer is None:
        return
    if question.fact and not _only_leads_on(question, answer):
        scope, path = _place(about, question.fact)
        put(about[scope], path, as_fact(question, answer))
    chosen = answer if isinstance(answer, list) else [answer]
    for option in question.options:
        if option.value in chosen:
            for key, value in option.facts.items():
                where, rest = _place(about, key)
                put(about[where], rest, value)


def _only_leads_on(question: Question, answer: Answer) -> bool:
    """Say whether yes or no is no fact by itself: "is there other income?" only says something if nobody knows."""
    return question.type is QuestionType.YES_NO and question.fact.split(".")[-1] in LISTS and answer != UNKNOWN


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
    _put_entry(person, key, {"kind": kind, "monthly": value})


def _put_entry(person: Part, key: str, entry: Part) -> None:
    entries = person.setdefault(key, [])
    if UNKNOWN in entry.values() or not isinstance(entries, list):
        person[key] = UNKNOWN
    elif entry.get("monthly"):
        entries.append(entry)
