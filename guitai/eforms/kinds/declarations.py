"""What one declares: a sentence that is only true or not said."""

from datetime import date

from django.utils.translation import gettext as _

from guitai.eforms.kinds.base import Kind
from guitai.eforms.kinds.typed import first
from guitai.eforms.terms import Answer, AnswerWrong, Parts, Question


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
