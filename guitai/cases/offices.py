"""Which offices a case goes through: the township of the registered address, and the owning agency."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.accounts.terms import AgencyKind
from guitai.cases.household import household_facts
from guitai.cases.models import Case
from guitai.cases.terms import Piece
from guitai.catalogue.terms import Service
from guitai.work.terms import Desk, MoveRefused, WaitsFor

APPLICANT_TOWNSHIP, OWNING_AGENCY = "applicant_township", "owning_agency"
"""What an office of a flow can be; a flow names its offices as it likes."""
GOVERNMENT = "政府"
REGION_UNKNOWN = "unknown"


class OfficeUnknown(MoveRefused):
    """Nobody here is competent for this address."""


def offices_of(service: Service, pieces: list[Piece], answers: Mapping[str, Any]) -> dict[str, str]:
    """Answer the agency of each office the flow names; raises OfficeUnknown outside the county."""
    return {name: MEANINGS[meaning](service, pieces, answers) for name, meaning in service.flow.offices.items()}


def office_that_is(meaning: str, case: Case, service: Service) -> str:
    """Answer the office of the case with this meaning, whatever its flow calls it; "" where it has none."""
    name = next((name for name, each in service.flow.offices.items() if each == meaning), "")
    return str(case.item.offices.get(name, ""))


def first_desk(service: Service, case: Case) -> Desk:
    """Answer where an official first looks at a case of this service."""
    return _desks(service, case)[0]


def deciding_desk(service: Service, case: Case) -> Desk:
    """Answer who answers for a decided case: the owning agency's desk, else the last one it went through."""
    desks = _desks(service, case)
    return next((desk for desk in desks if desk.agency_code == service.agency_code), desks[-1])


def _desks(service: Service, case: Case) -> list[Desk]:
    stages = (stage for stage in service.flow.stages.values() if stage.waits_for is WaitsFor.OFFICE)
    return [Desk(role=stage.role, agency_code=case.item.offices[stage.office]) for stage in stages]


def county_of(service: Service) -> str:
    """Answer the county whose amounts hold for this service; unknown while nobody entered its agencies."""
    agencies = {agency.code: agency for agency in accounts.agencies()}
    owner = agencies.get(service.agency_code)
    county = agencies.get(owner.parent_code, owner) if owner else None
    return county.name.removesuffix(GOVERNMENT) if county else REGION_UNKNOWN


def _township(pieces: list[Piece], answers: Mapping[str, Any]) -> str:
    """Answer the township office of the registered address, from the register, else from what was typed."""
    townships = {agency.code: agency for agency in accounts.agencies(AgencyKind.TOWNSHIP)}
    code = str(household_facts(pieces).get("residence", {}).get("township", ""))
    if code in townships:
        return code
    typed = [answer for answer in answers.values() if isinstance(answer, str)]
    for agency in () if code else townships.values():
        if any(text.startswith(agency.name.removesuffix("公所")) for text in typed):
            return agency.code
    raise OfficeUnknown(
        _("Your registered address lies outside this county. Apply at the county you are registered in.")
    )


MEANINGS: Mapping[str, Callable[[Service, list[Piece], Mapping[str, Any]], str]] = {
    APPLICANT_TOWNSHIP: lambda _service, pieces, answers: _township(pieces, answers),
    OWNING_AGENCY: lambda service, _pieces, _answers: service.agency_code,
}
