"""One of several, several of several, yes or no, and what one declares."""

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


class Choices(Choice):
    """Kept as a list in the order of the options; "none of these" stands alone."""

    def is_blank(self, parts: Parts) -> bool:
        return not any(value.strip() for value in parts.get("", ()))

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        posted = {value.strip() for value in parts.get("", ()) if value.strip()}
        known = [option for option in question.options if option.value in posted]
        if posted - {option.value for option in known}:
            raise AnswerWrong(self.missing(question))
        alone = [option for option in known if option.exclusive]
        if alone and len(known) > 1:
            raise AnswerWrong(
                _("You ticked “%(none)s” together with something else. Untick one of them.") % {"none": alone[0].label}
            )
        return [option.value for option in known]

    def show(self, answer: Answer) -> dict[str, list[str]]:
        return {"": [str(value) for value in answer] if isinstance(answer, list) else [str(answer)]}

    def words(self, question: Question, answer: Answer) -> str:
        values = answer if isinstance(answer, list) else [answer]
        return _(", ").join(label_of(question, value) for value in values)


class Declaration(Kind):
    """Ticked or not; what is declared is the label."""

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        if first(parts) != "yes":
            raise AnswerWrong(self.missing(question))
        return True

    def show(self, answer: Answer) -> dict[str, list[str]]:
        return {"": ["yes" if answer is True else ""]}

    def words(self, question: Question, answer: Answer) -> str:
        return _("Yes") if answer is True else _("No")

    def missing(self, question: Question) -> str:
        return _("Tick “%(label)s” to go on.") % {"label": question.label}
