"""Money in whole New Taiwan dollars, and counts."""

import re
from datetime import date

from django.utils.translation import gettext as _

from guitai.eforms.kinds.base import Kind
from guitai.eforms.kinds.typed import first, half_width, whole_number
from guitai.eforms.terms import Answer, AnswerWrong, Parts, Question

MOST = 9_999_999_999
TEN_THOUSANDS = re.compile(r"([0-9]{1,6})(?:\.([0-9]))?萬(?:([0-9]{4}))?")
DECORATION = re.compile(r"NT\$?|新?[臺台]幣|[$,\s]|元整?$|[塊圓]$", re.IGNORECASE)


def money(text: str) -> int | None:
    """Answer the dollars meant by "36,000", "NT$36000", "3萬6000" or "3.6萬"; None for anything else.

    "3萬6" is refused: people mean 36,000 by it, a machine would read 30,006.
    """
    plain = DECORATION.sub("", half_width(text))
    if match := TEN_THOUSANDS.fullmatch(plain):
        whole, tenth, rest = match.groups(default="")
        if tenth and rest:
            return None
        return int(whole) * 10_000 + int(tenth or 0) * 1_000 + int(rest or 0)
    return whole_number(plain)


class Money(Kind):
    input_mode = "numeric"

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        amount = money(first(parts))
        if amount is None or amount > MOST:
            raise AnswerWrong(_("Type the amount in whole dollars with digits only, for example 36000."))
        check_range(question, amount)
        return amount

    def words(self, question: Question, answer: Answer) -> str:
        return _("NT$%(amount)s") % {"amount": f"{answer:,}" if isinstance(answer, int) else answer}


class Number(Kind):
    input_mode = "numeric"

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        number = whole_number(first(parts))
        if number is None:
            raise AnswerWrong(_("Type a whole number with digits only, for example 3."))
        check_range(question, number)
        return number


def check_range(question: Question, number: int) -> None:
    if question.minimum is not None and number < question.minimum:
        raise AnswerWrong(_("This must be at least %(least)s.") % {"least": f"{question.minimum:,}"})
    if question.maximum is not None and number > question.maximum:
        raise AnswerWrong(_("This can be at most %(most)s.") % {"most": f"{question.maximum:,}"})
