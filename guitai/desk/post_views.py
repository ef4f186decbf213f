"""The posts of an office: what each may do, who holds it, and from when somebody else does."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guitai.accounts import duty, queries
from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.models import Account, Post
from guitai.accounts.terms import AccountsRefusal, AgencyView, PostOnDuty, Role
from guitai.core import clock
from guitai.core.kit import Cell
from guitai.desk import appointing, policies
from guitai.desk.menu import menu
from guitai.desk.post_form import PostForm
from guitai.desk.terms import DeskRefusal

CURRENT = "desk:posts"


@official_page(Role.SUPERVISOR, Role.ADMINISTRATOR)
@require_GET
def posts(request: OfficialRequest) -> HttpResponse:
    """Every post of one office, with what it may do; an administrator chooses the office."""
    offices = _offices(request)
    chosen = next((each for each in offices if each.code == request.GET.get("office", "")), offices[0])
    context = {
        "side": menu(request.official, current=CURRENT),
        "offices": offices,
        "chosen": chosen,
        "columns": (_("Post"), _("Unit"), _("What it may do"), _("Holder")),
        "rows": [_row(each) for each in queries.posts_on_duty(chosen.code, on=clock.today())],
    }
    return render(request, "desk/posts.html", context)


@official_page(Role.SUPERVISOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: OfficialRequest, post_id: int) -> HttpResponse:
    """Put somebody into the post from a day on; what was typed stays when something is wrong."""
    today = clock.today()
    found = _post(request, post_id, today=today)
    known = {each.ref: each.name or each.email for each in duty.known_accounts([found.post.agency_code])}
    form = PostForm(request.POST or None, known=known, today=today)
    if form.is_valid():
        try:
            name = _appoint(request, found, form)
        except (DeskRefusal, AccountsRefusal) as refusal:
            form.add_error(form.field_of(refusal), str(refusal))
        else:
            messages.success(request, _("%(name)s holds the post from that day on.") % {"name": name})
            return redirect(f"{reverse(CURRENT)}?office={found.post.agency_code}")
    context = {
        "side": menu(request.official, current=CURRENT),
        "duty": found,
        "roles": [role.label for role in sorted(found.post.roles)],
        "form": form,
        "problems": form.problems() if form.is_bound else [],
        "example": f"{today.year - 1911}/{today.month}/{today.day}",
    }
    return render(request, "desk/post.html", context, status=422 if context["problems"] else 200)


def _appoint(request: OfficialRequest, found: PostOnDuty, form: PostForm) -> str:
    typed, now = form.cleaned_data, clock.now()
    account = _account(request, form)
    appointing.appoint(found.post, account, since=typed["since"], official=request.official, now=now)
    return account.name or account.email


def _account(request: OfficialRequest, form: PostForm) -> Account:
    typed = form.cleaned_data
    if typed["account"]:
        return queries.account(typed["account"])
    return appointing.newcomer(typed["email"], name=typed["name"], official=request.official, now=clock.now())


def _offices(request: OfficialRequest) -> list[AgencyView]:
    """Answer the offices whose posts this official may see."""
    if policies.sees_every_office(request.official):
        own = {each.agency_code for each in request.official.posts}
        return sorted(queries.agencies(), key=lambda each: (each.code not in own, each.code))
    return [queries.agency(code) for code in sorted(policies.offices_led(request.official))]


def _post(request: OfficialRequest, post_id: int, *, today: date) -> PostOnDuty:
    try:
        seen = queries.post(f"post:{post_id}")
    except Post.DoesNotExist as absent:
        raise Http404 from absent
    if not policies.may_see_post(request.official, seen.agency_code):
        raise Http404
    return next(each for each in queries.posts_on_duty(seen.agency_code, on=today) if each.post.ref == seen.ref)


def _row(each: PostOnDuty) -> tuple[Cell, ...]:
    url = reverse("desk:post", args=[int(each.post.ref.removeprefix("post:"))])
    roles = "、".join(str(role.label) for role in sorted(each.post.roles))
    return Cell(each.post.title, url=url), Cell(each.post.unit), Cell(roles), Cell(each.holder or "—")
