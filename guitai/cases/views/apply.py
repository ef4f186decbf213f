"""Applying: consent, pages, check, send. Each view calls one action."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guitai.accounts.access import CitizenRequest, SignedInRequest, citizen_page
from guitai.cases import acting as actings
from guitai.cases import consent, journey, prefill, queries
from guitai.cases.acting import Acting
from guitai.cases.models import Application
from guitai.cases.terms import AlreadyOpen, NotComplete
from guitai.cases.views.acting_page import acting_page
from guitai.cases.views.mandate import missing_page
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

Begun = tuple[Acting, Application, Draft, Service]


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


@acting_page
@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, draft_id: UUID, page_key: str) -> HttpResponse:
    """Show one page as it was left; posted, keep what was typed and go on when all is right."""
    begun = _begun(request, draft_id)
    acting, application, draft, service = begun
    form_page = _page(service, page_key)
    if request.method == "GET":
        bound = drafts.page_of(draft, form_page, today=clock.today())
        return _page_shown(request, begun, bound)
    bound = drafts.page_of(draft, form_page, today=clock.today(), data=request.POST, uploads=request.FILES)
    bound = eforms.save_page(
        draft, form_page, bound, revision=_revision(request), now=clock.now(), actor=_other(acting)
    )
    if not bound.may_go_on:
        return _page_shown(request, begun, bound)
    if request.POST.get("then") == "missing":
        return redirect(missing_page(application, service))
    if request.POST.get("then") == "check":
        return redirect("cases:check", draft.pk)
    following = pages.next_page(service.form, form_page, draft.answers, gaps=drafts.known_of(draft).gaps)
    return redirect("cases:page", draft.pk, following.key) if following else redirect("cases:check", draft.pk)


def _page_shown(request: SignedInRequest, begun: Begun, bound: BoundPage) -> HttpResponse:
    acting, application, draft, service = begun
    asked = drafts.asked_pages(draft, service.form)
    keys = [each.key for each in asked]
    at = keys.index(bound.key) if bound.key in keys else 0
    context = {
        "acting": acting,
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


@acting_page
@require_http_methods(["GET", "POST"])
def check(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """Show every answer to be checked; posted, send the application once."""
    if request.method == "POST":
        return _send(request, draft_id)
    return _check_page(request, draft_id)


def _send(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    acting, application = actings.for_application(request, draft_id)
    person, now = acting.applicant, clock.now()
    try:
        case = journey.send(application, person, actor=request.account.ref, now=now, filing=acting.filing)
    except NoSuchDraft as gone:
        raise Http404 from gone
    except NotComplete:
        return _check_page(request, draft_id, status=422)
    return redirect("cases:received", case.reference)


def _check_page(request: SignedInRequest, draft_id: UUID, *, status: int = 200) -> HttpResponse:
    acting, application, draft, service = _begun(request, draft_id)
    known = drafts.known_of(draft)
    problems = journey.check(application, acting.applicant, actor=request.account.ref, now=clock.now())
    sections = summary.rows(
        service.form,
        draft.answers,
        today=clock.today(),
        prefilled=known.prefilled,
        gaps=known.gaps,
        files=drafts.files_of(draft),
    )
    context = {
        "acting": acting,
        "service": service,
        "application": application,
        "draft": draft,
        "sections": sections,
        "problems": problems,
        "gaps": prefill.gap_words(application),
    }
    return render(request, "cases/check.html", context, status=status)


@acting_page
@require_POST
def discard(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """Throw the draft away with its files, and with the consent given for it alone."""
    acting, application, _draft, service = _begun(request, draft_id)
    journey.throw_away(application, acting.applicant, now=clock.now(), actor=_other(acting))
    return redirect(acting.home) if acting.for_other else redirect("portal:service", service.key)


@citizen_page
@require_http_methods(["GET", "POST"])
def consent_anew(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """The applicant goes on herself with what somebody began for her; her own consent comes first."""
    application, service = _own(request, draft_id)
    context = {"service": service, "consent": consent.lines(service), "application": application}
    if request.method == "GET":
        return render(request, "cases/consent_anew.html", context)
    if request.POST.get("consent") != "yes":
        words = _("Tick the box to let us fetch your data, or apply on paper at your township office.")
        context |= {"problems": [Problem(words, "consent")], "problem": words}
        return render(request, "cases/consent_anew.html", context, status=422)
    now, actor = clock.now(), request.account.ref
    journey.consent_anew(application, request.person, consent_text=consent.text(service), actor=actor, now=now)
    prefill.fetch_and_show(application, request.person, actor=actor, now=clock.now())
    return redirect("cases:check", application.draft)


def _own(request: CitizenRequest, draft_id: UUID) -> tuple[Application, Service]:
    try:
        application = queries.application(draft_id, applicant=request.person.ref)
        drafts.draft_of(request.person.ref, draft_id)
    except (queries.NoSuchCase, NoSuchDraft) as absent:
        raise Http404 from absent
    return application, catalogue.service(application.service_key, application.edition)


def _begun(request: SignedInRequest, draft_id: UUID) -> Begun:
    acting, application = actings.for_application(request, draft_id)
    try:
        draft = drafts.draft_of(acting.applicant.ref, draft_id)
    except NoSuchDraft as absent:
        raise Http404 from absent
    return acting, application, draft, catalogue.service(application.service_key, application.edition)


def _other(acting: Acting) -> str:
    """Answer the account that acts in the place of the applicant; "" when she does herself."""
    return acting.ref if acting.for_other else ""


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
