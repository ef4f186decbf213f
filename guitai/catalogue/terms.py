"""What a service is, once read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from guitai.core.texts import Text
from guitai.documents.terms import LetterTemplate
from guitai.eforms.terms import Form
from guitai.gateways.declaration import DataDeclaration
from guitai.notices.terms import NoticeTemplate
from guitai.rules.rulebook import Rulebook
from guitai.work.flow import Flow

Files = Mapping[str, str]
"""The texts of one edition by name: ``service.yaml``, ``letters/grant.yaml``, ``_bank/facts.yaml`` …"""


class ServiceWrong(Exception):
    """A definition that cannot be used; names file, place and remedy."""


class ServiceUnknown(LookupError):
    """No published service has this key."""


@dataclass(frozen=True)
class LawReference:
    """One article a service rests on; ``url`` is the official page of the law."""

    name: str
    pcode: str
    article: str
    name_en: str = ""
    article_en: str = ""

    @property
    def title(self) -> Text:
        return Text(zh=self.name, en=self.name_en)

    @property
    def articles(self) -> Text:
        return Text(zh=self.article, en=self.article_en)

    @property
    def url(self) -> str:
        return f"https://law.moj.gov.tw/LawClass/LawAll.aspx?pcode={self.pcode}"


@dataclass(frozen=True)
class TimeLimit:
    """Announced processing time (行政程序法 §51) in calendar days."""

    days: int
    basis: str


@dataclass(frozen=True)
class Award:
    """One result a decision may give; ``kind`` is what the rules give: share, amount …"""

    kind: str
    value: Decimal
    written: str
    label: Text

    @property
    def key(self) -> str:
        """Answer the award in one word, as a page posts it: ``share:0.30``."""
        return f"{self.kind}:{self.written}"

    def kept(self) -> dict[str, str | int]:
        """Answer the award as a decision keeps it: an amount as a number, everything else as it is written."""
        return {self.kind: int(self.value) if self.kind == "amount" else self.written}


class Since(StrEnum):
    """From which month on a grant counts."""

    APPLICATION = "month_of_application"
    COMPLETE_DOCUMENTS = "month_documents_complete"


class Written(StrEnum):
    """How a value is written for people."""

    TEXT = "text"
    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    MONTH = "month"
    DAY = "day"
    ACCOUNT = "account"  # bank and last four digits


@dataclass(frozen=True)
class Named:
    """A value of the verdict or the decision with what to call it and how to write it."""

    name: str
    of: str
    written: Written
    label: Text


@dataclass(frozen=True)
class Gives:
    """What a grant gives: which figure of the rules, how much a month, since when, and whether it is paid out.

    ``awards`` are the results a decision can have, ``figures`` what pages show of a verdict, ``names`` what letters and
    notices of this service may say beside the common names.
    """

    what: str
    monthly: str
    since: Since
    paid_out: bool
    awards: tuple[Award, ...]
    figures: tuple[Named, ...]
    names: tuple[Named, ...]

    def award(self, kind: str, value: object) -> Award | None:
        """Answer the declared award of this value, however the number is written."""
        return next((each for each in self.awards if each.kind == kind and each.value == Decimal(str(value))), None)

    def awards_of(self, kept: Mapping[str, str | int]) -> list[Award]:
        """Answer the declared awards that a decision kept; a result that is not declared has no words."""
        return [found for kind, value in kept.items() if (found := self.award(kind, value))]

    def chosen(self, key: str) -> Award | None:
        return next((each for each in self.awards if each.key == key), None)


@dataclass(frozen=True)
class Sheet:
    """What the service page tells before anybody signs in, and under which 字 its letters are numbered."""

    title: Text
    summary: Text
    kind: str
    agency_code: str
    law: tuple[LawReference, ...]
    who: tuple[Text, ...]
    needs: tuple[Text, ...]
    steps: tuple[Text, ...]
    time_limit: TimeLimit
    fee: Text
    words: tuple[str, ...]
    gives: Gives
    letter_word: str
    remedy_agency: str


@dataclass(frozen=True)
class Service:
    """One edition of a service with everything a case of it needs, for as long as the case lives."""

    key: str
    number: int
    digest: str
    published_at: datetime
    sheet: Sheet
    form: Form
    trial: Form
    data: DataDeclaration
    rulebook: Rulebook
    flow: Flow
    letters: Mapping[str, LetterTemplate]
    notices: Mapping[str, NoticeTemplate]

    @property
    def title(self) -> Text:
        return self.sheet.title

    @property
    def summary(self) -> Text:
        return self.sheet.summary

    @property
    def gives(self) -> Gives:
        return self.sheet.gives

    @property
    def agency_code(self) -> str:
        return self.sheet.agency_code

    @property
    def law(self) -> tuple[LawReference, ...]:
        return self.sheet.law

    @property
    def steps(self) -> tuple[Text, ...]:
        return self.sheet.steps

    @property
    def needs(self) -> tuple[Text, ...]:
        return self.sheet.needs

    @property
    def who(self) -> tuple[Text, ...]:
        return self.sheet.who

    @property
    def time_limit_days(self) -> int:
        return self.sheet.time_limit.days

    @property
    def fee(self) -> Text:
        return self.sheet.fee

    @property
    def words(self) -> tuple[str, ...]:
        return self.sheet.words


CONDITIONS = frozenset(
    {
        "verdict_eligible",
        "verdict_not_eligible",
        "no_gaps",
        "no_differences",
        "status_in_register",
        "gap_to_wait_for",
        "supplement_overdue",
        "supplement_unclear",
    }
)
"""Words a flow's ``when`` may use; cases.routing gives each its meaning."""
