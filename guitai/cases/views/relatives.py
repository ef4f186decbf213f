"""Applying for one's family (幫家人辦): who may be helped, the consent signed on the phone, and everything begun."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from guitai.accounts.access import CitizenRequest, citizen_page
from guitai.accounts.terms import AccountsRefusal
from guitai.cases import acting as actings
from guitai.cases import mandate_words, mandates, relatives, sealing, signing
from guitai.cases.mandates import NotConfirmed
from guitai.cases.relatives import RegisterSilent, Relative
from guitai.cases.terms import Wanted
from guitai.cases.views import sign_page
from guitai.catalogue import queries as catalogue
from guitai.consents.terms import Capacity, ConsentRefused, Representative
from guitai.core import clock
from guitai.core.kit import Problem

PAGE = "relatives"


class FamilyForm(forms.Form):
    """Whom to help, with what."""

    who = forms.ChoiceField(label=gettext_lazy("Whom do you help?"), widget=forms.RadioSelect)
    services = forms.MultipleChoiceField(
        label=gettext_lazy("What do you want to apply for?"), widget=forms.CheckboxSelectMultiple
    )
    may_withdraw = forms.MultipleChoiceField(
        label=gettext_lazy("If it should be withdrawn"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("yes", gettext_lazy("I may also withdraw the application for her"))],
        required=False,
    )

    def __init__(self, people: list[Relative], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(service.key, str(service.title)) for service in catalogue.services()]
        for name, choices in (("who", [(each.key, each.words) for each in people]), ("services", offered)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


@citizen_page
@require_http_methods(["GET", "POST"])
def start(request: CitizenRequest) -> HttpResponse:
    """Tell what is asked of the register and why; who agreed today goes straight on."""
    if request.method == "POST" and request.POST.get("consent") == "yes":
        relatives.agree(request.person, now=clock.now())
        return redirect("cases:family")
    if request.method == "GET" and relatives.agreed(request.person, now=clock.now()):
        return redirect("cases:family")
    problem = _("Tick the box, so that we may ask who your relatives are.") if request.method == "POST" else ""
    context = {
        "text": relatives.consent_text(),
        "people": _helped(request),
        "problem": problem,
        "problems": [Problem(problem, "consent")] if problem else [],
    }
    return render(request, "cases/for_start.html", context, status=422 if problem else 200)


@citizen_page
@require_http_methods(["GET", "POST"])
def family(request: CitizenRequest) -> HttpResponse:
    """Choose a relative from the register and what to apply for; posted, show the consent she signs."""
    people = _people(request)
    if isinstance(people, HttpResponse):
        return people
    form = FamilyForm(people, request.POST or None)
    if request.method == "GET" or not form.is_valid():
        context = {"form": form, "people": _helped(request), "nobody": not people}
        return render(request, "cases/for_family.html", context, status=422 if form.errors else 200)
    chosen = next(each for each in people if each.key == form.cleaned_data["who"])
    sealed = {
        "key": chosen.key,
        "name": chosen.name,
        "services": form.cleaned_data["services"],
        "may_withdraw": bool(form.cleaned_data["may_withdraw"]),
        "shown_at": clock.now().isoformat(),
    }
    return _sign_page(request, sealed | {"text": mandate_words.text(_wanted(request, chosen, sealed))})


@citizen_page
@require_POST
def sign(request: CitizenRequest) -> HttpResponse:
    """She has signed on the phone: the register confirms her, and everything known is filled in."""
    sealed = sealing.unseal(request.POST.get("state", ""), page=PAGE, account=request.account.ref)
    people = _people(request)
    if isinstance(people, HttpResponse):
        return people
    chosen = next(
        (each for each in people if sealed and (each.key, each.name) == (sealed["key"], sealed["name"])), None
    )
    if sealed is None or chosen is None:
        return redirect("cases:family")
    wanted, now, actor = _wanted(request, chosen, sealed), clock.now(), request.account.ref
    try:
        person, _is_new = mandates.known_person(chosen.number, chosen.name, chosen.born, actor=actor, now=now)
        if request.POST.get("means") == signing.SEND_CODE:
            problem, sent = sign_page.send_code(request, person, representative=request.person.ref, actor=actor)
            return _sign_page(request, sealed, problem=problem, field="phone", sent=sent)
        if pressed := mandates.given_on_page(person, wanted, shown=sealed["text"], shown_at=_shown_at(sealed)):
            return redirect("cases:mandate", pressed.pk)
        signed = signing.signed(request, person, signing.Before(acts=request.person.name), actor=actor, now=now)
        given = mandates.give(person, wanted, signed, shown=sealed["text"], now=now)
        mandates.confirm(given, person, wanted.services, actor=actor, now=clock.now())
    except (AccountsRefusal, ConsentRefused, NotConfirmed) as refusal:
        # A consent that the register has not confirmed is laid down: what she signs next is another one.
        anew = {"shown_at": clock.now().isoformat()} if isinstance(refusal, NotConfirmed) else {}
        return _sign_page(request, sealed | anew, problem=str(refusal))
    mandates.begin(given, person, wanted.services, actor=actor, now=clock.now())
    return redirect("cases:mandate", given.pk)


def _people(request: CitizenRequest) -> list[Relative] | HttpResponse:
    """Answer the relatives, or the page to show while nobody has agreed or the register is silent."""
    now = clock.now()
    consent = relatives.agreed(request.person, now=now)
    if consent is None:
        return redirect("cases:for")
    try:
        return relatives.relatives(request.person, consent, actor=request.account.ref, now=now)
    except RegisterSilent as silent:
        context = {"problem": str(silent), "people": _helped(request), "nobody": True}
        return render(request, "cases/for_family.html", context, status=503)


def _helped(request: CitizenRequest) -> list[sign_page.PersonLine]:
    return sign_page.people_of(actings.held_by(request.person.ref))


def _wanted(request: CitizenRequest, chosen: Relative, sealed: dict[str, Any]) -> Wanted:
    me = request.person
    other = Representative(me.ref, me.name, Capacity.RELATIVE, relation=chosen.mine)
    services = tuple(catalogue.service(key) for key in sealed["services"])
    until = mandates.last_day(clock.now())
    return Wanted(
        chosen.name, chosen.number, services, replace(other, may_withdraw=bool(sealed["may_withdraw"])), until
    )


def _shown_at(sealed: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(sealed["shown_at"])


def _sign_page(
    request: CitizenRequest, sealed: dict[str, Any], *, problem: str = "", field: str = "", sent: str = ""
) -> HttpResponse:
    context = {
        "name": sealed["name"],
        "text": sealed["text"],
        "state": sealing.seal(sealed, page=PAGE, account=request.account.ref),
        "action": "cases:for_sign",
        "sent": sent,
        **sign_page.problems(request, problem, field),
    }
    return render(request, "cases/sign.html", context, status=422 if problem else 200)
