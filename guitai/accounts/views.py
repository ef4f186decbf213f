"""Proof of identity at home: with a code, and the letter that brings one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guitai.accounts import actions, queries
from guitai.accounts.access import SignedInRequest, signed_in_page
from guitai.accounts.forms import LetterForm, ProveForm
from guitai.accounts.identity_page import next_page, page, read_or_send
from guitai.accounts.terms import AccountsRefusal
from guitai.core import clock


@never_cache
@read_or_send
@signed_in_page
def prove(request: SignedInRequest) -> HttpResponse:
    form = ProveForm(request.POST or None)
    if form.is_valid():
        try:
            actions.bind_by_code(request.account, **form.cleaned_data, now=clock.now())
        except AccountsRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your account is connected with you now."))
            return redirect(next_page(request))
    words = {"binding": queries.open_binding(request.account)}
    return page(request, "accounts/prove.html", form, words)


@never_cache
@read_or_send
@signed_in_page
def letter(request: SignedInRequest) -> HttpResponse:
    form = LetterForm(request.POST or None)
    if form.is_valid():
        try:
            actions.ask_for_letter(request.account, **form.cleaned_data, now=clock.now())
        except AccountsRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "accounts/letter_asked.html", {"next": next_page(request)})
    return page(request, "accounts/letter.html", form, {})
