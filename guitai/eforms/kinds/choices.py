"""One of several, and yes or no."""

from datetime import date

from django.utils.translation import gettext as _

from guitai.eforms.kinds.base import Kind
from guitai.eforms.kinds.typed import first
from guitai.eforms.terms import UNKNOWN, Answer, AnswerWrong, Parts, Question


def label_of(question: Question, value: Answer) -> str:
    return next((str(option.label) for option in question.options if option.value == value), str(value))


class Choice(Kind):
    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        value = first(parts)
        if value == UNKNOWN and question.may_be_unknown:
            return UNKNOWN
        if value not in {option.value for option in question.options}:
            raise AnswerWrong(self.missing(question))
        return value

    def words(self, question: Question, answer: Answer) -> str:
        return label_of(question, answer)

    def missing(self, question: Question) -> str:
        return _("Choose an answer to “%(label)s”.") % {"label": question.label}


class YesNo(Choice):
    """Kept as true or false."""

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        value = first(parts)
        if value == UNKNOWN and question.may_be_unknown:
            return UNKNOWN
        if value not in {"yes", "no"}:
            raise AnswerWrong(self.missing(question))
        return value == "yes"

    def show(self, answer: Answer) -> dict[str, list[str]]:
        if isinstance(answer, bool):
            return {"": ["yes" if answer else "no"]}
        return {"": [str(answer)]}

    def words(self, question: Question, answer: Answer) -> str:
        if isinstance(answer, bool):
            value = "yes" if answer else "no"
            given = {option.value: str(option.label) for option in question.options}
            return given.get(value) or (_("Yes") if answer else _("No"))
        return str(answer)
