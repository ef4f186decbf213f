"""What every type of question can do; by itself, one line of plain text."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from guitai.eforms.kinds.typed import first, seen
from guitai.eforms.terms import Answer, AnswerWrong, Parts, Question


class Kind:
    """One input with one line of text; the other types differ from it."""

    parts: tuple[str, ...] = ("",)
    input_mode = "text"
    input_type = "text"

    def is_blank(self, parts: Parts) -> bool:
        return not any(first(parts, part) for part in self.parts)

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        """Answer the typed value; raises AnswerWrong with the words to show."""
        text = first(parts)
        if not seen(text):
            raise AnswerWrong(
                _("“%(label)s” contains a character that cannot be seen. Delete it and type it again.")
                % {"label": question.label}
            )
        self.check_length(question, text)
        return text

    def check_length(self, question: Question, text: str) -> None:
        if len(text) > question.max_length:
            raise AnswerWrong(
                _("“%(label)s” can have at most %(most)s characters; you typed %(typed)s.")
                % {"label": question.label, "most": question.max_length, "typed": len(text)}
            )

    def show(self, answer: Answer) -> dict[str, list[str]]:
        """Answer what the inputs show for an answer: reading it back gives the same answer."""
        return {"": [str(answer)]}

    def words(self, question: Question, answer: Answer) -> str:
        return str(answer)

    def missing(self, question: Question) -> str:
        return _("Fill in “%(label)s”.") % {"label": question.label}


def mapping(answer: Answer) -> Mapping[str, Answer]:
    """Answer the parts of an answer that has parts; none for anything else."""
    return answer if isinstance(answer, dict) else {}
