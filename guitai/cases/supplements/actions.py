"""Marking and asking: every write of an official's side. What the applicant does is in answering.py."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.accounts.terms import Official, Role
from guitai.audit import actions as audit
from guitai.cases import journey, movers
from guitai.cases import queries as cases
from guitai.cases.models import Case, Supplement
from guitai.cases.supplements import queries, sheet, told
from guitai.cases.supplements.terms import LONGEST, SHORTEST, MarkedMeanwhile, Request, State, SupplementRefused
from guitai.cases.terms import Choice
from guitai.catalogue.terms import Service
from guitai.core import clock, workdays
from guitai.eforms import actions as eforms
from guitai.work import queries as work
from guitai.work.flow import Move
from guitai.work.terms import Mover

MORE_TIME = "同意延期。"  # what the applicant reads where the officer adds nothing
ANSWERS_WISHES = (Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR)


def asking_move(case: Case, service: Service, mover: Mover) -> Move | None:
    """Answer the move by which this official may ask the applicant now."""
    possible = work.possible_moves(case.item, flow=service.flow, mover=mover)
    return next((move for move in possible if "supplement" in move.needs), None)


@transaction.atomic
def save_marks(case: Case, request: Request, *, mover: Mover, revision: int, now: datetime) -> Supplement:
    """The marks are kept as this official's draft; raises MarkedMeanwhile where another page saved others."""
    _asking_move(case, cases.service_of(case), mover)
    row = _lock(case)
    if row and row.state != State.DRAFT:
        raise SupplementRefused(_("What is asked here was already sent on. Open the page again."))
    if row is None:
        number = Supplement.objects.filter(case=case).count() + 1
        row = Supplement(case=case, number=number, state=State.DRAFT)
    elif row.revision != revision:
        raise MarkedMeanwhile(row.asked_by_words)
    desk = work.open_desk(case.item)
    row.items = [mark.as_data() for mark in request.marks]
    row.working_days, row.why_again = request.working_days, request.why_again.strip()
    row.asked_by, row.asked_by_words, row.asked_at = mover.ref, mover.words, now
    row.agency_code = desk.agency_code if desk else ""
    row.revision += 1
    row.save()
    return row


@transaction.atomic
def ask(case: Case, *, mover: Mover, item_revision: int, revision: int, now: datetime) -> Supplement:
    """The applicant is asked for everything that is marked; a second request waits for the supervisor instead."""
    row = _lock(case)
    if row is None or row.state != State.DRAFT or row.revision != revision:
        raise MarkedMeanwhile(row.asked_by_words if row else _("Somebody"))
    _check(row)
    row.asked_by, row.asked_by_words = mover.ref, mover.words
    if not queries.is_second(case):
        return _send(row, mover=mover, revision=item_revision, now=now)
    if not row.why_again:
        raise SupplementRefused(_("Write down why something has to be asked a second time."))
    _asking_move(case, cases.service_of(case), mover)
    row.state, row.seen_revision, row.asked_at = State.PROPOSED, item_revision, now
    row.save()
    _record("supplements.proposed", row, actor=mover.ref, now=now)
    return row


@transaction.atomic
def take_back(case: Case, *, mover: Mover, now: datetime) -> None:
    """A second request that waited for the supervisor is a draft again."""
    _asking_move(case, cases.service_of(case), mover)
    row = _lock(case)
    if row and row.state == State.PROPOSED:
        row.state = State.DRAFT
        row.save(update_fields=["state"])
        _record("supplements.proposal_taken_back", row, actor=mover.ref, now=now)


@transaction.atomic
def allow(number: int, *, supervisor: Official, why: str, now: datetime) -> Supplement:
    """The second request has gone to the applicant, in the name of who proposed it."""
    row = _proposed(number, supervisor, why)
    asker = accounts.official(accounts.account(row.asked_by), on=now.astimezone(clock.TAIPEI).date())
    if asker is None:
        raise SupplementRefused(_("Whoever proposed this does not work here any more; a colleague has to ask anew."))
    mover = movers.official_mover(asker, desk=work.open_desk(row.case.item))
    row.allowed_by, row.allowed_at, row.allowed_why = supervisor.account_ref, now, why.strip()
    sent = _send(row, mover=mover, revision=row.seen_revision, now=now)
    _record("supplements.allowed", sent, actor=supervisor.account_ref, now=now)
    return sent


@transaction.atomic
def disallow(number: int, *, supervisor: Official, why: str, now: datetime) -> Supplement:
    """The marks are a draft again, with what the supervisor said; the case goes on without a second request."""
    row = _proposed(number, supervisor, why)
    row.state, row.allowed_why = State.DRAFT, why.strip()
    row.save(update_fields=["state", "allowed_why"])
    _record("supplements.not_allowed", row, actor=supervisor.account_ref, now=now)
    return row


