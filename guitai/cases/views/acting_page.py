"""The decorator of pages that the applicant and whoever may act for her open alike."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from guitai.accounts.access import SignedInRequest, represented_page
from guitai.cases.acting import MandateOver, OwnConsentNeeded

P = ParamSpec("P")


def acting_page(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Refuse in words whoever acts under a consent that is over; ask the applicant herself for a new one."""

    @wraps(view)
    def told(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except MandateOver as over:
            context = {"consent": over.consent, "why": str(over)}
            return render(request, "cases/mandate_over.html", context, status=403)
        except OwnConsentNeeded as needed:
            return redirect("cases:consent_anew", needed.application.draft)

    return represented_page(told)
