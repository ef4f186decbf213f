"""The pages of what a person may ask about her own data."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guitai.accounts.access import CitizenRequest, VisitorRequest, citizen_page
from guitai.cases import queries as cases
from guitai.cases.queries import NoSuchCase
from guitai.consents import queries as consents
from guitai.core import clock
from guitai.core.kit import Problem
from guitai.rights import actions, copying, queries, retention
from guitai.rights.terms import Kind, RightsRefusal

MY_DATA = ""  # what a request is about, when it is no case


@require_safe
@citizen_page
def data(request: CitizenRequest) -> HttpResponse:
    """Say what a person may do with her data here, what law keeps, and how her requests stand."""
    today = clock.today()
    context = {
        "rules": retention.rules(on=today),
        "kept": queries.kept(request.person, today=today),
        "asked": queries.asked(request.person.ref),
    }
    return render(request, "rights/data.html", context)


@require_safe
@citizen_page
def copy(request: CitizenRequest) -> HttpResponse:
    whose = queries.whose(request.person, today=clock.today())
    return render(request, "rights/copy.html", {"sections": copying.sections(whose), "made_at": clock.now()})


@require_safe
@citizen_page
def copy_file(request: CitizenRequest) -> HttpResponse:
    now = clock.now()
    everything = copying.as_json(queries.whose(request.person, today=clock.today()), now=now)
    response = JsonResponse(everything, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{clock.today():%Y%m%d}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
def correct(request: CitizenRequest) -> HttpResponse:
    """Take down what is wrong and how it should be; the office answers."""
    if request.method != "POST":
        return _correct_page(request)
    about, words = request.POST.get("about", MY_DATA), request.POST.get("words", "").replace("\x00", "")
    try:
        actions.ask(
            request.person, kind=Kind.CORRECT, about=about, words=words, actor=request.account.ref, now=clock.now()
        )
    except NoSuchCase:
        return _correct_page(request, words=words, problems=[Problem(_("Choose what it is about."), "about")])
    except RightsRefusal as refusal:
        return _correct_page(request, about=about, words=words, problems=[Problem(str(refusal), "words")])
    messages.success(request, _("We received it. The office answers on this page."))
    return redirect("rights:data")


def _correct_page(
    request: CitizenRequest, *, about: str = MY_DATA, words: str = "", problems: list[Problem] | None = None
) -> HttpResponse:
    mine = [(case.reference, cases.service_of(case).title) for case in cases.cases_of(request.person.ref)]
    context = {
        "mine": mine,
        "about": about,
        "words": words,
        "problems": problems or [],
        "errors": {one.field: one.words for one in problems or []},
        "most": actions.LONGEST,
    }
    return render(request, "rights/correct.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
def stop(request: CitizenRequest) -> HttpResponse:
    """End every consent of hers at once."""
    if request.method == "POST":
        ended = actions.stop(request.person, actor=request.account.ref, now=clock.now())
        words = ngettext("%(number)s consent has ended.", "%(number)s consents have ended.", ended)
        messages.success(request, words % {"number": ended})
        return redirect("rights:data")
    going = consents.holding(request.person.ref, on=clock.today())
    return render(request, "rights/stop.html", {"going": going})


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
def erase(request: CitizenRequest) -> HttpResponse:
    """Erase what no law keeps; nobody can undo it, so it is said before and confirmed."""
    if request.method != "POST":
        return _erase_page(request)
    if request.POST.get("sure") != "yes":
        return _erase_page(request, Problem(_("Tick the box if you are sure."), "sure"))
    try:
        actions.erase(request.person, actor=request.account.ref, now=clock.now())
    except RightsRefusal as refusal:
        return _erase_page(request, Problem(str(refusal)))
    logout(request)
    visitor = cast("VisitorRequest", request)  # the page is shown to nobody in particular
    visitor.account, visitor.person, visitor.official = None, None, None
    return render(request, "rights/erased.html")


def _erase_page(request: CitizenRequest, problem: Problem | None = None) -> HttpResponse:
    today, hindered = clock.today(), ""
    try:
        actions.refuse_erasure(request.person, now=clock.now())
    except RightsRefusal as refusal:
        hindered = str(refusal)
    context = {
        "hindered": hindered,
        "kept": queries.kept(request.person, today=today),
        "rules": retention.rules(on=today),
        "problems": [problem] if problem else [],
        "error": problem.words if problem and problem.field else "",
    }
    return render(request, "rights/erase.html", context)
