"""The pages of a trial calculation: no sign-in, nothing stored, no script needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guitai.cases import verdict
from guitai.cases.offices import county_of
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service
from guitai.core import clock
from guitai.core.kit import Problem, Row
from guitai.eforms import pages, summary
from guitai.eforms.fields import BoundPage
from guitai.eforms.terms import Answer, Form, NoSuchPage, Page
from guitai.facts import queries as facts
from guitai.portal import trial as trials
from guitai.portal.views import service_or_404
from guitai.rules import queries as rules


@dataclass(frozen=True)
class Sitting:
    """One person at one trial, as far as she has got."""

    service: Service
    answers: dict[str, Answer]
    today: date

    def bind(self, page: Page) -> BoundPage:
        return pages.bind(page, self.answers, today=self.today)

    def unfinished(self) -> tuple[Page, BoundPage] | None:
        """Answer the first page that is not all right, whatever page the browser sent last; None when all are."""
        for page in pages.asked_pages(self.service.trial, self.answers):
            kept = pages.raw_answers(page, self.answers)
            bound = pages.bind(page, self.answers, today=self.today, data=kept)
            if bound.errors:
                return page, bound
        return None

    def first(self) -> Page:
        return pages.asked_pages(self.service.trial, self.answers)[0]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: HttpRequest, key: str) -> HttpResponse:
    service = service_or_404(key)
    answers = trials.unseal(request.POST.get("state", ""))
    sitting = Sitting(service, answers, clock.today())
    page = _page(request, sitting)
    if request.method != "POST" or page is None or "show" in request.POST:
        shown = page or sitting.first()
        return _ask(request, sitting, shown, sitting.bind(shown))
    return _go_on(request, sitting, page)


def _page(request: HttpRequest, sitting: Sitting) -> Page | None:
    try:
        return sitting.service.trial.page(request.POST.get("page", ""))
    except NoSuchPage:
        return None


def _go_on(request: HttpRequest, before: Sitting, page: Page) -> HttpResponse:
    """Answer the page again while something is wrong on it, the next one, or at the end the verdict."""
    form = before.service.trial
    bound = pages.bind(page, before.answers, today=before.today, data=request.POST)
    sitting = Sitting(before.service, pages.merged(page, before.answers, bound), before.today)
    if "back" in request.POST:
        earlier = pages.previous_page(form, page, sitting.answers) or page
        return _ask(request, sitting, earlier, sitting.bind(earlier))
    if not bound.is_valid():
        return _ask(request, sitting, page, bound)
    following = pages.next_page(form, page, sitting.answers)
    if following:
        return _ask(request, sitting, following, sitting.bind(following))
    unfinished = sitting.unfinished()
    return _ask(request, sitting, *unfinished) if unfinished else _tell(request, sitting)


def _ask(request: HttpRequest, sitting: Sitting, page: Page, bound: BoundPage) -> HttpResponse:
    form = sitting.service.trial
    asked = [each.key for each in pages.asked_pages(form, sitting.answers)]
    context = {
        "service": sitting.service,
        "page": bound,
        "state": trials.seal(sitting.answers),
        "problems": [Problem(words, anchor) for anchor, words in bound.errors],
        "number": asked.index(page.key) + 1 if page.key in asked else 1,
        "count": len(asked),
        "has_previous": pages.previous_page(form, page, sitting.answers) is not None,
    }
    return render(request, "portal/trial_page.html", context)


def _tell(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    service, form = sitting.service, sitting.service.trial
    answers = pages.asked_answers(form, sitting.answers)
    situation = trials.situation(form, answers, region=county_of(service), on=sitting.today)
    assessment = rules.assess(service.rulebook, situation, on=sitting.today)
    names = verdict.Names(
        people=_names(answers),
        laws=service.law,
        vocabulary=facts.vocabulary(facts.services_folder()),
        figures=service.gives.figures,
    )
    context = {
        "service": service,
        "others": [each for each in catalogue.services() if each.key != service.key],
        "verdict": verdict.read(rules.for_reader(service.rulebook, assessment.answer()), names),
        "sections": sections(form, answers, today=sitting.today),
        "state": trials.seal(answers),
        "first": sitting.first().key,
        "today": sitting.today,
    }
    return render(request, "portal/trial_verdict.html", context)


def sections(form: Form, answers: Mapping[str, Answer], *, today: date) -> list[tuple[str, list[Row]]]:
    """Answer what was said, page by page, as the kit's summary lists want it."""
    return [
        (section.title, [Row(" ".join(filter(None, (row.item, row.label))), row.words) for row in section.rows])
        for section in summary.rows(form, answers, today=today)
    ]


def _names(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Answer what to call each person: you, and the others by their place in the list."""
    names = {trials.SELF: _("you")}
    groups = (answer for answer in answers.values() if isinstance(answer, list))
    items = [item for group in groups for item in group if isinstance(item, dict) and "id" in item]
    return names | {
        str(item["id"]): _("person %(number)d of your household") % {"number": at + 1} for at, item in enumerate(items)
    }
