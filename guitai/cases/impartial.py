"""Officials stay out of what is their own (行政程序法 §32 I: the official, the spouse, close relatives)."""

from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.cases import queries
from guitai.cases.household import members
from guitai.cases.models import Case
from guitai.work.terms import Mover, MoveRefused, WaitsFor


def refuse_own(case: Case, mover: Mover) -> None:
    """Pass when the case is a stranger's, as far as accounts and the household register say; raises MoveRefused."""
    person = accounts.person_behind(mover.ref) if mover.kind is WaitsFor.OFFICE else None
    if is_own(case, person):
        raise MoveRefused(words())


def is_own(case: Case, person: Person | None) -> bool:
    """Tell whether whoever reads or decides is the applicant or stands with her in the household register."""
    if person is None:
        return False
    if person.ref == case.application.applicant:
        return True
    return person.national_number in {member.number for member in members(queries.pieces(case.application))}


def words() -> str:
    return _("This case is your own or your family's. A colleague has to handle it.")
