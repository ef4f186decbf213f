"""/demo/: sign in as anybody of the invented county with one click. Not imported outside the demo."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guitai.accounts import actions, queries
from guitai.config import demo, demo_faces, environment
from guitai.core import clock

BACKEND = "guitai.accounts.backend.Backend"


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    _only_in_the_demo()
    words = {"citizens": demo_faces.citizens(), "offices": demo_faces.offices(), "received": _received()}
    return render(request, "accounts/demo.html", words)


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """The visitor is somebody of the demo now; accounts that people made themselves stay closed."""
    _only_in_the_demo()
    email = request.POST.get("email", "")
    account = queries.account_named(email) if email in demo_faces.known() else None
    if account is None:
        raise Http404
    logout(request)
    login(request, account, backend=BACKEND)
    actions.record_sign_in(account, now=clock.now())
    return redirect(_home(email))


def _received() -> list[tuple[str, str]]:
    """Answer where the mails and texts of the demo arrive, as far as somebody said so."""
    pages = (("GUITAI_MAILBOX_URL", _("Mails")), ("GUITAI_SMS_PAGE_URL", _("Text messages")))
    return [(url, words) for name, words in pages if (url := environment.value(name))]


def _home(email: str) -> str:
    """Officials start at their desk, agents at their tablet."""
    if not email.endswith(demo.OFFICE):
        return "/"
    if email.startswith("agent."):
        return reverse("cases:agent")
    try:
        return reverse("desk:home")
    except NoReverseMatch:
        return "/"


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
