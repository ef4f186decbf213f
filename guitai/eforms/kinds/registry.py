"""Which kind answers for which type of question."""

from guitai.eforms.kinds.accounts import Account
from guitai.eforms.kinds.amounts import Money, Number
from guitai.eforms.kinds.attachments import Attachment
from guitai.eforms.kinds.base import Kind
from guitai.eforms.kinds.choices import Choice, YesNo
from guitai.eforms.kinds.dates import Date, Year
from guitai.eforms.kinds.declarations import Declaration
from guitai.eforms.kinds.places import Address
from guitai.eforms.kinds.reach import Email, Phone
from guitai.eforms.kinds.several import Choices
from guitai.eforms.kinds.text import LongText, Name, NationalNumber
from guitai.eforms.terms import QuestionType

KINDS: dict[QuestionType, Kind] = {
    QuestionType.TEXT: Kind(),
    QuestionType.LONG_TEXT: LongText(),
    QuestionType.NAME: Name(),
    QuestionType.NATIONAL_NUMBER: NationalNumber(),
    QuestionType.DATE: Date(),
    QuestionType.YEAR: Year(),
    QuestionType.MONEY: Money(),
    QuestionType.NUMBER: Number(),
    QuestionType.CHOICE: Choice(),
    QuestionType.CHOICES: Choices(),
    QuestionType.YES_NO: YesNo(),
    QuestionType.ADDRESS: Address(),
    QuestionType.ACCOUNT: Account(),
    QuestionType.ATTACHMENT: Attachment(),
    QuestionType.PHONE: Phone(),
    QuestionType.EMAIL: Email(),
    QuestionType.DECLARATION: Declaration(),
}
