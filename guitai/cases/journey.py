"""The way of an application, top to bottom: open, fetch, submit, assess, route, decide, tell.

Each step is one transaction and leaves its record; the flow of the service says which moves there are.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model

from guitai.accounts.models import Person
from guitai.audit import actions as audit
from guitai.cases import (
    aftermath,
    correcting,
    counting,
    deciding,
    evidence,
    forwarding,
    holder,
    impartial,
    judging,
    opening,
    payouts,
    queries,
)
from guitai.cases.evidence import Asking
from guitai.cases.models import Application, Case
from guitai.cases.offices import offices_of
from guitai.cases.references import new_reference
from guitai.cases.routing import next_move
from guitai.cases.supplements import endings
from guitai.cases.terms import Choice, Filing, NotComplete, Piece, Sending
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service
from guitai.consents import actions as consents
from guitai.consents import queries as consents_given
from guitai.consents.models import Consent
from guitai.core import han, new_rows
from guitai.core.clock import TAIPEI
from guitai.eforms import actions as eforms
from guitai.eforms import queries as drafts
from guitai.eforms.models import Draft
from guitai.eforms.terms import Answer, NoSuchDraft, Problem
from guitai.files import actions as files
from guitai.outbox import actions as outbox
from guitai.work import actions as work
from guitai.work.terms import SYSTEM, Mover, Outcome

SUBMITTED = "cases.submitted"
MOVED = "cases.moved"  # a step that statistics count was made
CONSENT_LASTS = timedelta(days=365)
BY_HERSELF = Filing()


@transaction.atomic
def open_application(person: Person, service: Service, *, consent_text: str, actor: str, now: datetime) -> Application:
    """The person has consented to look-ups about herself and has a draft to fill; raises AlreadyOpen."""
    consent = _own_consent(person, service, text=consent_text, now=now)
    return opening.begin(person, service, consent=consent, actor=actor, now=now)


def _own_consent(person: Person, service: Service, *, text: str, now: datetime) -> Consent:
    return consents.give(
        subject=person.ref,
        given_by=person.ref,
        purpose=service.title.zh,
        facts=service.data.consent_facts(),
        services=[service.key],
        text=text,
        until=(now + CONSENT_LASTS).astimezone(TAIPEI).date(),
        now=now,
    )


@transaction.atomic
def consent_anew(application: Application, person: Person, *, consent_text: str, actor: str, now: datetime) -> None:
    """The person goes on herself with what somebody began for her: her own consent stands for it now."""
    service = catalogue.service(application.service_key, application.edition)
    consent = _own_consent(person, service, text=consent_text, now=now)
    opening.replace_consent(application, consent, actor=actor, now=now)


def fetch(application: Application, person: Person, *, actor: str, now: datetime) -> None:
    """Every fact the service declares has been asked for; what did not answer is a gap."""
    service = catalogue.service(application.service_key, application.edition)
    evidence.fetch(Asking(application, service, person.national_number, actor, now))


@transaction.atomic
def throw_away(application: Application, person: Person, *, now: datetime, actor: str = "") -> None:
    """The draft and its files are gone, and the consent given for it alone with them; raises NoSuchDraft."""
    draft = drafts.locked_draft(person.ref, application.draft)
    consent = consents_given.consent(application.consent)
    if consent.revoked_at is None and not consent.representative:
        consents.revoke(consent, actor=person.ref, now=now)
    eforms.discard_draft(draft, now=now, actor=actor)


def check(application: Application, person: Person, *, actor: str, now: datetime) -> list[Problem]:
    """Answer everything a clerk would hand the application back for, the account's holder included."""
    service = catalogue.service(application.service_key, application.edition)
    draft = drafts.draft_of(person.ref, application.draft)
    holder.ask_bank(Asking(application, service, person.national_number, actor, now), draft.answers)
    return _problems(draft, service, queries.pieces(application), today=now.astimezone(TAIPEI).date())


