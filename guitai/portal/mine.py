"""What is mine: drafts to go on with, cases to follow."""

from dataclasses import dataclass
from datetime import date, datetime

from guitai.accounts import queries as accounts
from guitai.cases import acting, progress
from guitai.cases import queries as cases_queries
from guitai.cases.models import Case
from guitai.cases.supplements import queries as supplements
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import ServiceUnknown
from guitai.consents import queries as consents_queries
from guitai.consents.models import Consent
from guitai.core.kit import Tone
from guitai.core.texts import Text
from guitai.eforms import queries as drafts_queries
from guitai.eforms.models import Draft
from guitai.work.terms import WaitsFor


@dataclass(frozen=True)
class DraftLine:
    """An application somebody began; ``key`` is its service's, empty when that is no longer offered."""

    id: str
    key: str
    title: Text
    updated_at: datetime


@dataclass(frozen=True)
class CaseLine:
    """A case as its applicant reads it in a list."""

    reference: str
    title: Text
    stage: str
    tone: Tone
    submitted_at: datetime
    since: datetime
    promised_on: date | None
    office: str
    responsible: str


@dataclass(frozen=True)
class ConsentLine:
    """Whom somebody lets act for her, or whom she acts for, until when."""

    id: str
    name: str
    until: date
    waits: bool = False  # a case under it waits for the applicant


def consents(person: str, *, on: date) -> list[ConsentLine]:
    """Answer the consents under which somebody may act for this person."""
    given = consents_queries.representatives_of(person, on=on)
    return [ConsentLine(str(each.pk), each.representative_name, each.until) for each in given]


def helped(person: str, *, today: date) -> list[ConsentLine]:
    """Answer the consents under which this person may act for others, and where something has to be corrected."""
    held = acting.held_by(person)
    return [
        ConsentLine(str(each.pk), accounts.person(each.subject).name, each.until, _waits(each, today=today))
        for each in held
    ]


def _waits(consent: Consent, *, today: date) -> bool:
    under = (
        case for case in cases_queries.cases_of(consent.subject) if case.application.service_key in consent.services
    )
    return any(progress.progress_of(case, cases_queries.service_of(case), today=today).stands_still for case in under)


def drafts(person: str) -> list[DraftLine]:
    begun = drafts_queries.drafts_of(person)
    return [_draft_line(draft) for draft in begun if not draft.form_key.startswith(supplements.FORM)]


def cases(person: str, *, today: date) -> list[CaseLine]:
    return [_case_line(case, today=today) for case in cases_queries.cases_of(person)]


def _draft_line(draft: Draft) -> DraftLine:
    try:
        service = catalogue.service(draft.form_key)
    except ServiceUnknown:
        return DraftLine(str(draft.id), "", Text(draft.form_key), draft.updated_at)
    return DraftLine(str(draft.id), service.key, service.title, draft.updated_at)


def _case_line(case: Case, *, today: date) -> CaseLine:
    service = cases_queries.service_of(case)
    now = progress.progress_of(case, service, today=today)
    return CaseLine(
        reference=case.reference,
        title=service.title,
        stage=now.stage,
        tone=Tone.GOOD if now.is_final and _is_granted(case) else tone_of(now.waits_for, is_final=now.is_final),
        submitted_at=case.submitted_at,
        since=now.since,
        promised_on=now.promised_on,
        office=now.office,
        responsible=now.responsible,
    )


def _is_granted(case: Case) -> bool:
    newest = case.decisions.order_by("-number").values_list("outcome", flat=True).first()
    return newest in ("granted", "partly_granted")


def tone_of(waits_for: WaitsFor, *, is_final: bool) -> Tone:
    """Answer how the stage sounds: mine to act on, ours to act on, done."""
    if is_final:
        return Tone.REST
    return Tone.WAIT if waits_for is WaitsFor.APPLICANT else Tone.NOTE
