"""Lines of text: names, and numbers that name a person."""

from datetime import date

from django.utils.translation import gettext as _

from guitai.core import han, identifiers
from guitai.eforms.kinds.base import Kind
from guitai.eforms.kinds.typed import first, seen
from guitai.eforms.terms import Answer, AnswerWrong, Parts, Question


class LongText(Kind):
    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        text = first(parts).replace("\r\n", "\n").replace("\r", "\n")
        if not seen(text, lines=True):
            raise AnswerWrong(
                _("“%(label)s” contains a character that cannot be seen. Delete it and type it again.")
                % {"label": question.label}
            )
        self.check_length(question, text)
        return text


class Name(Kind):
    """Any name the register may hold: rare characters, a middle dot, Latin letters; never changed on the way."""

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        text = first(parts)
        self.check_length(question, text)
        try:
            han.check_name(text)
        except ValueError as error:
            raise AnswerWrong(str(error)) from error
        return text


class NationalNumber(Kind):
    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        text = first(parts)
        self.check_length(question, text)
        try:
            return identifiers.national_number(text)
        except ValueError as error:
            raise AnswerWrong(str(error)) from error

    def words(self, question: Question, answer: Answer) -> str:
        return identifiers.mask(str(answer))
