"""Pages of supervisors: who acts for whom while somebody is away."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guitai.accounts import actions, queries
from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import AccountsRefusal, PostOnDuty, Role, StandInView
from guitai.core import clock
from guitai.core.kit import Cell
from guitai.core.templatetags.days import day
from guitai.desk import policies
from guitai.desk.menu import menu
from guitai.desk.standin_form import StandInForm

CURRENT = "desk:stand_ins"


@official_page(Role.SUPERVISOR)
@require_GET
def stand_ins(request: OfficialRequest) -> HttpResponse:
    """Every post of the supervisor's offices, its holder, and who stands in now or later."""
    context = {
        "side": menu(request.official, current=CURRENT),
        "columns": (_("Post"), _("Unit"), _("Holder"), _("Stand-in")),
        "rows": [_row(duty) for duty in _duties(request, today=clock.today())],
    }
    return render(request, "desk/stand_ins.html", context)


@official_page(Role.SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: OfficialRequest, post_id: int) -> HttpResponse:
    """Appoint somebody for the days given; what was typed stays when a day is wrong."""
    today = clock.today()
    duty = _duty(request, post_id, today=today)
    form = StandInForm(request.POST or None, deputies=queries.possible_deputies(duty.post.ref, on=today), today=today)
    if form.is_valid():
        try:
            _appoint(request, duty, form)
        except AccountsRefusal as refusal:
            form.add_error("first", str(refusal))
        else:
            messages.success(request, _("The stand-in is appointed."))
            return redirect(CURRENT)
    context = {
        "side": menu(request.official, current=CURRENT),
        "duty": duty,
        "form": form,
        "problems": form.problems(),
        "example": f"{today.year - 1911}/{today.month}/{today.day}",
    }
    return render(request, "desk/stand_in.html", context)


@official_page(Role.SUPERVISOR)
@require_POST
def withdraw(request: OfficialRequest, stand_in_id: int) -> HttpResponse:
    """The stand-in acts for the post no more from now on; the days that are over stay in the record."""
    today = clock.today()
    listed = ((duty, each) for duty in _duties(request, today=today) for each in duty.stand_ins)
    duty, found = next(((duty, each) for duty, each in listed if each.id == stand_in_id), (None, None))
    if duty is None or found is None:
        raise Http404
    try:
        actions.end_stand_in(found.id, on=today, actor=request.official.account_ref, now=clock.now())
    except AccountsRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s does not stand in any more.") % {"name": found.name})
    return redirect("desk:stand_in", int(duty.post.ref.removeprefix("post:")))


def _appoint(request: OfficialRequest, duty: PostOnDuty, form: StandInForm) -> None:
    typed = form.cleaned_data
    actions.appoint_stand_in(
        queries.post_row(duty.post.ref),
        form.deputies[typed["deputy"]],
        since=typed["first"],
        until=typed["last"] + timedelta(days=1),
        actor=request.official.account_ref,
        now=clock.now(),
    )


def _duties(request: OfficialRequest, *, today: date) -> list[PostOnDuty]:
    codes = sorted(policies.offices_led(request.official))
    return [duty for code in codes for duty in queries.posts_on_duty(code, on=today)]


def _duty(request: OfficialRequest, post_id: int, *, today: date) -> PostOnDuty:
    """Answer the post; one of an office the official does not lead is as absent as one that does not exist."""
    mine = (duty for duty in _duties(request, today=today) if duty.post.ref == f"post:{post_id}")
    duty = next(mine, None)
    if duty is None:
        raise Http404
    return duty


def _row(duty: PostOnDuty) -> tuple[Cell, ...]:
    url = reverse("desk:stand_in", args=[int(duty.post.ref.removeprefix("post:"))])
    return (
        Cell(duty.post.title, url=url),
        Cell(f"{duty.post.agency_name} {duty.post.unit}"),
        Cell(duty.holder or "—"),
        Cell("、".join(map(_days, duty.stand_ins)) or "—"),
    )


def _days(stand_in: StandInView) -> str:
    return _("%(name)s (%(first)s to %(last)s)") % {
        "name": stand_in.name,
        "first": day(stand_in.first),
        "last": day(stand_in.last),
    }
