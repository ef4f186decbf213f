"""How somebody can be reached: telephone and e-mail."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from guitai.eforms.kinds.base import Kind
from guitai.eforms.kinds.typed import first, half_width
from guitai.eforms.terms import Answer, AnswerWrong, Parts, Question

LANDLINE = re.compile(r"0[2-8][0-9]{7,9}")
EXTENSION = re.compile(r"(?:#|EXT\.?|分機|轉)\s*([0-9]{1,6})$")


class Phone(Kind):
    """A mobile or landline number of Taiwan, kept as digits, with # before an extension."""

    input_mode = "tel"
    input_type = "tel"

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        text = half_width(first(parts)).upper()
        self.check_length(question, text)
        extension = EXTENSION.search(text)
        number = re.sub(r"[\s()\-.]", "", text[: extension.start()] if extension else text)
        if number.startswith("+886"):
            number = "0" + number[4:].removeprefix("0")
        if not (re.fullmatch(r"09[0-9]{8}", number) or LANDLINE.fullmatch(number)):
            raise AnswerWrong(
                _("This is not a telephone number we can call. Type it like 0912345678, or 04-7222151 with area code.")
            )
        return f"{number}#{extension.group(1)}" if extension else number


class Email(Kind):
    input_mode = "email"
    input_type = "email"

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        text = half_width(first(parts))
        self.check_length(question, text)
        try:
            validate_email(text)
        except ValidationError as error:
            raise AnswerWrong(_("This is not an e-mail address. Type it like name@example.com.")) from error
        return text
