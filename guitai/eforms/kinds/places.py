"""Where somebody lives: county, township and the rest of the address."""

from datetime import date

from django.utils.translation import gettext as _

from guitai.eforms.kinds.base import Kind, mapping
from guitai.eforms.kinds.typed import first, seen
from guitai.eforms.terms import Answer, AnswerWrong, Parts, Question


class Address(Kind):
    """The counties are the question's options."""

    parts = ("county", "town", "detail")

    def is_blank(self, parts: Parts) -> bool:
        """A county alone is the page's suggestion, not an address."""
        return not first(parts, "town") and not first(parts, "detail")

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        texts = {part: first(parts, part) for part in self.parts}
        for part, words in _missing_words().items():
            if not texts[part]:
                raise AnswerWrong(words, part)
            if not seen(texts[part]):
                raise AnswerWrong(
                    _("“%(label)s” contains a character that cannot be seen. Delete it and type it again.")
                    % {"label": question.label},
                    part,
                )
            self.check_length(question, texts[part])
        if question.options and texts["county"] not in {option.value for option in question.options}:
            raise AnswerWrong(_missing_words()["county"], "county")
        return dict(texts)

    def show(self, answer: Answer) -> dict[str, list[str]]:
        return {part: [str(mapping(answer).get(part, ""))] for part in self.parts}

    def words(self, question: Question, answer: Answer) -> str:
        return "".join(str(mapping(answer).get(part, "")) for part in self.parts) or str(answer)


def _missing_words() -> dict[str, str]:
    return {
        "county": _("Choose the county or city."),
        "town": _("Type the township or district, for example 鹿港鎮."),
        "detail": _("Type the rest of the address: road, number and floor."),
    }
