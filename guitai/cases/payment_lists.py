"""Every read of payment lists: which there are, their lines and totals, and the file that is handed on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from guitai.cases.models import Decision, PayoutLine
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service
from guitai.core.sheets import Sheet
from guitai.eforms.terms import QuestionRole

SHOWN_DIGITS = 4


@dataclass(frozen=True)
class PaymentList:
    """One list: of which service and month, how many lines, and what they come to."""

    service: Service
    agency_code: str
    month: date
    lines: int
    total: int
    is_open: bool  # its month lasts: decisions still add to it


@dataclass(frozen=True)
class Line:
    """One line as it is paid; ``masked`` is the account as a page shows it."""

    number: int
    reference: str
    payee: str
    bank: str
    account: str
    masked: str
    month: date
    amount: int
    replaced: bool  # its decision was changed after the list had been handed on: what differs is settled by hand


def lists(agencies: Collection[str], *, today: date) -> list[PaymentList]:
    """Answer the lists of these agencies, the newest first."""
    named = {service.key: service for service in catalogue.services()}
    rows = _standing(agencies).values("service_key", "agency_code", "list_month")
    counted = rows.annotate(lines=Count("pk"), total=Sum("amount")).order_by("-list_month", "service_key")
    return [_list(row, named[row["service_key"]], today=today) for row in counted if row["service_key"] in named]


def payment_list(agencies: Collection[str], key: str, month: date, *, today: date) -> PaymentList | None:
    return next((each for each in lists(agencies, today=today) if (each.service.key, each.month) == (key, month)), None)


def _list(row: Mapping[str, object], service: Service, *, today: date) -> PaymentList:
    month = row["list_month"]
    lines, total = row["lines"], row["total"]
    if not (isinstance(month, date) and isinstance(lines, int) and isinstance(total, int)):
        raise TypeError(row)
    return PaymentList(
        service=service,
        agency_code=str(row["agency_code"]),
        month=month,
        lines=lines,
        total=total,
        is_open=month == today.replace(day=1),
    )


def lines(found: PaymentList, *, after: int = 0, count: int | None = None) -> list[Line]:
    """Answer the lines in the order in which they were listed, numbered through the whole list."""
    rows = _standing([found.agency_code]).filter(service_key=found.service.key, list_month=found.month)
    newer = Decision.objects.filter(case=OuterRef("case"), number__gt=OuterRef("decision__number"))
    marked = rows.annotate(replaced=Exists(newer)).select_related("case").defer("case__answers")
    ordered = marked.order_by("case__reference", "month")
    wanted = ordered[after : after + count] if count else ordered
    banks = _banks(found.service)
    return [_line(row, number, banks, replaced=row.replaced) for number, row in enumerate(wanted, start=after + 1)]


def _line(row: PayoutLine, number: int, banks: Mapping[str, str], *, replaced: bool) -> Line:
    account: Mapping[str, str] = row.account or {}
    digits = account.get("number", "")
    code = " ".join(filter(None, (banks.get(account.get("bank", ""), account.get("bank", "")), account.get("branch"))))
    return Line(
        number=number,
        reference=row.case.reference,
        payee=row.payee_name,
        bank=code,
        account=digits,
        masked=f"…{digits[-SHOWN_DIGITS:]}" if digits else "",
        month=row.month,
        amount=row.amount,
        replaced=replaced,
    )


def as_sheet(found: PaymentList) -> Sheet:
    """Answer the whole list as a table, with complete account numbers: for whoever pays."""
    columns = (_("No."), _("Case number"), _("Payee"), _("Bank"), _("Account number"), _("For month"), _("Amount"))
    rows = [
        (line.number, line.reference, line.payee, line.bank, line.account, line.month, line.amount)
        for line in lines(found)
    ]
    total = (None, None, None, None, None, _("Total"), found.total)
    return Sheet(title=f"{found.service.title} {found.month:%Y-%m}", columns=columns, rows=[*rows, total])


def _standing(agencies: Collection[str]) -> QuerySet[PayoutLine]:
    return PayoutLine.objects.filter(agency_code__in=agencies, ended_at__isnull=True)


def _banks(service: Service) -> dict[str, str]:
    questions = [question for page in service.form.pages for question in page.questions]
    accounts = [question for question in questions if question.role == QuestionRole.PAYOUT_ACCOUNT]
    return {option.value: str(option.label) for question in accounts for option in question.options}
