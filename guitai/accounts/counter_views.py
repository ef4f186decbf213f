"""The counter, with the card in its hand: it gives out codes and records new numbers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guitai.accounts import actions, queries
from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.forms import CounterForm, NumberChangeForm
from guitai.accounts.identity_page import page, read_or_send
from guitai.accounts.models import Person
from guitai.accounts.terms import AccountsRefusal, CardDiffers, IssuedCode, Role
from guitai.core import clock


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
    return page(request, "accounts/counter.html", form, {})


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
    return page(request, "accounts/number.html", form, {})


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
