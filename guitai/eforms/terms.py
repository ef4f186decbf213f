"""The words of a form: pages, questions, answers, and what may be wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from guitai.core.texts import Text

Answer: TypeAlias = str | int | bool | list["Answer"] | dict[str, "Answer"]
Answers: TypeAlias = Mapping[str, Answer]
Raw: TypeAlias = dict[str, list[str]]  # what was posted: field name -> values, as a browser sends them
Parts: TypeAlias = Mapping[str, list[str]]  # of one field: "" -> values, or "year", "month", "day" -> values

UNKNOWN = "unknown"  # written out wherever a value is not known; never zero


class QuestionType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NAME = "name"
    NATIONAL_NUMBER = "national_number"
    DATE = "date"
    YEAR = "year"
    MONEY = "money"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    ADDRESS = "address"
    ACCOUNT = "account"
    ATTACHMENT = "attachment"
    GROUP = "group"
    PHONE = "phone"
    EMAIL = "email"
    DECLARATION = "declaration"


@dataclass(frozen=True)
class Is:
    """The answer is (or contains) one of the values."""

    question: str
    values: tuple[Answer, ...]


@dataclass(frozen=True)
class IsNot:
    """The question is answered, and not with this value."""

    question: str
    value: Answer


@dataclass(frozen=True)
class AtLeast:
    question: str
    value: int


@dataclass(frozen=True)
class AllOf:
    parts: "tuple[Condition, ...]"


@dataclass(frozen=True)
class AnyOf:
    parts: "tuple[Condition, ...]"


Condition: TypeAlias = Is | IsNot | AtLeast | AllOf | AnyOf


class QuestionRole(StrEnum):
    """What an answer is to the house, whatever its question is called in a form."""

    CONTACT_BY = "contact_by"  # how the person wants to be told
    CONTACT_EMAIL = "contact_email"
    CONTACT_PHONE = "contact_phone"
    HOME_ADDRESS = "home_address"  # where letters go while no register says it
    PAYOUT_ACCOUNT = "payout_account"


@dataclass(frozen=True)
class Fits:
    """Whom an option can be meant for, by answers of the same item; what nobody knows hides nothing."""

    born: str = ""  # the question that says the day or year of birth
    from_age: int = 0
    to_age: int = 200
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # question: answers


@dataclass(frozen=True)
class Option:
    value: str
    label: Text
    hint: Text | None = None
    exclusive: bool = False  # "none of these": cannot be chosen together with another
    fits: Fits = Fits()
    facts: Mapping[str, Answer] = field(default_factory=dict)  # what choosing it says, in keys of the situation


@dataclass(frozen=True)
class Question:
    key: str
    type: QuestionType
    label: Text
    hint: Text | None = None
    required: bool = True
    when: Condition | None = None
    ask_if_gap: str = ""  # asked only if this source did not answer
    fact: str = ""
    options: tuple[Option, ...] = ()
    options_from: str = ""  # "group.question": its items are the options (and "self", the applicant)
    may_be_unknown: bool = False  # offers "I do not know"
    autocomplete: str = ""
    max_length: int = 200
    minimum: int | None = None
    maximum: int | None = None
    must_be: str = ""  # a date: "past" or "future"
    holder_is: str = ""  # an account: the question whose answer must be the holder's name
    max_items: int = 10
    min_items: int = 0
    item: Text | None = None  # a group: what one item is called
    title_from: str = ""  # a group: the question that names an item
    about: str = ""  # a group: the question that says whom the item is about
    role: str = ""  # a QuestionRole: what the answer is to the house
    questions: "tuple[Question, ...]" = ()


@dataclass(frozen=True)
class Page:
    key: str
    title: Text
    intro: Text | None = None
    when: Condition | None = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Form:
    key: str
    title: Text
    pages: tuple[Page, ...]

    def page(self, key: str) -> Page:
        """Answer the page; raises NoSuchPage."""
        for page in self.pages:
            if page.key == key:
                return page
        raise NoSuchPage(key)

    def question(self, key: str) -> Question | None:
        return next((q for page in self.pages for q in page.questions if q.key == key), None)

    def answer_for(self, role: QuestionRole, answers: Answers) -> Answer | None:
        """Answer what was said to the question with this role; None where the form has none, or it was not asked."""
        keys = (q.key for page in self.pages for q in page.questions if q.role == role)
        return next((answers[key] for key in keys if key in answers), None)


@dataclass(frozen=True)
class Prefilled:
    """A value that came from a register, not from the applicant."""

    value: Answer
    source: str
    fetched_at: datetime
    editable: bool = False


@dataclass(frozen=True)
class Problem:
    """What still stands in the way of sending, and where to put it right."""

    page_key: str
    question_key: str
    words: str


@dataclass(frozen=True)
class DefinitionProblem:
    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.remedy}"


class EformsError(Exception):
    """Something about a form that its reader can act on."""


class NoSuchPage(EformsError):
    pass


class NoSuchDraft(EformsError):
    pass


class DefinitionBroken(EformsError):
    """The form cannot be read; ``problems`` says where, what and how to put it right."""

    def __init__(self, problems: list[DefinitionProblem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class AnswerWrong(EformsError):
    """The words stand next to the field; ``part`` is the input they belong to ("" for the only one)."""

    def __init__(self, words: str, part: str = "") -> None:
        self.words = words
        self.part = part
        super().__init__(words)
