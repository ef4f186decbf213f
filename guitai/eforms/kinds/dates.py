"""Days and years, typed in the ROC calendar or the western one: nobody has both a year 47 and a year 1958."""

from datetime import date

from django.utils.translation import gettext as _

from guitai.core import rocdate
from guitai.core.templatetags import days
from guitai.eforms.kinds.base import Kind
from guitai.eforms.kinds.typed import first, whole_number
from guitai.eforms.terms import Answer, AnswerWrong, Parts, Question

ROC_OFFSET = 1911
LAST_ROC_YEAR = 200
FIRST_WESTERN_YEAR = 1880
LAST_WESTERN_YEAR = 2111


def western_year(number: int | None) -> int | None:
    """Answer the western year meant by a ROC or western one; None where neither can be meant."""
    match number:
        case None:
            return None
        case year if 1 <= year <= LAST_ROC_YEAR:
            return year + ROC_OFFSET
        case year if FIRST_WESTERN_YEAR <= year <= LAST_WESTERN_YEAR:
            return year
        case _:
            return None


class Date(Kind):
    parts = ("year", "month", "day")
    input_mode = "numeric"

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        day = self._day(parts)
        check_side(question, day, today)
        return day.isoformat()

    def _day(self, parts: Parts) -> date:
        texts = {part: first(parts, part) for part in self.parts}
        if texts["year"] and not texts["month"] and not texts["day"]:
            return whole_date(texts["year"])
        for part, words in _part_words().items():
            if not texts[part]:
                raise AnswerWrong(words, part)
        year = western_year(whole_number(texts["year"]))
        if year is None:
            raise AnswerWrong(_("Type the year like 47 (ROC) or 1958 (western)."), "year")
        month, day = whole_number(texts["month"]), whole_number(texts["day"])
        if month is None or not 1 <= month <= 12:  # noqa: PLR2004 - months
            raise AnswerWrong(_("The month is a number from 1 to 12."), "month")
        try:
            return date(year, month, day or 0)
        except (ValueError, OverflowError) as error:
            raise AnswerWrong(_("There is no such day in that month. Check the day."), "day") from error

    def show(self, answer: Answer) -> dict[str, list[str]]:
        try:
            day = date.fromisoformat(str(answer))
        except ValueError:
            return {"year": [str(answer)], "month": [""], "day": [""]}
        year = day.year - ROC_OFFSET if day.year > ROC_OFFSET else day.year
        return {"year": [str(year)], "month": [str(day.month)], "day": [str(day.day)]}

    def words(self, question: Question, answer: Answer) -> str:
        try:
            day = date.fromisoformat(str(answer))
        except ValueError:
            return str(answer)
        shown = days.day(day)
        return shown if str(day.year) in shown else _("%(day)s (%(western)s)") % {"day": shown, "western": day.year}


def whole_date(text: str) -> date:
    """Answer the date typed or pasted into one box; raises AnswerWrong."""
    words = _("Type year, month and day, for example 47, 2, 3.")
    try:
        day = rocdate.parse_date(text)
    except (ValueError, OverflowError) as error:
        raise AnswerWrong(words, "month") from error
    if not FIRST_WESTERN_YEAR <= day.year <= LAST_WESTERN_YEAR:
        raise AnswerWrong(words, "year")
    return day


def _part_words() -> dict[str, str]:
    return {
        "year": _("The year is missing."),
        "month": _("The month is missing."),
        "day": _("The day is missing."),
    }


def check_side(question: Question, day: date, today: date) -> None:
    if question.must_be == "past" and day > today:
        raise AnswerWrong(_("This day has not come yet. Check the year."), "year")
    if question.must_be == "future" and day < today:
        raise AnswerWrong(_("This day is over. Check the year."), "year")


class Year(Kind):
    """A year, kept as the western number."""

    input_mode = "numeric"

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        year = western_year(whole_number(first(parts)))
        if year is None:
            raise AnswerWrong(_("Type the year like 47 (ROC) or 1958 (western)."))
        if question.must_be == "past" and year > today.year:
            raise AnswerWrong(_("This year has not come yet. Check the year."))
        return year

    def show(self, answer: Answer) -> dict[str, list[str]]:
        roc = answer - ROC_OFFSET if isinstance(answer, int) and answer > ROC_OFFSET else answer
        return {"": [str(roc)]}

    def words(self, question: Question, answer: Answer) -> str:
        if not isinstance(answer, int) or answer <= ROC_OFFSET:
            return str(answer)
        return _("ROC year %(roc)s (%(western)s)") % {"roc": answer - ROC_OFFSET, "western": answer}
