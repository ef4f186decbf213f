"""Forwarding a case to the office that is competent (行政程序法 §17): which there are, and who has it then."""

from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.accounts.terms import AgencyView
from guitai.cases.models import Case
from guitai.catalogue.terms import Service
from guitai.work.flow import Move
from guitai.work.terms import MoveRefused


def candidates(case: Case, service: Service) -> list[AgencyView]:
    """Answer the other offices of the kind at which the case lies; none where it lies at no office."""
    office = service.flow.stages[case.item.stage].office
    if not office:
        return []
    here = accounts.agency(case.item.offices[office])
    return [agency for agency in accounts.agencies(here.kind) if agency.code != here.code]


def offices_after(case: Case, service: Service, move: Move, agency: str) -> dict[str, str]:
    """Answer which office of the flow is another one from now on; raises MoveRefused without a competent one."""
    if "agency" not in move.needs:
        return {}
    if agency not in {candidate.code for candidate in candidates(case, service)}:
        raise MoveRefused(_("Choose the office that is competent."))
    return {service.flow.stages[case.item.stage].office: agency}
