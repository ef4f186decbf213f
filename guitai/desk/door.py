"""The one door to a case for officials: their office works on it, and it is neither their own nor their family's."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from guitai.accounts.access import OfficialRequest
from guitai.cases import impartial, queries
from guitai.cases.models import Case


def case_for(request: OfficialRequest, reference: str) -> Case:
    """Answer the case, or 404 where this official does not work on it; one's own is refused in words."""
    try:
        found = queries.case_for(request.official, reference)
    except queries.NoSuchCase as absent:
        raise Http404 from absent
    if impartial.is_own(found, request.person):
        raise PermissionDenied(impartial.words())
    return found
