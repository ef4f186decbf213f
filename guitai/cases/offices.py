"""Which offices a case goes through: the township of the registered address, and the owning agency."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.accounts.terms import AgencyKind
from guitai.cases.household import household_facts
from guitai.cases.terms import Piece
from guitai.catalogue.terms import Service
from guitai.work.terms import MoveRefused


class OfficeUnknown(MoveRefused):
    """Nobody here is competent for this address."""


def offices_of(service: Service, pieces: list[Piece], answers: Mapping[str, Any]) -> dict[str, str]:
    """Answer the agency of each office the flow names; raises OfficeUnknown outside the county."""
    meanings = {"owning_agency": service.agency_code, "applicant_township": _township(pieces, answers)}
    return {name: meanings[meaning] for name, meaning in service.flow.offices.items()}


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
