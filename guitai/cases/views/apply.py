"""Applying: consent, pages, check, send. Each view calls one action."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guitai.accounts.access import CitizenRequest, citizen_page
from guitai.cases import consent, journey, prefill, queries
from guitai.cases.models import Application
from guitai.cases.terms import AlreadyOpen, NotComplete
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service, ServiceUnknown
from guitai.core import clock
from guitai.core.kit import Problem
from guitai.core.numbers import whole
from guitai.eforms import actions as eforms
from guitai.eforms import pages, summary
from guitai.eforms import queries as drafts
from guitai.eforms.fields import BoundPage
from guitai.eforms.models import Draft
from guitai.eforms.terms import NoSuchDraft, NoSuchPage, Page


@citizen_page
@require_http_methods(["GET", "POST"])
def start(request: CitizenRequest, key: str) -> HttpResponse:
    """Tell what will be looked up and on what ground; with the consent the draft begins."""
    service = _service(key)
    if request.method == "GET":
        return _start_page(request, service)
    if request.POST.get("consent") != "yes":
        words = _("Tick the box to let us fetch your data, or apply on paper at your township office.")
        return _start_page(request, service, problem=words)
    try:
        application = journey.open_application(
            request.person,
            service,
            consent_text=consent.text(service),
            actor=request.account.ref,
            now=clock.now(),
        )
    except AlreadyOpen as earlier:
        return redirect("cases:case", earlier.reference)
    prefill.fetch_and_show(application, request.person, actor=request.account.ref, now=clock.now())
    return redirect("cases:page", application.draft, service.form.pages[0].key)


def _start_page(request: CitizenRequest, service: Service, *, problem: str = "") -> HttpResponse:
    context = {
        "service": service,
        "consent": consent.lines(service),
        "earlier": queries.open_case(request.person.ref, service.key),
        "draft": queries.open_application(request.person.ref, service.key),
        "problems": [Problem(problem, "consent")] if problem else [],
        "problem": problem,
    }
    return render(request, "cases/start.html", context, status=422 if problem else 200)


@citizen_page
@require_http_methods(["GET", "POST"])
def page(request: CitizenRequest, draft_id: UUID, page_key: str) -> HttpResponse:
    """Show one page as it was left; posted, keep what was typed and go on when all is right."""
    application, draft, service = _own(request, draft_id)
    form_page = _page(service, page_key)
    if request.method == "GET":
        return _page_shown(request, application, draft, service, drafts.page_of(draft, form_page, today=clock.today()))
    bound = drafts.page_of(draft, form_page, today=clock.today(), data=request.POST, uploads=request.FILES)
    bound = eforms.save_page(draft, form_page, bound, revision=_revision(request), now=clock.now())
    if not bound.may_go_on:
        return _page_shown(request, application, draft, service, bound)
    if request.POST.get("then") == "check":
        return redirect("cases:check", draft.pk)
    following = pages.next_page(service.form, form_page, draft.answers, gaps=drafts.known_of(draft).gaps)
    return redirect("cases:page", draft.pk, following.key) if following else redirect("cases:check", draft.pk)


def _page_shown(
    request: CitizenRequest, application: Application, draft: Draft, service: Service, bound: BoundPage
) -> HttpResponse:
    asked = drafts.asked_pages(draft, service.form)
    keys = [each.key for each in asked]
    at = keys.index(bound.key) if bound.key in keys else 0
    context = {
        "service": service,
        "application": application,
        "draft": draft,
        "bound": bound,
        "problems": bound.problems,
        "number": at + 1,
        "count": len(asked),
        "previous": keys[at - 1] if at else "",
        "then": request.GET.get("then", request.POST.get("then", "")),
    }
    return render(request, "cases/page.html", context, status=422 if request.method == "POST" and bound.errors else 200)


@citizen_page
@require_http_methods(["GET", "POST"])
def check(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Show every answer to be checked; posted, send the application once."""
    if request.method == "POST":
        return _send(request, draft_id)
    application, draft, service = _own(request, draft_id)
    return _check_page(request, application, draft, service)


def _send(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    try:
        application = queries.application(draft_id, applicant=request.person.ref)
        if queries.case_from(application) is None:
            journey.check(application, request.person, actor=request.account.ref, now=clock.now())
        case = journey.submit(draft_id, request.person, actor=request.account.ref, now=clock.now())
    except (queries.NoSuchCase, NoSuchDraft) as gone:
        raise Http404 from gone
    except NotComplete:
        application, draft, service = _own(request, draft_id)
        return _check_page(request, application, draft, service, status=422)
    return redirect("cases:received", case.reference)


def _check_page(
    request: CitizenRequest, application: Application, draft: Draft, service: Service, *, status: int = 200
) -> HttpResponse:
    known = drafts.known_of(draft)
    problems = journey.check(application, request.person, actor=request.account.ref, now=clock.now())
    sections = summary.rows(
        service.form,
        draft.answers,
        today=clock.today(),
        prefilled=known.prefilled,
        gaps=known.gaps,
        files=drafts.files_of(draft),
    )
    context = {
        "service": service,
        "application": application,
        "draft": draft,
        "sections": sections,
        "problems": problems,
        "gaps": prefill.gap_words(application),
    }
    return render(request, "cases/check.html", context, status=status)


@citizen_page
@require_POST
def discard(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Throw the draft away with its files and its consent."""
    application, _draft, service = _own(request, draft_id)
    journey.throw_away(application, request.person, now=clock.now())
    return redirect("portal:service", service.key)


def _own(request: CitizenRequest, draft_id: UUID) -> tuple[Application, Draft, Service]:
    try:
        application = queries.application(draft_id, applicant=request.person.ref)
        draft = drafts.draft_of(request.person.ref, draft_id)
    except (queries.NoSuchCase, NoSuchDraft) as absent:
        raise Http404 from absent
    return application, draft, catalogue.service(application.service_key, application.edition)


def _service(key: str) -> Service:
    try:
        return catalogue.service(key)
    except ServiceUnknown as unknown:
        raise Http404 from unknown


def _page(service: Service, key: str) -> Page:
    try:
        return service.form.page(key)
    except NoSuchPage as unknown:
        raise Http404 from unknown


def _revision(request: HttpRequest) -> int:
    return whole(request.POST.get("revision", "")) or 0
