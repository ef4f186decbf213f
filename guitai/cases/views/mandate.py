"""Everything one does for a person under one consent: what is begun, what is sent, what is still to be had."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from guitai.accounts.access import SignedInRequest
from guitai.cases import acting as actings
from guitai.cases import foresight, mandates, opening, prefill, queries
from guitai.cases.models import Application, Case
from guitai.cases.progress import progress_of
from guitai.cases.terms import Progress
from guitai.cases.verdict import Verdict
from guitai.cases.views.acting_page import acting_page
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service
from guitai.consents.models import Consent
from guitai.core import clock
from guitai.eforms import queries as drafts


@dataclass(frozen=True)
class Matter:
    """One service of the consent: its case, or its draft with what the rules say so far, or neither yet."""

    service: Service
    case: Case | None = None
    progress: Progress | None = None
    application: Application | None = None
    verdict: Verdict | None = None
    open_questions: int = 0
    gaps: tuple[str, ...] = ()


@acting_page
@require_GET
def overview(request: SignedInRequest, consent_id: UUID) -> HttpResponse:
    acting, consent = actings.under(request, consent_id)
    context = {
        "acting": acting,
        "consent": consent,
        "matters": [_matter(consent, key, today=clock.today()) for key in consent.services],
        "again": reverse("cases:agent") if consent.representative == request.account.ref else reverse("cases:for"),
    }
    return render(request, "cases/mandate.html", context)


@acting_page
@require_POST
def go_on(request: SignedInRequest, consent_id: UUID, key: str) -> HttpResponse:
    """Open what is still missing for this service, with everything typed elsewhere already in it."""
    acting, consent = actings.under(request, consent_id)
    if key not in consent.services:
        raise Http404
    person, now = acting.applicant, clock.now()
    application = queries.open_application(person.ref, key)
    if application is None:
        mandates.begin(consent, person, [catalogue.service(key)], actor=acting.ref, now=now)
        application = queries.open_application(person.ref, key)
    if application is None:
        return redirect(acting.home)
    service = catalogue.service(application.service_key, application.edition)
    opening.offer(application, service.form, now=now)
    return redirect(missing_page(application, service))


def missing_page(application: Application, service: Service) -> str:
    """Answer the first page on which something is missing, or the one where all is checked."""
    draft = drafts.draft_of(application.applicant, application.draft)
    problems = drafts.problems(draft, service.form, today=clock.today())
    if not problems:
        return reverse("cases:check", args=[draft.pk])
    return reverse("cases:page", args=[draft.pk, problems[0].page_key]) + "?then=missing"


@acting_page
@require_GET
def slip(request: SignedInRequest, consent_id: UUID) -> HttpResponse:
    """Show what she takes home: the numbers, where to ask, and how to take the consent back."""
    acting, consent = actings.under(request, consent_id)
    matters = [_matter(consent, key, today=clock.today()) for key in consent.services]
    where = request.build_absolute_uri(reverse("cases:where"))
    agency = catalogue.service(consent.services[0]).agency_code
    context = {"acting": acting, "consent": consent, "matters": matters, "where": where}
    return render(request, "cases/slip.html", {**context, "agency": mandates.agency(agency)})


def _matter(consent: Consent, key: str, *, today: date) -> Matter:
    service = catalogue.service(key)
    case = _newest_case(consent, key)
    application = queries.open_application(consent.subject, key)
    if application is None:
        progress = progress_of(case, queries.service_of(case), today=today) if case else None
        return Matter(service, case=case, progress=progress)
    draft = drafts.draft_of(consent.subject, application.draft)
    problems = drafts.problems(draft, catalogue.service(key, application.edition).form, today=today)
    return Matter(
        service,
        application=application,
        verdict=foresight.foresee(application, today=today),
        open_questions=len(problems),
        gaps=tuple(prefill.gap_words(application)),
    )


def _newest_case(consent: Consent, key: str) -> Case | None:
    found = (case for case in queries.cases_of(consent.subject) if case.application.service_key == key)
    return next(found, None)