def _problems(draft: Draft, service: Service, pieces: list[Piece], *, today: date) -> list[Problem]:
    foreign = holder.problems(service.form, draft.answers, pieces)
    return drafts.problems(draft, service.form, today=today) + foreign


def submit(draft_id: UUID, person: Person, *, actor: str, now: datetime, filing: Filing = BY_HERSELF) -> Case:
    """One draft has become one case with one number, however often it is sent; raises NotComplete or NoSuchDraft."""
    application = queries.application(draft_id, applicant=person.ref)
    return _once(application, Sending(person, actor, filing, now))


def send(application: Application, person: Person, *, actor: str, now: datetime, filing: Filing = BY_HERSELF) -> Case:
    """As ``submit``; and the bank has been asked about the accounts that the answers name."""
    try:
        return _once(application, Sending(person, actor, filing, now, bank_first=True))
    except holder.NotAsked as unasked:
        service = catalogue.service(application.service_key, application.edition)
        holder.ask_bank(Asking(application, service, person.national_number, actor, now), unasked.answers)
        return _once(application, Sending(person, actor, filing, now))


def _once(application: Application, sending: Sending) -> Case:
    earlier = queries.case_known(application)
    if earlier:
        return earlier
    try:
        with transaction.atomic():
            return _submit(application, sending)
    except (IntegrityError, NoSuchDraft):
        # Two tabs at the same moment: the other one was first, and its number is the number.
        earlier = queries.case_from(application)
        if earlier is None:
            raise
        return earlier


def _submit(application: Application, sending: Sending) -> Case:
    """Case, files, event and record are there together; what is asked here is asked 200 times a second."""
    now, person = sending.now, sending.person
    service = catalogue.service(application.service_key, application.edition)
    draft = eforms.take_draft(person.ref, application.draft)
    queries.know_for_sending(application)
    pieces = queries.pieces(application)
    if sending.bank_first and holder.unasked(service, draft.answers, pieces):
        raise holder.NotAsked(draft.answers)
    problems = _problems(draft, service, pieces, today=now.astimezone(TAIPEI).date())
    if problems:
        raise NotComplete(problems)
    answers = drafts.answers_to_send(draft, service.form)
    case, others = _new_case(application, service, sending, answers, offices_of(service, pieces, answers))
    new_rows.insert(*others, case)
    thing = f"case:{case.reference}"
    if draft.files:
        files.claim(attached(answers, draft.files), owner=person.ref, holder=thing, now=now)
        eforms.discard_files(draft, now=now)
    outbox.publish(SUBMITTED, thing=thing, now=now)
    audit.record(
        "cases.submit",
        actor=sending.actor,
        thing=thing,
        subject=person.ref,
        detail={"filed_by": sending.filing.words, "channel": sending.filing.channel, "draft": f"draft:{draft.pk}"},
        now=now,
    )
    return case


def _new_case(
    application: Application, service: Service, sending: Sending, answers: dict[str, Answer], offices: dict[str, str]
) -> tuple[Case, tuple[Model, ...]]:
    """Answer the case and the rows that have to be there before it."""
    reference, person, filing = new_reference(), sending.person, sending.filing
    opening = work.Opening(
        reference, service.key, str(service.number), offices, subject=person.ref, agency_code=service.agency_code
    )
    item, *others = work.new_item(opening, flow=service.flow, mover=SYSTEM, now=sending.now)
    case = Case(
        reference=reference,
        application=application,
        item=item,
        subject=person.ref,
        applicant_name=person.name,
        sought_name=han.search_key(person.name)[:200],
        answers=answers,
        submitted_at=sending.now,
        filed_by=filing.by,
        filed_by_words=filing.words,
        channel=filing.channel,
    )
    return case, (item, *others)


def attached(answer: object, own: Collection[str]) -> list[str]:
    """Answer which of the draft's files its answers name, however deep."""
    match answer:
        case str():
            return [answer] if answer in own else []
        case Mapping():
            return [ref for inner in answer.values() for ref in attached(inner, own)]
        case list():
            return [ref for inner in answer for ref in attached(inner, own)]
        case _:
            return []


