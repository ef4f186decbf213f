"""Pages of the counter: a person with her card sees which consents of hers hold, and takes one or all back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.forms import CounterForm
from guitai.accounts.models import Person
from guitai.accounts.terms import Role
from guitai.consents import actions, queries
from guitai.consents.models import Consent
from guitai.consents.shown import Line, line, who_acts
from guitai.consents.terms import ConsentRefused
from guitai.core import clock
from guitai.core.kit import Problem
from guitai.desk import at_counter
from guitai.desk.menu import menu

CURRENT = "desk:consents"
ALL = "all"


@official_page(Role.COUNTER)
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: OfficialRequest) -> HttpResponse:
    """Take what stands on the card; list what holds today for the person it belongs to, and nothing else of hers."""
    form = CounterForm(request.POST or None)
    person = None
    if form.is_valid():
        person = at_counter.person_of_card(form, official=request.official, now=clock.now())
    if person is None:
        context = {"side": menu(request.official, current=CURRENT), "form": form}
        return render(request, "desk/consents_card.html", context, status=422 if form.errors else 200)
    return _list_page(request, person)


@official_page(Role.COUNTER)
@require_POST
def end(request: OfficialRequest) -> HttpResponse:
    """Ask once more; pressed again, the chosen consents are over as if the person had ended them herself."""
    person = at_counter.present(request.POST.get("state", ""), official=request.official)
    if person is None:
        messages.warning(request, _("Enter the card once more: what was shown is good for a quarter of an hour."))
        return redirect(CURRENT)
    now = clock.now()
    at_counter.record_look(person, official=request.official, now=now)
    chosen = _chosen(person, request.POST.get("which", ""))
    if not chosen:
        return _list_page(request, person, problem=_("This consent is already revoked."))
    if "really" not in request.POST:
        return _question(request, person, chosen)
    try:
        with transaction.atomic():
            for each in chosen:
                actions.revoke_at_counter(each, present=person.ref, official=request.official, now=now)
    except ConsentRefused as refusal:
        return _list_page(request, person, problem=str(refusal))
    messages.success(request, _("Taken back. From now on nobody asks an agency or acts on the ground of this consent."))
    return _list_page(request, person)


def _chosen(person: Person, which: str) -> list[Consent]:
    """Answer one or all of what holds for this very person; anything else is not there."""
    holding = queries.holding(person.ref, on=clock.today())
    return [each for each in holding if which in {ALL, str(each.pk)}]


def _list_page(request: OfficialRequest, person: Person, *, problem: str = "") -> HttpResponse:
    context = {
        **_shown(request, person, queries.holding(person.ref, on=clock.today())),
        "problems": [Problem(problem)] if problem else [],
    }
    return render(request, "desk/consents.html", context, status=409 if problem else 200)


def _question(request: OfficialRequest, person: Person, chosen: list[Consent]) -> HttpResponse:
    acts = any(each.representative for each in chosen)
    context = {**_shown(request, person, chosen), "which": request.POST["which"], "acts": acts}
    return render(request, "desk/consents_end.html", context)


def _shown(request: OfficialRequest, person: Person, listed: list[Consent]) -> dict[str, object]:
    return {
        "side": menu(request.official, current=CURRENT),
        "person": person,
        "state": at_counter.seal(person, official=request.official),
        "lines": [_line(each) for each in listed],
    }


def _line(consent: Consent) -> Line:
    about = who_acts(consent) or _("Nobody acts for the person; only look-ups for her own application")
    return line(consent, about=about, today=clock.today())
