"""Pages of hand-overs: who gives, what would go over, the button, and the list that both keep."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guitai.accounts import duty
from guitai.accounts import queries as people
from guitai.accounts.access import OfficialRequest, SignedInRequest, official_page, signed_in_page
from guitai.accounts.terms import AccountsRefusal, Role
from guitai.core import clock
from guitai.desk import handing_over, policies, queries
from guitai.desk.handing_over import GOES_WORDS, KIND_WORDS, GoesTo, Kind, Line, Plan
from guitai.desk.handover_form import HandOverForm
from guitai.desk.menu import menu
from guitai.desk.models import HandOver
from guitai.desk.terms import DeskRefusal

CURRENT = "desk:hand_overs"
LATER = frozenset({Kind.TASK, Kind.WAITING, Kind.VIEW, Kind.MANDATE})  # what goes on the day itself


@dataclass(frozen=True)
class Shown:
    """One line of the list as it is read."""

    words: str
    goes: Promise
    due_on: date | None
    reference: str


@dataclass(frozen=True)
class Group:
    words: Promise
    lines: tuple[Shown, ...]


@official_page(*Role)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_overs(request: OfficialRequest) -> HttpResponse:
    """First what would go over is shown, then one button hands it over."""
    form = _form(request)
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    plan = _plan(request, form)
    if "really" not in request.POST:
        return _page(request, form, plan=plan)
    try:
        made = handing_over.hand_over(plan, official=request.official, now=clock.now())
    except (DeskRefusal, AccountsRefusal) as refusal:
        form.add_error("day", str(refusal))
        return _page(request, form)
    messages.success(request, _("The hand-over is written down."))
    return redirect("desk:hand_over", made.pk)


@signed_in_page
@require_GET
def hand_over(request: SignedInRequest, number: int) -> HttpResponse:
    """The list, for giver, successor and whoever leads the office, also when the giver holds no post any more."""
    made = HandOver.objects.filter(pk=number).first()
    if made is None or not _may_read(request, made):
        raise Http404
    kept = [
        Line(Kind(each.kind), each.pk, each.thing, each.words, each.due_on, GoesTo(each.went_to))
        for each in made.lines.order_by("pk")
    ]
    coming = [] if made.done_at else handing_over.lines(handing_over.plan_of(made))
    context = {
        "side": menu(request.official, current=CURRENT) if request.official else [],
        "made": made,
        "agency": people.agency(made.agency_code),
        "groups": groups(kept, linked=request.official is not None),
        "ahead": groups((line for line in coming if line.kind in LATER), linked=request.official is not None),
    }
    return render(request, "desk/hand_over.html", context)


def groups(found: Iterable[Line], *, linked: bool = True) -> list[Group]:
    """Answer the lines by kind, in the order of the kinds; linked for whoever may open cases."""
    listed = list(found)
    return [
        Group(words, tuple(_shown(line, linked=linked) for line in listed if line.kind is kind))
        for kind, words in KIND_WORDS.items()
        if any(line.kind is kind for line in listed)
    ]


def _shown(line: Line, *, linked: bool) -> Shown:
    reference = line.thing.removeprefix("case:") if linked and line.thing.startswith("case:") else ""
    return Shown(line.words, GOES_WORDS[line.goes_to], line.due_on, reference)


def _page(request: OfficialRequest, form: HandOverForm, *, plan: Plan | None = None) -> HttpResponse:
    today = clock.today()
    found = handing_over.lines(plan) if plan else []
    context = {
        "side": menu(request.official, current=CURRENT),
        "form": form,
        "problems": form.problems() if form.is_bound else [],
        "example": f"{today.year - 1911}/{today.month}/{today.day}",
        "plan": plan,
        "groups": groups(found),
        "pressing": _pressing(found, today=today),
        "earlier": _earlier(request),
    }
    return render(request, "desk/hand_overs.html", context, status=422 if context["problems"] else 200)


def _pressing(found: list[Line], *, today: date) -> Counter[str]:
    """Answer how many cases are overdue or due within three days."""
    days = [line.due_on for line in found if line.kind is Kind.TASK and line.due_on]
    return Counter("overdue" if day < today else "soon" for day in days if day <= today + timedelta(days=3))


def _form(request: OfficialRequest) -> HandOverForm:
    today, me = clock.today(), request.official
    codes = {post.agency_code for post in me.posts}
    leads = policies.offices_led(me)
    colleagues = {each.ref: f"{each.name}（{each.unit} {each.title}）" for each in duty.colleagues(codes, on=today)}
    led = {each.ref for each in duty.colleagues(leads, on=today)} | set(handing_over.hands_at(leads))
    names = {**people.names_of(led - colleagues.keys()), **colleagues}
    givers = {ref: name for ref, name in names.items() if ref in led or ref == me.account_ref}
    known = {account.ref: account.name or account.email for account in duty.known_accounts(codes)}
    data = request.POST if request.method == "POST" else None
    return HandOverForm(data, givers=givers, takers={**known, **colleagues}, today=today)


def _plan(request: OfficialRequest, form: HandOverForm) -> Plan:
    typed, today = form.cleaned_data, clock.today()
    codes = [post.agency_code for post in request.official.posts]
    held = [each.post.unit.agency.code for each in duty.holdings_of(typed["giver"], on=today)]
    return Plan(
        agency_code=next((code for code in held if code in codes), codes[0]),
        giver=people.account(typed["giver"]),
        taker=people.account(typed["taker"]),
        day=typed["day"],
        remarks=typed["remarks"],
    )


def _earlier(request: OfficialRequest) -> list[HandOver]:
    led = queries.hand_overs(policies.offices_led(request.official))
    mine = queries.hand_overs_of(request.official.account_ref)
    return sorted({*led, *mine}, key=lambda made: -made.pk)


def _may_read(request: SignedInRequest, made: HandOver) -> bool:
    hands = {made.giver, made.taker}
    return policies.may_read_hand_over(request.official, request.account.ref, agency_code=made.agency_code, hands=hands)
