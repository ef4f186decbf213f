"""Proof of identity: at home with a code, at the counter with the card."""

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guitai.accounts import actions, queries
from guitai.accounts.access import OfficialRequest, SignedInRequest, official_page, signed_in_page
from guitai.accounts.forms import CounterForm, LetterForm, NumberChangeForm, ProveForm
from guitai.accounts.models import Person
from guitai.accounts.terms import AccountsRefusal, CardDiffers, IssuedCode, Role
from guitai.core import clock

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


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
    return _page(request, "accounts/prove.html", form, words)


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
    return _page(request, "accounts/letter.html", form, {})


@read_or_send
@official_page(Role.COUNTER)
def counter(request: OfficialRequest) -> HttpResponse:
    form = CounterForm(request.POST or None)
    if form.is_valid():
        try:
            person, issued = _give_out(request, form)
        except AccountsRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "accounts/code.html", {"issued": issued, "person": person})
    return _page(request, "accounts/counter.html", form, {})


@read_or_send
@official_page(Role.COUNTER)
def number(request: OfficialRequest) -> HttpResponse:
    form = NumberChangeForm(request.POST or None)
    if form.is_valid():
        try:
            _change_number(request, form)
        except AccountsRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The new number is recorded."))
            return redirect("accounts:counter")
    return _page(request, "accounts/number.html", form, {})


def next_page(request: HttpRequest) -> str:
    """Answer where the person was going; only to pages of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else "/"


def _page(request: HttpRequest, template: str, form: forms.Form, words: Mapping[str, object]) -> HttpResponse:
    return render(request, template, {"form": form, "next": next_page(request), **words})


def _give_out(request: OfficialRequest, form: CounterForm) -> tuple[Person, IssuedCode]:
    typed = form.cleaned_data
    return actions.give_out_at_counter(
        typed["number"],
        typed["name"],
        typed["born"],
        name_changed=typed["name_changed"],
        actor=request.official.account_ref,
        now=clock.now(),
    )


def _change_number(request: OfficialRequest, form: NumberChangeForm) -> None:
    typed = form.cleaned_data
    person = queries.find_person(typed["old"])
    if person is None:
        raise CardDiffers(_("Nobody is recorded under the number until now."))
    actor = request.official.account_ref
    actions.change_number(person, typed["new"], since=typed["since"], actor=actor, now=clock.now())
