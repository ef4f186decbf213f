"""Officials stay out of what is their own (行政程序法 §32 I: the official, the spouse, close relatives)."""

from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.cases import queries
from guitai.cases.household import members
from guitai.cases.models import Case
from guitai.work.terms import Mover, MoveRefused, WaitsFor


def refuse_own(case: Case, mover: Mover) -> None:
    """Pass when the case is a stranger's, as far as accounts and the household register say; raises MoveRefused."""
    person = accounts.person_behind(mover.ref) if mover.kind is WaitsFor.OFFICE else None
    if person is None:
        return
    family = {member.number for member in members(queries.pieces(case.application))}
    if person.ref == case.application.applicant or person.national_number in family:
        raise MoveRefused(_("This case is your own or your family's. A colleague has to handle it."))
