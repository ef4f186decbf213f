"""Every read: is a consent valid for this question, and which has somebody given."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from guitai.consents import policies
from guitai.consents.models import Consent
from guitai.core import clock


def valid(consent_id: str, *, subject: str, service: str, fact: str, on: date) -> bool:
    """Answer whether this consent covers asking this fact about this person, for this service, on this day."""
    try:
        consent = Consent.objects.filter(pk=UUID(str(consent_id))).first()
    except ValueError:
        return False
    return consent is not None and policies.covers(_scope(consent), subject=subject, service=service, fact=fact, on=on)


def given_for(subject: str) -> QuerySet[Consent]:
    """Consents about this person, newest first."""
    return Consent.objects.filter(subject=subject).order_by("-given_at")


def consent(consent_id: str) -> Consent:
    return Consent.objects.get(pk=consent_id)


def _scope(consent: Consent) -> policies.Scope:
    return policies.Scope(
        subject=consent.subject,
        service=consent.service,
        facts=frozenset(consent.facts),
        since=consent.given_at.astimezone(clock.TAIPEI).date(),
        until=consent.until,
        revoked_on=consent.revoked_at.astimezone(clock.TAIPEI).date() if consent.revoked_at else None,
    )
