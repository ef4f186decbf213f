"""Every write: give a consent, take it back."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.audit import actions as audit
from guitai.consents import policies
from guitai.consents.models import Consent
from guitai.consents.terms import ConsentRefused
from guitai.core import clock


@transaction.atomic
def give(
    *,
    subject: str,
    given_by: str,
    purpose: str,
    facts: Sequence[str],
    service: str,
    text: str,
    until: date,
    now: datetime,
) -> Consent:
    """The consent is recorded with the very words that were shown, and holds until its last day or until revoked."""
    if not policies.may_give(subject=subject, given_by=given_by):
        raise ConsentRefused(_("Only the person concerned can give this consent."))
    if not (purpose and service and text.strip() and facts):
        raise ConsentRefused(_("A consent names its purpose, its service, its facts and the words that were shown."))
    if until < now.astimezone(clock.TAIPEI).date():
        raise ConsentRefused(_("The last day of the consent is already over."))
    consent = Consent.objects.create(
        subject=subject,
        given_by=given_by,
        purpose=purpose,
        service=service,
        facts=sorted(set(facts)),
        text=text,
        text_sha256=sha256(text.encode()).hexdigest(),
        given_at=now,
        until=until,
    )
    _record("consent.given", consent, actor=given_by, now=now)
    return consent


@transaction.atomic
def revoke(consent: Consent, *, actor: str, now: datetime) -> None:
    """From now on nothing is asked on the ground of this consent; what was answered before stays where it was used."""
    if not policies.may_give(subject=consent.subject, given_by=actor):
        raise ConsentRefused(_("Only the person concerned can revoke this consent."))
    changed = Consent.objects.filter(pk=consent.pk, revoked_at=None).update(revoked_at=now, revoked_by=actor)
    if not changed:
        raise ConsentRefused(_("This consent is already revoked."))
    _record("consent.revoked", consent, actor=actor, now=now)


def _record(verb: str, consent: Consent, *, actor: str, now: datetime) -> None:
    audit.record(
        verb,
        actor=actor,
        thing=str(consent),
        subject=consent.subject,
        purpose=consent.purpose,
        basis=str(consent),
        detail={"service": consent.service, "facts": consent.facts, "text_sha256": consent.text_sha256},
        now=now,
    )
