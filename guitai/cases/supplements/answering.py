"""What the applicant does with a request: saves a part, sends all, asks for more time."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.audit import actions as audit
from guitai.cases import holder, journey, judging, movers
from guitai.cases import queries as cases
from guitai.cases.evidence import Asking
from guitai.cases.models import Case, Supplement
from guitai.cases.supplements import markable, queries, sheet, told
from guitai.cases.supplements.sheet import Sheet
from guitai.cases.supplements.terms import LONGEST_WORDS, State, SupplementRefused
from guitai.cases.terms import Choice, NotComplete
from guitai.catalogue.terms import Service
from guitai.core.clock import TAIPEI
from guitai.eforms import actions as eforms
from guitai.eforms import pages
from guitai.eforms import queries as drafts
from guitai.eforms.models import Draft
from guitai.eforms.terms import Answer, Problem
from guitai.files import actions as files
from guitai.work import actions as work
from guitai.work import queries as items
from guitai.work.flow import BACK, Move
from guitai.work.terms import Mover, MoveRefused, WaitsFor


def sheet_for(request: Supplement, case: Case, service: Service, *, lenient: bool = False) -> Sheet:
    return sheet.sheet_of(service.form, queries.marks_of(request), case.answers, lenient=lenient)


def draft_for(request: Supplement, case: Case, service: Service, *, now: datetime) -> Draft:
    """Answer what was saved so far, begun anew where it was forgotten, with what registers filled in."""
    page = sheet_for(request, case, service)
    seed = sheet.seed(page, case.answers)
    owner = case.application.applicant
    draft = eforms.open_draft(owner, f"{queries.FORM}{request.pk}", queries.VERSION, now=now, answers=seed)
    if not draft.known.get("prefilled"):
        eforms.note_known(draft, markable.known_of(case, service), now=now)
    return draft


def ask_bank(request: Supplement, case: Case, draft: Draft, *, actor: str, now: datetime) -> list[Problem]:
    """Answer the accounts that are somebody else's, once the bank was asked about those that are new."""
    service, person = cases.service_of(case), accounts.person(case.application.applicant)
    answers = _merged(request, case, service, draft)
    holder.ask_bank(Asking(case.application, service, person.national_number, actor, now), answers)
    return holder.problems(service.form, answers, cases.pieces(case.application))


def send(request: Supplement, person: Person, *, mover: Mover, actor: str, now: datetime) -> Supplement:
    """The answers stand in the case, which lies where it came from; sent again, nothing happens twice.

    Raises NotComplete with every problem, SupplementRefused once nobody waits for an answer any more.
    """
    with transaction.atomic():
        row = Supplement.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if row.state == State.ANSWERED:
            return row
        if row.state != State.ASKED:
            raise SupplementRefused(_("Nobody waits for these corrections any more. See the state of your case."))
        return _send(row, person, mover=mover, actor=actor, now=now)


def _send(row: Supplement, person: Person, *, mover: Mover, actor: str, now: datetime) -> Supplement:
    case = Case.objects.select_for_update(of=("self",)).select_related("item", "application").get(pk=row.case_id)
    service = cases.service_of(case)
    draft = drafts.locked_draft(person.ref, draft_for(row, case, service, now=now).pk)
    page, given = _checked(draft, row, case, service, now=now)
    files.claim(journey.attached(given, draft.files), owner=person.ref, holder=f"case:{case.reference}", now=now)
    case.answers = sheet.merged(service.form, page, case.answers, given, number=row.number)
    case.save(update_fields=["answers"])
    eforms.discard_draft(draft, now=now)
    row.state, row.answered_at, row.answered_by, row.ended_at = State.ANSWERED, now, actor, now
    row.answers = sheet.after(page, given)
    row.save()
    move = next(each for each in service.flow.moves_from(case.item.stage) if _sends_back(each))
    journey.move_case(case.reference, move.key, mover=mover, revision=None, choice=Choice(), now=now)
    _give_back(row, now=now)
    judging.judge(case, today=now.astimezone(TAIPEI).date(), now=now)
    told.tell(row, service, "supplement_received", actor=actor, now=now)
    detail: Mapping[str, object] = {"number": row.number}
    thing, subject = f"case:{case.reference}", case.application.applicant
    audit.record("supplements.answered", actor=actor, thing=thing, subject=subject, detail=dict(detail), now=now)
    return row


def _sends_back(move: Move) -> bool:
    return move.by is WaitsFor.APPLICANT and move.target == BACK


def _checked(
    draft: Draft, row: Supplement, case: Case, service: Service, *, now: datetime
) -> tuple[Sheet, dict[str, Answer]]:
    """Answer what is sent; what was not saved as right is no answer. Raises NotComplete."""
    today, page = now.astimezone(TAIPEI).date(), sheet_for(row, case, service)
    raw = draft.pending.get(page.page.key) or pages.raw_answers(page.page, draft.answers)
    page = sheet_for(row, case, service, lenient=sheet.has_remarks(raw))
    bound = drafts.page_of(draft, page.page, today=today, data=raw)
    problems = [Problem(page.page.key, one.question.key, one.error) for one in bound.all_fields() if one.error]
    merged = sheet.merged(service.form, page, case.answers, bound.answers, number=row.number)
    problems += holder.problems(service.form, merged, cases.pieces(case.application))
    if problems:
        raise NotComplete(problems)
    return page, bound.answers


def _merged(request: Supplement, case: Case, service: Service, draft: Draft) -> dict[str, Answer]:
    page = sheet_for(request, case, service)
    own = {question.key for question in page.page.questions}
    given = {key: value for key, value in draft.answers.items() if key in own}
    return sheet.merged(service.form, page, case.answers, given, number=request.number)


def _give_back(row: Supplement, *, now: datetime) -> None:
    """Whoever asked has the case again, if she still sits at that desk; else it lies there for anybody."""
    item = cases.case(row.case.reference).item
    task = items.open_task(item)
    official = accounts.official(accounts.account(row.asked_by), on=now.astimezone(TAIPEI).date())
    if task is None or official is None:
        return
    try:
        work.take_task(task.pk, mover=movers.official_mover(official, desk=items.desk_of(task)), now=now)
    except MoveRefused:
        return


@transaction.atomic
def want_time(request: Supplement, why: str, *, actor: str, now: datetime) -> None:
    """The office reads that more time is wanted, and why."""
    row = Supplement.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.state != State.ASKED:
        raise SupplementRefused(_("Nobody waits for these corrections any more. See the state of your case."))
    if not why.strip():
        raise SupplementRefused(_("Write down why you need more time."))
    if queries.wants_time(row):
        raise SupplementRefused(_("You have already asked for more time; the officer will answer you."))
    row.extension_wanted, row.extension_wanted_at, row.extension_answer = why.strip()[:LONGEST_WORDS], now, ""
    row.save(update_fields=["extension_wanted", "extension_wanted_at", "extension_answer"])
    thing, subject = f"case:{row.case.reference}", row.case.application.applicant
    audit.record("supplements.more_time_wanted", actor=actor, thing=thing, subject=subject, now=now)