@transaction.atomic
def begin_work(reference: str, *, now: datetime) -> bool:
    """The applicant is told that the application is here, and where no source has to be asked again it is judged.

    Called once for each case, by its event; answers whether it was judged.
    """
    case = queries.case(reference)
    service, pieces = queries.service_of(case), queries.pieces(case.application)
    due = service.flow.aftermath(stage=service.flow.first.key)
    aftermath.tell(case, service, due, actor=case.filed_by or case.application.applicant, now=now)
    if evidence.is_wanting(service, pieces, on=now.astimezone(TAIPEI).date()):
        return False
    _assess_and_route(case, now=now)
    return True


def assess_and_route(reference: str, person: Person, *, now: datetime) -> Case:
    """Gaps were asked again, the rules have judged, and the case lies where it has to go next.

    Safe to repeat: a case that is already on somebody's desk or closed is left alone.
    """
    case = queries.case(reference)
    if not _waits_for_system(case):
        return case
    fetch(case.application, person, actor=SYSTEM.ref, now=now)
    return _assess_and_route(case, now=now)


@transaction.atomic
def _assess_and_route(case: Case, *, now: datetime) -> Case:
    """One at a time for each case: whoever comes second finds it moved on."""
    case.item = work.locked(case.item)
    if not _waits_for_system(case):
        return case
    judging.judge(case, today=now.astimezone(TAIPEI).date(), now=now)
    return _route(case, now=now)


def _waits_for_system(case: Case) -> bool:
    stage = queries.service_of(case).flow.stages[case.item.stage]
    return case.item.closed_at is None and stage.waits_for is SYSTEM.kind


def _route(case: Case, *, now: datetime) -> Case:
    service = queries.service_of(case)
    move = next_move(service.flow, case.item.stage, judging.standing(case, now=now))
    if move is None or move.target == case.item.stage:  # it goes on waiting
        return case
    return move_case(case.reference, move.key, mover=SYSTEM, revision=None, choice=Choice(), now=now)


@transaction.atomic
def move_case(
    reference: str, move_key: str, *, mover: Mover, revision: int | None, choice: Choice, now: datetime
) -> Case:
    """The move is made, and what follows from it by the flow: decision, letter, notice. Raises MoveRefused."""
    case = queries.case(reference)
    service = queries.service_of(case)
    move = service.flow.move(move_key)
    impartial.refuse_own(case, mover)
    work.make_move(
        reference,
        move,
        flow=service.flow,
        mover=mover,
        revision=revision,
        now=now,
        reasons=choice.reasons or correcting.words_of(move, choice.corrections),
        offices=forwarding.offices_after(case, service, move, choice.agency),
    )
    case = queries.case(reference)
    endings.follow(case, service, move, now=now)
    if move.outcome and move.outcome is not Outcome.WITHDRAWN:
        decision = deciding.decide(case, move.outcome, mover=mover, choice=choice, now=now)
        payouts.follow(case, service, decision, now=now)
    if counting.is_countable(service.flow, move):
        outbox.publish(MOVED, thing=f"case:{reference}", now=now)
    due = service.flow.aftermath(stage=case.item.stage, move=move)
    aftermath.tell(case, service, due, actor=mover.ref, now=now)
    return case


def withdraw(case: Case, *, applicant: Mover, now: datetime) -> Case:
    """The applicant has taken the application back; raises MoveRefused once it is decided."""
    return move_case(case.reference, "withdraw", mover=applicant, revision=None, choice=Choice(), now=now)


def revoke_consent(case: Case, *, now: datetime) -> None:
    """Nobody is asked about the applicant for this case any more; raises ConsentRefused when that is so already."""
    consents.revoke(queries.consent_of(case), actor=case.application.applicant, now=now)
