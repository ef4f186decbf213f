"""How an applicant wants to be told, and where letters go."""

from guitai.accounts.models import Person
from guitai.cases import queries
from guitai.cases.household import household_facts
from guitai.cases.models import Case
from guitai.eforms.terms import QuestionRole
from guitai.notices.terms import Recipient

BY_LETTER = "letter"


def recipient(case: Case, person: Person) -> Recipient:
    """Answer the e-mail address given in this application, none where a letter was chosen, else the person's own."""
    form = queries.service_of(case).form
    chosen = str(form.answer_for(QuestionRole.CONTACT_EMAIL, case.answers) or person.email)
    by_letter = form.answer_for(QuestionRole.CONTACT_BY, case.answers) == BY_LETTER
    return Recipient(person.ref, person.name, "" if by_letter else chosen, postal_address(case, person))


def postal_address(case: Case, person: Person) -> str:
    """Answer the registered address (行政程序法 §72), else what the person told us."""
    residence = household_facts(queries.pieces(case.application)).get("residence", {})
    typed = queries.service_of(case).form.answer_for(QuestionRole.HOME_ADDRESS, case.answers)
    return str(residence.get("address") or typed or person.postal_address)
