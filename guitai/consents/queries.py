"""Every read: is a consent valid for this question, who may act for whom, and what has somebody given."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from guitai.audit import queries as audit
from guitai.consents import evidence, policies
from guitai.consents.codes import is_confirmed
from guitai.consents.models import Consent
from guitai.consents.terms import REVOKED_AT_COUNTER
from guitai.core import clock, together
from guitai.core.together import Part

__all__ = ["is_confirmed"]


def valid(consent_id: str, *, subject: str, service: str, fact: str, on: date) -> bool:
    """Answer whether this consent covers asking this fact about this person, for this service, on this day."""
    scope = _scope_of(consent_id)
    return scope is not None and policies.covers(scope, subject=subject, service=service, fact=fact, on=on)


def may_act(consent_id: str, *, ref: str, service: str, on: date) -> bool:
    """Answer whether this representative may act under this consent, in this service, on this day."""
    scope = _scope_of(consent_id)
    return scope is not None and policies.empowers(scope, ref=ref, service=service, on=on)


def may_withdraw(consent_id: str, *, ref: str, service: str, on: date) -> bool:
    """Answer whether this representative may also withdraw the application."""
    scope = _scope_of(consent_id)
    return scope is not None and policies.empowers_to_withdraw(scope, ref=ref, service=service, on=on)


def mandates_of(ref: str) -> QuerySet[Consent]:
    """Consents under which this one acts or acted for others, newest first."""
    return Consent.objects.filter(representative=ref).exclude(representative="").order_by("-given_at")


def given_for(subject: str) -> QuerySet[Consent]:
    """Consents about this person, newest first."""
    return Consent.objects.filter(subject=subject).order_by("-given_at")


def representatives_of(subject: str, *, on: date) -> list[Consent]:
    """Answer the consents under which somebody may act for this person on this day, newest first."""
    return [each for each in given_for(subject).exclude(representative="") if policies.holds(_scope(each), on)]


def holding(subject: str, *, on: date) -> list[Consent]:
    """Answer every consent of this person that holds on this day, her own to look-ups included, newest first."""
    return [each for each in given_for(subject) if policies.holds(_scope(each), on)]


def ended_at_counter(consent: Consent) -> bool:
    """Answer whether an official took it back on the wish of the person who stood before her."""
    return bool(audit.entries(thing=str(consent), verb=REVOKED_AT_COUNTER, most=1))


def part_of(consent_id: str) -> Part[Consent]:
    """Answer the read of this consent."""
    return together.rows_of(Consent, where="id = %(consent)s", params={"consent": together.uuid_in(consent_id)})


def consent(consent_id: str) -> Consent:
    return Consent.objects.get(pk=consent_id)


def seen_by(consent_id: UUID, *, refs: set[str]) -> Consent | None:
    """Answer the consent, if one of these is the person concerned or the representative."""
    concerned = Q(subject__in=refs) | (Q(representative__in=refs) & ~Q(representative=""))
    return Consent.objects.select_related("signature").filter(concerned, pk=consent_id).first()


def holds(consent: Consent, *, on: date) -> bool:
    return policies.holds(_scope(consent), on)


def is_intact(consent: Consent) -> bool:
    """Answer whether the words, the signature and the scope are as they were agreed to, and as the audit has them."""
    recorded = audit.entries(thing=str(consent), verb="consent.given", most=1)
    kept = consent.signature.sha256 if consent.signature else ""
    return (
        evidence.is_intact(consent)
        and len(recorded) == 1
        and recorded[0].detail.get("text_sha256") == consent.text_sha256
        and recorded[0].detail.get("evidence_sha256", "") == kept
    )


def _scope_of(consent_id: str) -> policies.Scope | None:
    try:
        found = Consent.objects.filter(pk=UUID(str(consent_id))).first()
    except ValueError:
        return None
    return _scope(found) if found else None


def _scope(consent: Consent) -> policies.Scope:
    return policies.Scope(
        subject=consent.subject,
        services=frozenset(consent.services),
        facts=frozenset(consent.facts),
        since=consent.given_at.astimezone(clock.TAIPEI).date(),
        until=consent.until,
        revoked_on=consent.revoked_at.astimezone(clock.TAIPEI).date() if consent.revoked_at else None,
        representative=consent.representative,
        may_withdraw=consent.may_withdraw,
    )
