"""The agent's tablet: number, what may be told, card and services, the consent, and everything begun."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.forms import BornField, NameField, NumberField
from guitai.accounts.models import Person
from guitai.accounts.terms import AccountsRefusal, Official, Role
from guitai.cases import acting as actings
from guitai.cases import mandate_words, mandates, precheck, sealing, signing
from guitai.cases.mandates import NotConfirmed
from guitai.cases.precheck import TooManyPrechecks
from guitai.cases.terms import Wanted
from guitai.cases.views import sign_page
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity, ConsentRefused, Representative
from guitai.core import clock, identifiers

CARD_PAGE, SIGN_PAGE = "agent-card", "agent-sign"
PLACE_WORDS = {"counter": gettext_lazy("At the counter"), "home_visit": gettext_lazy("At her home")}


class NumberForm(forms.Form):
    number = NumberField(label=gettext_lazy("Number on the card (scan or type)"))


class CardForm(forms.Form):
    name = NameField(label=gettext_lazy("Name as on the card"), max_length=100)
    born = BornField(label=gettext_lazy("Birth date"), help_text=gettext_lazy("For example 79/3/5"), max_length=30)
    services = forms.MultipleChoiceField(
        label=gettext_lazy("What she applies for"), widget=forms.CheckboxSelectMultiple
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Where is this done?"), choices=list(PLACE_WORDS.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(service.key, str(service.title)) for service in catalogue.services()]
        self.fields["services"] = forms.MultipleChoiceField(
            label=self.fields["services"].label, widget=forms.CheckboxSelectMultiple, choices=offered
        )


@dataclass(frozen=True)
class Card:
    """What the agent read from the card, and what was wished."""

    number: str
    name: str
    born: date
    services: tuple[Service, ...]
    place: str
    text: str
    shown_at: datetime


@official_page(Role.AGENT)
@require_http_methods(["GET", "POST"])
def home(request: OfficialRequest) -> HttpResponse:
    """Take a number; answer yes, no or unknown for each service and nothing else."""
    form = NumberForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _home_page(request, form)
    number = form.cleaned_data["number"]
    try:
        told = precheck.look(number, actor=request.account.ref, now=clock.now())
    except TooManyPrechecks as refusal:
        form.add_error("number", str(refusal))
        return _home_page(request, form, status=429)
    worth = [each.service.key for each in told if each.is_worthwhile]
    card = CardForm(initial={"services": worth, "place": "counter"})
    return _told_page(request, number, card, told=told)


@official_page(Role.AGENT)
@require_POST
def consent(request: OfficialRequest) -> HttpResponse:
    """Show the consent to be read aloud and signed; what was wrong on the card's page is said there."""
    sealed = sealing.unseal(request.POST.get("state", ""), page=CARD_PAGE, account=request.account.ref)
    if sealed is None:
        return redirect("cases:agent")
    form = CardForm(request.POST)
    if not form.is_valid():
        return _told_page(request, sealed["number"], form, status=422)
    card = _card(request.official, sealed["number"], form.cleaned_data)
    return _sign_page(request, card)


@official_page(Role.AGENT)
@require_POST
def sign(request: OfficialRequest) -> HttpResponse:
    """She has agreed: the register confirms her, everything known is filled in. Or her telephone gets a code."""
    card, now, actor = _unsealed(request), clock.now(), request.account.ref
    if card is None:
        return redirect("cases:agent")
    try:
        signing.check_drawn(request)
        person, _is_new = mandates.known_person(card.number, card.name, card.born, actor=actor, now=now)
        if request.POST.get("means") == signing.SEND_CODE:
            problem, sent = sign_page.send_code(request, person, representative=actor, actor=actor)
            return _sign_page(request, card, problem=problem, field="phone", sent=sent)
        consent = _consent(request, card, person)
    except (AccountsRefusal, ConsentRefused) as refusal:
        return _sign_page(request, card, problem=str(refusal))
    except NotConfirmed as refusal:
        return _told_page(request, card.number, _again(card), problem=str(refusal), status=422)
    return redirect("cases:mandate", consent.pk)


def _consent(request: OfficialRequest, card: Card, person: Person) -> Consent:
    """The consent is given, the person confirmed and everything begun; pressed twice, it is the same consent."""
    wanted, actor, now = _wanted(request.official, card), request.account.ref, clock.now()
    if pressed := mandates.given_on_page(person, wanted, shown=card.text, shown_at=card.shown_at):
        return pressed
    before = signing.Before(actings.PLACES[card.place], actor, wanted.representative.name, acts=request.official.name)
    signed = signing.signed(request, person, before, actor=actor, now=now)
    given = mandates.give(person, wanted, signed, shown=card.text, now=now)
    mandates.confirm(given, person, card.services, actor=actor, now=clock.now())
    mandates.begin(given, person, card.services, actor=actor, now=clock.now())
    return given


def _unsealed(request: OfficialRequest) -> Card | None:
    sealed = sealing.unseal(request.POST.get("state", ""), page=SIGN_PAGE, account=request.account.ref)
    if sealed is None or "text" not in sealed:
        return None
    return Card(
        sealed["number"],
        sealed["name"],
        date.fromisoformat(sealed["born"]),
        tuple(catalogue.service(key) for key in sealed["services"]),
        sealed["place"],
        sealed["text"],
        datetime.fromisoformat(sealed["shown_at"]),
    )


def _home_page(request: OfficialRequest, form: NumberForm, *, status: int = 200) -> HttpResponse:
    people = sign_page.people_of(actings.held_by(request.account.ref))
    return render(request, "cases/agent.html", {"form": form, "people": people}, status=status)


def _told_page(
    request: OfficialRequest,
    number: str,
    form: CardForm,
    *,
    told: list[precheck.Told] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "number": identifiers.mask(number),
        "told": [(each.service.title, *precheck.words(each)) for each in told or ()],
        "form": form,
        "problem": problem,
        "state": sealing.seal({"number": number}, page=CARD_PAGE, account=request.account.ref),
    }
    return render(request, "cases/agent_card.html", context, status=status)


def _sign_page(
    request: OfficialRequest, card: Card, *, problem: str = "", field: str = "", sent: str = ""
) -> HttpResponse:
    sealed = {
        "number": card.number,
        "name": card.name,
        "born": card.born.isoformat(),
        "services": [service.key for service in card.services],
        "place": card.place,
        "text": card.text,
        "shown_at": card.shown_at.isoformat(),
    }
    context = {
        "name": card.name,
        "text": card.text,
        "state": sealing.seal(sealed, page=SIGN_PAGE, account=request.account.ref),
        "action": "cases:agent_sign",
        "sent": sent,
        **sign_page.problems(request, problem, field),
    }
    return render(request, "cases/sign.html", context, status=422 if problem else 200)


def _card(official: Official, number: str, typed: dict[str, Any]) -> Card:
    services = tuple(catalogue.service(key) for key in typed["services"])
    card = Card(number, typed["name"], typed["born"], services, typed["place"], "", clock.now())
    return replace(card, text=mandate_words.text(_wanted(official, card)))


def _wanted(official: Official, card: Card) -> Wanted:
    representative = Representative(official.account_ref, _called(official), Capacity.AGENT)
    return Wanted(card.name, card.number, card.services, representative, mandates.last_day(clock.now()))


def _called(official: Official) -> str:
    post = next(post for post in official.posts if Role.AGENT in post.roles)
    return f"{post.agency_name}{post.unit}{post.title} {official.name}"


def _again(card: Card) -> CardForm:
    keys = [service.key for service in card.services]
    return CardForm(initial={"name": card.name, "services": keys, "place": card.place})
