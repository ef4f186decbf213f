"""A bank or post-office account to pay into."""

import re
from datetime import date

from django.utils.translation import gettext as _

from guitai.eforms.kinds.base import Kind, mapping
from guitai.eforms.kinds.typed import first, half_width, seen
from guitai.eforms.terms import Answer, AnswerWrong, Parts, Question

POST_OFFICE = "700"
POST_OFFICE_DIGITS = 14  # office number 7 + account number 7
NUMBER = re.compile(r"[0-9]{8,16}")


class Account(Kind):
    """The known banks are the question's options; a bank not listed is known by its three digits."""

    parts = ("bank", "branch", "number", "holder")

    def is_blank(self, parts: Parts) -> bool:
        """A holder alone is the page's suggestion, not an account."""
        return not any(first(parts, part) for part in ("bank", "branch", "number"))

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        holder = first(parts, "holder")
        if not holder or not seen(holder) or len(holder) > question.max_length:
            raise AnswerWrong(_("Type the name of the account holder as printed on the passbook."), "holder")
        bank = self._bank(first(parts, "bank"))
        return {
            "bank": bank,
            "branch": self._branch(first(parts, "branch")),
            "number": self._number(first(parts, "number"), bank),
            "holder": holder,
        }

    def _bank(self, text: str) -> str:
        code = re.match(r"[0-9]{3}(?![0-9])", half_width(text))
        if not code:
            words = _("Type the three digits of the bank, for example 700 for the post office.")
            raise AnswerWrong(words, "bank")
        return code.group()

    def _branch(self, text: str) -> str:
        branch = half_width(text)
        if branch and not re.fullmatch(r"[0-9]{4}", branch):
            raise AnswerWrong(_("The branch has four digits. Leave it empty if you do not know it."), "branch")
        return branch

    def _number(self, text: str, bank: str) -> str:
        number = re.sub(r"[\s\-]", "", half_width(text))
        if not NUMBER.fullmatch(number):
            words = _("Type the account number with digits only, as printed on the passbook (8 to 16 digits).")
            raise AnswerWrong(words, "number")
        if bank == POST_OFFICE and len(number) != POST_OFFICE_DIGITS:
            words = _("A post-office account has 14 digits: 7 of the office and 7 of the account. You typed %(typed)s.")
            raise AnswerWrong(words % {"typed": len(number)}, "number")
        return number

    def show(self, answer: Answer) -> dict[str, list[str]]:
        return {part: [str(mapping(answer).get(part, ""))] for part in self.parts}

    def words(self, question: Question, answer: Answer) -> str:
        given = {part: str(mapping(answer).get(part, "")) for part in self.parts}
        names = {option.value: str(option.label) for option in question.options}
        bank = names.get(given["bank"], given["bank"])
        return _("%(bank)s, account %(number)s, holder %(holder)s") % {
            "bank": bank,
            "number": given["number"],
            "holder": given["holder"],
        }
