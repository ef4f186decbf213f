"""Every write: give a consent, take it back, prove a telephone by a code."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.accounts.models import Account
from guitai.accounts.terms import Official, Role
from guitai.audit import actions as audit
from guitai.consents import codes, evidence, policies, queries
from guitai.consents.codes import check_phone_code, phone_code
from guitai.consents.locks import one_at_a_time
from guitai.consents.models import Consent
from guitai.consents.policies import Wanted
from guitai.consents.refusals import WORDS
from guitai.consents.terms import REVOKED_AT_COUNTER, Capacity, ConsentRefused, Means, Representative, Signed
from guitai.core import clock
from guitai.outbox import actions as outbox

__all__ = ["check_phone_code", "give", "phone_code", "revoke", "revoke_at_counter"]

GIVEN, REVOKED = "consents.given", "consents.revoked"


@transaction.atomic
def give(
    *,
    subject: str,
    given_by: str,
    purpose: str,
    facts: Sequence[str],
    services: Sequence[str],
    text: str,
    until: date,
    now: datetime,
    representative: Representative | None = None,
    signed: Signed | None = None,
    language: str = "zh-hant",
) -> Consent:
    """The consent is recorded with the very words that were shown and how it was agreed, until its last day.

    With a representative it is also the mandate (委任): who acts, in which services, whether withdrawing is included.
    """
    today = now.astimezone(clock.TAIPEI).date()
    wanted = Wanted(
        subject, given_by, purpose, frozenset(facts), frozenset(services), text, until, today, representative, signed
    )
    missing = policies.lack(wanted)
    if missing:
        raise ConsentRefused(str(WORDS[missing]))
    if representative:
        _refuse_fourth(wanted, representative)
    consent = _consent(wanted, language=language, now=now)
    if signed:
        consent.signature = evidence.keep(consent, signed)
    consent.save(force_insert=True)
    if signed and signed.means is Means.PHONE_CODE:
        codes.refuse_phone_of_representative(signed.phone, representative.ref if representative else "")
        codes.spend(consent, subject=wanted.who_agrees, phone=signed.phone, now=now)
    _record("consent.given", consent, actor=given_by, now=now)
    _tell(GIVEN, consent, now=now)
    return consent


@transaction.atomic
def revoke(consent: Consent, *, actor: str, now: datetime) -> None:
    """From now on nobody asks or acts on the ground of this consent; what was done before stays done."""
    if not policies.may_revoke(subject=consent.subject, representative=consent.representative, actors=_is_also(actor)):
        raise ConsentRefused(_("Only the person concerned, or who acts for her, can revoke this consent."))
    _end(consent, "consent.revoked", actor=actor, now=now)


@transaction.atomic
def revoke_at_counter(consent: Consent, *, present: str, official: Official, now: datetime) -> None:
    """As after every revocation; the record says that the official ended it at the wish of the person present."""
    may = policies.may_revoke_at_counter(
        subject=consent.subject,
        present=present,
        official=official.account_ref,
        serves_counter=official.may(Role.COUNTER),
    )
    if not may:
        raise ConsentRefused(_("At the counter only the person whose identity card is shown takes a consent back."))
    _end(consent, REVOKED_AT_COUNTER, actor=official.account_ref, now=now)


def _end(consent: Consent, verb: str, *, actor: str, now: datetime) -> None:
    changed = Consent.objects.filter(pk=consent.pk, revoked_at=None).update(revoked_at=now, revoked_by=actor)
    if not changed:
        raise ConsentRefused(_("This consent is already revoked."))
    consent.revoked_at, consent.revoked_by = now, actor
    _record(verb, consent, actor=actor, now=now)
    _tell(REVOKED, consent, now=now)


def _consent(wanted: Wanted, *, language: str, now: datetime) -> Consent:
    other, signed = wanted.representative, wanted.signed
    return Consent(
        subject=wanted.subject,
        given_by=wanted.given_by,
        purpose=wanted.purpose,
        services=sorted(wanted.services),
        facts=sorted(wanted.facts),
        text=wanted.text,
        language=language,
        text_sha256=sha256(wanted.text.encode()).hexdigest(),
        given_at=now,
        until=wanted.until,
        means=(signed.means if signed else Means.OWN_ACCOUNT).value,
        representative=other.ref if other else "",
        representative_name=other.name.strip() if other else "",
        capacity=(other.capacity if other else Capacity.SELF).value,
        relation=other.relation if other else "",
        may_withdraw=bool(other and other.may_withdraw),
    )


def _refuse_fourth(wanted: Wanted, other: Representative) -> None:
    """Counted while nobody else can: two tablets at the same moment do not make four."""
    if other.capacity is Capacity.GUARDIAN:
        return  # appointed by a court, not empowered by her: 行政程序法 §24 counts those she empowers
    one_at_a_time(wanted.subject)
    empowered = [
        (each.representative, each.services)
        for each in queries.representatives_of(wanted.subject, on=wanted.today)
        if each.capacity != Capacity.GUARDIAN
    ]
    if policies.too_many(empowered, ref=other.ref, services=wanted.services):
        raise ConsentRefused(
            _("Three people act for this person already, which is the most the law allows. End one of them first.")
        )


def _is_also(actor: str) -> set[str]:
    """Answer the actor, and the person whose account it is."""
    try:
        binding = accounts.open_binding(accounts.account(actor))
    except Account.DoesNotExist:
        return {actor}
    return {actor, binding.person.ref} if binding else {actor}


def _tell(topic: str, consent: Consent, *, now: datetime) -> None:
    outbox.publish(topic, thing=str(consent), data={"consent": str(consent.pk)}, now=now)


def _record(verb: str, consent: Consent, *, actor: str, now: datetime) -> None:
    audit.record(
        verb,
        actor=actor,
        thing=str(consent),
        subject=consent.subject,
        purpose=consent.purpose,
        basis=str(consent),
        detail={
            "services": consent.services,
            "facts": consent.facts,
            "text_sha256": consent.text_sha256,
            "representative": consent.representative,
            "capacity": consent.capacity,
            "means": consent.means,
            "evidence_sha256": consent.signature.sha256 if consent.signature else "",
        },
        now=now,
    )
