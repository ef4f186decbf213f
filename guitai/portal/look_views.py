"""The page on which a person sees who looked at her data."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guitai.accounts.access import CitizenRequest, citizen_page
from guitai.core import clock
from guitai.portal import looks
from guitai.portal.look_form import LookForm
from guitai.portal.looks import PAGE, VERBS, Reader

DIGITS = 5  # of a page's number


@require_safe
@citizen_page
def my_looks(request: CitizenRequest) -> HttpResponse:
    form = LookForm(request.GET)
    reader = Reader(request.person, request.account.ref, clock.now())
    number = _page_number(request.GET.get("page", ""))
    wish = form.wish(reader.names, VERBS, skip=(number - 1) * PAGE, most=PAGE)
    lines, total = looks.lines(reader, wish)
    context = {
        "form": form,
        "lines": lines,
        "total": total,
        "filtered": any(form[name].value() for name in form.fields),
        "page": Paginator(range(total), PAGE).get_page(number),
        "query": _query(request),
    }
    return render(request, "portal/my_looks.html", context, status=200 if form.is_valid() else 422)


def _page_number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) <= DIGITS else 1


def _query(request: CitizenRequest) -> str:
    kept = {name: request.GET[name] for name in ("since", "until", "kind") if request.GET.get(name)}
    return f"{urlencode(kept)}&" if kept else ""
