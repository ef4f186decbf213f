"""How an applicant wants to be told, and where letters go."""

from guitai.accounts.models import Person
from guitai.cases import queries
from guitai.cases.household import household_facts
from guitai.cases.models import Case
from guitai.notices.terms import Recipient

BY_LETTER = "letter"


def recipient(case: Case, person: Person) -> Recipient:
    """Answer the e-mail address given in this application, none where a letter was chosen, else the person's own."""
    chosen = str(case.answers.get("email") or person.email)
    by_letter = case.answers.get("notice_by") == BY_LETTER
    return Recipient(person.ref, person.name, "" if by_letter else chosen, postal_address(case, person))


def postal_address(case: Case, person: Person) -> str:
    """Answer the registered address (行政程序法 §72), else what the person told us."""
    residence = household_facts(queries.pieces(case.application)).get("residence", {})
    typed = str(case.answers.get("registered_address", ""))
    return str(residence.get("address", "")) or typed or person.postal_address
