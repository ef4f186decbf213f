"""What leaves the house when a case reaches a stage: its letter and its notice, as the flow says."""

from collections.abc import Mapping
from datetime import date, datetime

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.accounts.terms import AgencyView, Role, Sex
from guitai.cases import contact, letters, queries
from guitai.cases.models import Case, Decision
from guitai.cases.offices import deciding_desk, first_desk
from guitai.cases.progress import progress_of
from guitai.catalogue.terms import Service
from guitai.core.clock import TAIPEI
from guitai.documents import actions as documents
from guitai.documents.terms import Addressee, Issuer, LetterOrder
from guitai.notices import actions as notices
from guitai.notices.terms import Notice, Sender
from guitai.work.flow import Aftermath

SEXES: dict[str, str] = {Sex.FEMALE: "F", Sex.MALE: "M"}


def tell(
    case: Case,
    service: Service,
    due: Aftermath | None,
    *,
    actor: str,
    now: datetime,
    more: Mapping[str, str] | None = None,
) -> None:
    """The letter and the notice are written, numbered and queued in the caller's transaction.

    ``more`` are names that only this letter or notice knows.
    """
    if due is None:
        return
    person = accounts.person(case.application.applicant)
    decision, judgement = queries.decision(case), queries.judgement(case)
    data = letters.data_for(case, service, decision, judgement.answer if judgement else {}) | dict(more or {})
    today = now.astimezone(TAIPEI).date()
    letter = _issue(case, service, due, person, data, actor=actor, today=today, now=now) if due.letter else ""
    if decision and letter and not decision.letter:  # a correction leaves the decision its own letter
        Decision.objects.filter(pk=decision.pk).update(letter=letter)
    if due.notice:
        _send(case, service, due, person, data, enclosure=letter, actor=actor, today=today, now=now)


def _issue(
    case: Case,
    service: Service,
    due: Aftermath,
    person: Person,
    data: dict[str, str],
    *,
    actor: str,
    today: date,
    now: datetime,
) -> str:
    template = service.letters[due.letter]
    order = LetterOrder(
        template=template,
        issuer=_issuer(service, contact=_responsible(case, service, on=today)),
        addressee=_addressee(case, person),
        thing=f"case:{case.reference}",
        data={name: data.get(name, "") for name in template.data},
        actor=actor,
        issued_on=today,
        basis=service.sheet.law[0].name + service.sheet.law[0].article,
    )
    return documents.issue(order, now=now).ref


def _send(
    case: Case,
    service: Service,
    due: Aftermath,
    person: Person,
    data: dict[str, str],
    *,
    enclosure: str,
    actor: str,
    today: date,
    now: datetime,
) -> None:
    template, recipient = service.notices[due.notice], contact.recipient(case, person)
    responsible = progress_of(case, service, today=today).responsible or _responsible(case, service, on=today)
    agency = accounts.agency(service.agency_code)
    notice = Notice(
        template=template,
        recipient=recipient,
        sender=Sender(agency.code, agency.name, agency.address, agency.phone, responsible),
        thing=f"case:{case.reference}",
        data={name: data.get(name, "") for name in template.data},
        actor=actor,
        path=_page(case, by_mail=bool(recipient.email)),
        enclosure=enclosure,
    )
    for each in (notice, *contact.copies(notice, case, on=today)):
        notices.send(each, now=now)


def _page(case: Case, *, by_mail: bool) -> str:
    """Answer where to look: who reads paper types the number and four digits instead of signing in."""
    return f"/cases/{case.reference}/" if by_mail else f"/cases/where/?reference={case.reference}"


def _responsible(case: Case, service: Service, *, on: date) -> str:
    """Answer by name who answers for the case when it lies on nobody's desk."""
    desk = deciding_desk(service, case) if case.item.closed_at else first_desk(service, case)
    posts = accounts.posts_with(Role(desk.role), desk.agency_code, on=on)
    return accounts.responsible_name(posts[0], on=on) if posts else accounts.agency(desk.agency_code).name


def _issuer(service: Service, *, contact: str) -> Issuer:
    """Answer who signs: the county for its bureau, whose decisions are the county's (地方制度法)."""
    bureau = accounts.agency(service.agency_code)
    county: AgencyView = accounts.agency(bureau.parent_code) if bureau.parent_code else bureau
    return Issuer(
        code=county.code,
        name=county.name,
        word=service.sheet.letter_word,
        address=county.address,
        phone=bureau.phone,
        head_title=county.head_title,
        head_name=county.head_name,
        remedy_agency=service.sheet.remedy_agency,
        contact=contact,
    )


def _addressee(case: Case, person: Person) -> Addressee:
    return Addressee(
        person=person.ref,
        name=person.name,
        born=person.born,
        sex=SEXES.get(person.sex, "X"),
        number=person.national_number,
        address=contact.postal_address(case, person),
    )
