"""Several of what is offered."""

from datetime import date

from django.utils.translation import gettext as _

from guitai.eforms.kinds.choices import Choice, label_of
from guitai.eforms.terms import Answer, AnswerWrong, Parts, Question


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
