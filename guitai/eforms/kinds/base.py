"""What every type of question can do; by itself, one line of plain text."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from guitai.eforms.terms import Answer, AnswerWrong, Parts, Question

BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
WHOLE = re.compile(r"[0-9]{1,12}")


def first(parts: Parts, part: str = "") -> str:
    """Answer the first value of a part without the spaces around it."""
    values = parts.get(part) or [""]
    return values[0].strip()


def half_width(text: str) -> str:
    """Answer full-width digits, letters and signs as plain ones, as scanners and phones mix them."""
    return unicodedata.normalize("NFKC", text).strip()


def whole_number(text: str) -> int | None:
    plain = half_width(text)
    return int(plain) if WHOLE.fullmatch(plain) else None


def seen(text: str, *, lines: bool = False) -> bool:
    """Answer whether every character can be seen, so that nobody reads another text than was typed."""
    allowed = "\n\t" if lines else ""
    return all(c in allowed or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in BIDI) for c in text)


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