@transaction.atomic
def answer_wish(number: int, *, official: Official, until: date | None, words: str, now: datetime) -> Supplement:
    """Whoever asked for more time is told the new last day, or why there is none."""
    row = _locked(number)
    if row.state != State.ASKED:
        raise SupplementRefused(_("This request is not open any more."))
    if not any(official.may(role, row.agency_code) for role in ANSWERS_WISHES):
        raise SupplementRefused(_("Only the office that asked can answer this."))
    if until is None and not words.strip():
        raise SupplementRefused(_("Write down why there is no more time; the applicant will read it."))
    service, today = cases.service_of(row.case), now.astimezone(clock.TAIPEI).date()
    row.extension_answer = words.strip() or MORE_TIME
    if until is None:
        row.save(update_fields=["extension_answer"])
        told.tell(row, service, "supplement_declined", actor=official.account_ref, now=now)
        _record("supplements.more_time_declined", row, actor=official.account_ref, now=now)
        return row
    check_new_term(row, until, today=today)
    row.due_on, row.extended_on, row.reminded_at = until, today, None
    row.save(update_fields=["due_on", "extended_on", "reminded_at", "extension_answer"])
    told.tell(row, service, "supplement_extended", actor=official.account_ref, now=now)
    _record("supplements.more_time_given", row, actor=official.account_ref, now=now)
    return row


@transaction.atomic
def give_time_again(case: Case, *, mover: Mover, item_revision: int, until: date, now: datetime) -> Supplement:
    """A request whose term is over with something saved lies with the applicant again, as the same request."""
    service, found = cases.service_of(case), queries.unclear(case)
    if found is None:
        raise SupplementRefused(_("This request is not open any more."))
    row, move = _locked(found.pk), _asking_move(case, service, mover)
    today = now.astimezone(clock.TAIPEI).date()
    check_new_term(row, until, today=today)
    Supplement.objects.filter(case=case, state=State.DRAFT).update(state=State.ENDED, ended_at=now)
    row.state, row.ended_at, row.due_on, row.extended_on, row.reminded_at = State.ASKED, None, until, today, None
    if row.extension_wanted and not row.extension_answer:
        row.extension_answer = MORE_TIME
    choice = Choice(reasons=_("More time to correct"))
    journey.move_case(case.reference, move.key, mover=mover, revision=item_revision, choice=choice, now=now)
    row.save()
    told.tell(row, service, "supplement_extended", actor=mover.ref, now=now)
    _record("supplements.more_time_given", row, actor=mover.ref, now=now)
    return row


def check_new_term(row: Supplement, until: date, *, today: date) -> None:
    """Pass for a working day after the present end and not too far away; raises SupplementRefused."""
    latest = workdays.add_working_days(today, LONGEST)
    if until <= max(today, row.due_on or today):
        raise SupplementRefused(_("The new last day has to be later than the one that stands."))
    if until > latest or not workdays.is_working_day(until):
        words = _("Choose a working day, at most %(most)s working days from today.")
        raise SupplementRefused(words % {"most": LONGEST})


def _send(row: Supplement, *, mover: Mover, revision: int, now: datetime) -> Supplement:
    case = cases.case(row.case.reference)
    service = cases.service_of(case)
    move = _asking_move(case, service, mover)
    marks = queries.marks_of(row)
    page = sheet.sheet_of(service.form, marks, case.answers)
    reasons = "\n".join(filter(None, (told.items(row), row.why_again, row.allowed_why)))
    journey.move_case(case.reference, move.key, mover=mover, revision=revision, choice=Choice(reasons), now=now)
    row.state, row.asked_at = State.ASKED, now
    row.due_on = workdays.add_working_days(now.astimezone(clock.TAIPEI).date(), row.working_days)
    row.before = sheet.before(page, case.answers)
    row.save()
    owner = case.application.applicant
    seed = sheet.seed(page, case.answers)
    eforms.open_draft(owner, f"{queries.FORM}{row.pk}", queries.VERSION, now=now, answers=seed)
    told.tell(row, service, "supplement_asked", actor=mover.ref, now=now)
    _record("supplements.asked", row, actor=mover.ref, now=now)
    return row


def _check(row: Supplement) -> None:
    if not row.items:
        raise SupplementRefused(_("Mark at least one thing that has to be corrected."))
    if not SHORTEST <= row.working_days <= LONGEST:
        words = _("The term is between %(least)s and %(most)s working days.")
        raise SupplementRefused(words % {"least": SHORTEST, "most": LONGEST})


def _asking_move(case: Case, service: Service, mover: Mover) -> Move:
    move = asking_move(case, service, mover)
    if move is None:
        raise SupplementRefused(_("You cannot ask for corrections at the present stage of the case."))
    return move


def _proposed(number: int, supervisor: Official, why: str) -> Supplement:
    row = _locked(number)
    if row.state != State.PROPOSED:
        raise SupplementRefused(_("This second request was already answered or taken back."))
    if not supervisor.may(Role.SUPERVISOR, row.agency_code):
        raise SupplementRefused(_("Only a supervisor of the office that asks can allow this."))
    if supervisor.account_ref == row.asked_by:
        raise SupplementRefused(_("Whoever proposed the second request cannot allow it; another supervisor has to."))
    if not why.strip():
        raise SupplementRefused(_("Write down your reason."))
    return row


def _lock(case: Case) -> Supplement | None:
    found = queries.open_request(case)
    return _locked(found.pk) if found else None


def _locked(number: int) -> Supplement:
    return (
        Supplement.objects.select_for_update(of=("self",))
        .select_related("case__item", "case__application")
        .get(pk=number)
    )


def _record(verb: str, row: Supplement, *, actor: str, now: datetime) -> None:
    audit.record(
        verb,
        actor=actor,
        thing=f"case:{row.case.reference}",
        subject=row.case.application.applicant,
        detail={"number": row.number},
        now=now,
    )
