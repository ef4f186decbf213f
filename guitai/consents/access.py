"""Who may open the page of a consent: the person it is about, and whoever may act under it; nobody else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase

from guitai.accounts.access import (
    Access,
    CitizenRequest,
    Gate,
    OfficialRequest,
    SignedInRequest,
    citizen_page,
    marked,
    official_page,
    signed_in_page,
)
from guitai.accounts.terms import Role
from guitai.consents import queries
from guitai.consents.models import Consent
from guitai.core import clock


@dataclass(frozen=True)
class Reader:
    """Somebody who looks at a consent, and what she is to it."""

    consent: Consent
    account: str
    is_subject: bool
    holds: bool

    @property
    def sees_evidence(self) -> bool:
        """The person always; who acts for her while that lasts."""
        return self.is_subject or self.holds


def concerned_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in the person concerned and the representative: an agent as the official she is, others as citizens."""

    @citizen_page
    def as_citizen(request: CitizenRequest, /, consent_id: UUID, **more: int) -> HttpResponseBase:
        return view(request, _reader(consent_id, request.account.ref, request.person.ref), **more)

    @official_page(Role.AGENT)
    def as_agent(request: OfficialRequest, /, consent_id: UUID, **more: int) -> HttpResponseBase:
        return view(request, _reader(consent_id, request.account.ref, request.account.ref), **more)

    @wraps(view)
    @signed_in_page
    def guarded(request: SignedInRequest, /, consent_id: UUID, **more: int) -> HttpResponseBase:
        is_agent = request.official is not None and request.official.may(Role.AGENT)
        is_named = is_agent and queries.seen_by(consent_id, refs={request.account.ref}) is not None
        return (as_agent if is_named else as_citizen)(request, consent_id, **more)

    return marked(guarded, Access(Gate.CONCERNED))


def _reader(consent_id: UUID, account: str, ref: str) -> Reader:
    consent = queries.seen_by(consent_id, refs={ref})
    if consent is None:
        raise Http404
    holds = queries.holds(consent, on=clock.today())
    return Reader(consent, account, consent.subject == ref, holds)
