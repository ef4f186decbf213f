"""The case page of officials and its buttons. Each view reads the request, calls one query or action, and answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import Role
from guitai.cases import correcting, journey, queries, talk
from guitai.cases.dossier import open_dossier
from guitai.cases.models import Case
from guitai.cases.movers import official_mover
from guitai.cases.policies import READERS
from guitai.cases.terms import AwardMissing, Choice
from guitai.core import clock
from guitai.core.numbers import whole
from guitai.desk import reading
from guitai.desk.case_page import case_page
from guitai.desk.door import case_for
from guitai.desk.menu import menu
from guitai.desk.neighbours import neighbours
from guitai.documents.terms import DocumentError
from guitai.notices.terms import NoticeError
from guitai.work import actions as work
from guitai.work import queries as items
from guitai.work.terms import Audience, FlowWrong, Mover, MoveRefused

REFUSALS = (MoveRefused, AwardMissing, DocumentError, NoticeError)


@dataclass(frozen=True)
class Typed:
    """What came with a request that was refused: shown again, so that nothing is lost."""

    problem: str = ""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    message: str = ""
    audience: str = ""

    @property
    def status(self) -> int:
        return HTTPStatus.CONFLICT if self.problem else HTTPStatus.OK


NOTHING_TYPED = Typed()


@official_page(*Role)
@require_GET
def home(request: OfficialRequest) -> HttpResponse:
    """Lead every official to their first page: the work list, else what their role is for."""
    links = menu(request.official, current="")
    return redirect(links[0].url)


@official_page(*READERS)
@require_GET
def case(request: OfficialRequest, reference: str) -> HttpResponse:
    found = case_for(request, reference)
    reading.look_at(found)
    open_dossier(found, on=clock.today())
    page = shown(request, found)
    if any(line.is_new for line in talk.of_officials(found)[Audience.APPLICANT]):
        work.mark_read(found.item, reader=mover_at(request, found), now=clock.now())
    return page


@official_page(*READERS)
@require_POST
def take(request: OfficialRequest, reference: str) -> HttpResponse:
    """Take the open task of the case, so that colleagues see who works on it."""
    found = case_for(request, reference)
    task = items.open_task(found.item)
    if task is None:
        return shown(request, found, Typed(problem=_("Nobody has to do anything on this case now.")))
    try:
        work.take_task(task.pk, mover=mover_at(request, found), now=clock.now())
    except MoveRefused as refusal:
        return shown(request, found, Typed(problem=str(refusal)))
    return redirect("desk:case", found.reference)


@official_page(*READERS)
@require_POST
def move(request: OfficialRequest, reference: str, key: str) -> HttpResponse:
    """Make the move; a refusal shows the page again with everything that was typed.

    Asking for corrections is made on its own page: nobody waits for an applicant who was asked nothing.
    """
    found = case_for(request, reference)
    if key in _moves_with_a_page(found):
        return redirect("desk:supplement", found.reference)
    choice = _choice(request, found)
    try:
        moved = journey.move_case(
            found.reference,
            key,
            mover=mover_at(request, found),
            revision=_revision(request.POST.get("revision", "")),
            choice=choice,
            now=clock.now(),
        )
    except FlowWrong as unknown:
        raise Http404 from unknown
    except REFUSALS as refusal:
        return shown(request, case_for(request, reference), Typed(problem=str(refusal), choices={key: choice}))
    messages.success(request, _done(moved))
    return redirect("desk:work_list")


@official_page(*READERS)
@require_POST
def write(request: OfficialRequest, reference: str) -> HttpResponse:
    """Write to the applicant, or a note that only officials read."""
    found = case_for(request, reference)
    text = request.POST.get("text", "")[: talk.LONGEST].replace("\x00", "")
    audience = Audience.APPLICANT if request.POST.get("audience") == Audience.APPLICANT else Audience.INSIDE
    try:
        talk.write(found, text, audience=audience, author=mover_at(request, found), now=clock.now())
    except (MoveRefused, NoticeError) as refusal:
        return shown(request, found, Typed(problem=str(refusal), message=text, audience=audience))
    return redirect(f"{reverse('desk:case', args=[found.reference])}#messages")


def shown(request: OfficialRequest, case: Case, typed: Typed = NOTHING_TYPED) -> HttpResponse:
    mover = mover_at(request, case)
    page = case_page(case, mover=mover, typed=typed.choices, today=clock.today())
    buttons = {form.move.key for form in page.forms}
    context = {
        "page": page,
        "case": case,
        "written": [each.reasons for key, each in typed.choices.items() if key not in buttons and each.reasons],
        "typed": typed,
        "problem": typed.problem,
        "neighbours": neighbours(case, mover),
    }
    return render(request, "desk/case.html", context, status=typed.status)


def mover_at(request: OfficialRequest, case: Case) -> Mover:
    return official_mover(request.official, desk=items.open_desk(case.item))


def _moves_with_a_page(case: Case) -> set[str]:
    return {move.key for move in queries.service_of(case).flow.moves if "supplement" in move.needs}


def _done(case: Case) -> str:
    """Say what became of the case, and how a wrong press can be put right."""
    stage = queries.service_of(case).flow.stages[case.item.stage]
    if stage.final is None:
        return _("Done. The case %(number)s has gone on: %(stage)s.") % {"number": case.reference, "stage": stage.label}
    words = _("Done. The case %(number)s is closed: %(stage)s. Was that a mistake? Open it and reopen or correct it.")
    return words % {"number": case.reference, "stage": stage.label}


def _choice(request: OfficialRequest, case: Case) -> Choice:
    award = queries.service_of(case).gives.chosen(request.POST.get("award", ""))
    return Choice(
        reasons=request.POST.get("reasons", "")[: talk.LONGEST].replace("\x00", ""),
        award=award.key if award else "",
        agency=request.POST.get("agency", "")[:20],
        corrections=correcting.read(queries.decision(case), request.POST.dict()),
    )


def _revision(typed: str) -> int:
    """Answer the revision that was seen; one that no case has for whatever is no number."""
    seen = whole(typed)
    return -1 if seen is None else seen
