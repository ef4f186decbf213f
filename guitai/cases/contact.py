"""How an applicant wants to be told, and where letters go."""

from dataclasses import replace
from datetime import date

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.cases import queries
from guitai.cases.household import household_facts
from guitai.cases.models import Case
from guitai.consents import queries as consents
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity
from guitai.eforms.terms import QuestionRole
from guitai.notices.terms import Notice, Recipient

BY_LETTER = "letter"


def recipient(case: Case, person: Person) -> Recipient:
    """Answer the e-mail address given in this application, none where a letter was chosen, else the person's own."""
    form = queries.service_of(case).form
    chosen = str(form.answer_for(QuestionRole.CONTACT_EMAIL, case.answers) or person.email)
    by_letter = form.answer_for(QuestionRole.CONTACT_BY, case.answers) == BY_LETTER
    return Recipient(person.ref, person.name, "" if by_letter else chosen, postal_address(case, person))


def copies(notice: Notice, case: Case, *, on: date) -> list[Notice]:
    """Answer the same notice, by mail, for each relative or guardian who may act for the applicant in this case."""
    key, applicant = case.application.service_key, case.application.applicant
    acting = [each for each in consents.representatives_of(applicant, on=on) if key in each.services]
    found = {each.representative: _who_acts(each, notice) for each in acting if each.capacity != Capacity.AGENT}
    page = f"/cases/{case.reference}/"
    return [
        replace(notice, recipient=other, path=page, enclosure="")
        for other in found.values()
        if other.email and other.email != notice.recipient.email
    ]


def _who_acts(consent: Consent, notice: Notice) -> Recipient:
    person = accounts.person(consent.representative)
    account = accounts.account_of(person)
    name = f"{notice.recipient.name}（{person.name} 代為申請）"
    return Recipient(person.ref, name, person.email or (account.email if account else ""))


def postal_address(case: Case, person: Person) -> str:
    """Answer the registered address (行政程序法 §72), else what the person told us."""
    residence = household_facts(queries.pieces(case.application)).get("residence", {})
    typed = queries.service_of(case).form.answer_for(QuestionRole.HOME_ADDRESS, case.answers)
    return str(residence.get("address") or typed or person.postal_address)
