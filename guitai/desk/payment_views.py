"""Payment lists for whoever approves or supervises: what is paid, to whom, for which month; nothing is typed."""

from datetime import date, datetime

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import Official
from guitai.audit import actions as audit
from guitai.cases import payment_lists
from guitai.cases.payment_lists import PaymentList
from guitai.core import clock, sheets
from guitai.core.numbers import whole
from guitai.desk import policies
from guitai.desk.menu import menu
from guitai.desk.policies import PAYERS

PAGE = 200


@official_page(*PAYERS)
@require_GET
def payments(request: OfficialRequest) -> HttpResponse:
    """Every list of the official's agencies, the newest first."""
    found = payment_lists.lists(policies.offices_paid_for(request.official), today=clock.today())
    context = {"side": menu(request.official, current="desk:payments"), "lists": found}
    return render(request, "desk/payments.html", context)


@official_page(*PAYERS)
@require_GET
def payment_list(request: OfficialRequest, key: str, month: str) -> HttpResponse:
    """One list, accounts by their last digits; the look is on record."""
    found = _list(request, key, month)
    after = whole(request.GET.get("after", "")) or 0
    _record("cases.payment_list_view", found, official=request.official, now=clock.now())
    context = {
        "side": menu(request.official, current="desk:payments"),
        "list": found,
        "lines": payment_lists.lines(found, after=after, count=PAGE),
        "more": after + PAGE if after + PAGE < found.lines else None,
    }
    return render(request, "desk/payment_list.html", context)


@official_page(*PAYERS)
@require_GET
def payment_file(request: OfficialRequest, key: str, month: str, kind: str) -> HttpResponse:
    """The whole list as a file, with complete account numbers; each download is on record."""
    found = _list(request, key, month)
    _record("cases.payment_list_read", found, official=request.official, now=clock.now())
    headers = {
        "Content-Disposition": f'attachment; filename="{key}-{month}.{kind}"',
        "X-Content-Type-Options": "nosniff",
    }
    body = sheets.write(payment_lists.as_sheet(found), kind)
    return HttpResponse(body, content_type=sheets.MEDIA_TYPES[kind], headers=headers)


def _list(request: OfficialRequest, key: str, month: str) -> PaymentList:
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError as wrong:
        raise Http404(_("There is no such month.")) from wrong
    found = payment_lists.payment_list(policies.offices_paid_for(request.official), key, day, today=clock.today())
    if found is None:
        raise Http404
    return found


@transaction.atomic
def _record(verb: str, found: PaymentList, *, official: Official, now: datetime) -> None:
    audit.record(
        verb,
        actor=official.account_ref,
        thing=f"payment_list:{found.service.key}/{found.month:%Y-%m}",
        purpose="撥款",
        basis=found.service.key,
        detail={"lines": found.lines},
        now=now,
    )
