"""A code sent to somebody's own telephone: made, typed back, and worth one consent.

Who makes the code sends it; here it is kept only as a keyed hash.
"""

import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.audit import actions as audit
from guitai.consents.locks import one_at_a_time
from guitai.consents.models import Consent, PhoneCode
from guitai.consents.terms import CodeRefused
from guitai.core import encryption, identifiers

DIGITS = 6
GOOD_FOR = timedelta(minutes=10)
WORTH_FOR = timedelta(minutes=30)  # once confirmed: time to finish the page
MOST_AN_HOUR = 5
MOST_PEOPLE = (
    3  # whose consents one telephone may prove within a year: a household shares one, an agent's serves nobody
)
PURPOSE = "consent-code"


@transaction.atomic
def phone_code(*, subject: str, phone: str, actor: str, now: datetime, representative: str = "") -> str:
    """Answer the code to send; any earlier one of this person is dead."""
    number = _mobile(phone)
    refuse_phone_of_representative(phone, representative)
    one_at_a_time(subject)
    _refuse_busy_phone(subject, number, now=now)
    if PhoneCode.objects.filter(subject=subject, made_at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise CodeRefused(_("Too many codes were sent within an hour. Choose another way, or come back later."))
    PhoneCode.objects.filter(subject=subject, replaced_at__isnull=True, spent_on__isnull=True).update(replaced_at=now)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row = PhoneCode.objects.create(
        subject=subject,
        phone_index=_phone_index(number),
        code_hash=_code_hash(subject, number, code),
        made_by=actor,
        made_at=now,
        expires_at=now + GOOD_FOR,
    )
    _record("consent.code_made", row, actor=actor, now=now)
    return code


def check_phone_code(*, subject: str, phone: str, code: str, actor: str, now: datetime) -> None:
    """The person has typed back what was sent; raises CodeRefused, and the wrong try stays counted.

    Call it outside a transaction. The same code may be typed again while the page is being corrected; it is worth
    one consent.
    """
    if not _try(subject, _mobile(phone), _digits(code), actor=actor, now=now):
        raise CodeRefused(_("This is not the code that was sent, or it is no longer good. Have a new one sent."))


def is_confirmed(*, subject: str, phone: str, now: datetime) -> bool:
    """Tell whether this telephone has been proven a moment ago and serves no other consent."""
    return _confirmed(subject, _mobile(phone), now).exists()


def spend(consent: Consent, *, subject: str, phone: str, now: datetime) -> None:
    """The confirmed code belongs to this consent and to no other; call it inside the consent's transaction."""
    row = _confirmed(subject, _mobile(phone), now).select_for_update().first()
    if row is None:
        raise CodeRefused(_("The code sent to the telephone has not been typed in yet."))
    row.spent_on = consent
    row.save(update_fields=["spent_on"])


def refuse_phone_of_representative(phone: str, representative: str) -> None:
    """A code proves nothing where it reaches the telephone of whoever wants to be empowered."""
    if not representative.startswith("person:"):
        return
    try:
        theirs = _mobile(accounts.person(representative).phone)
    except (Person.DoesNotExist, CodeRefused):
        return
    if theirs == _mobile(phone):
        raise CodeRefused(_("This is the telephone of the one who is to act. The code must reach the person herself."))


def _refuse_busy_phone(subject: str, number: str, *, now: datetime) -> None:
    """A telephone that spoke for several others is nobody's own."""
    spent = PhoneCode.objects.filter(phone_index=_phone_index(number), spent_on__isnull=False)
    others = spent.filter(made_at__gt=now - timedelta(days=365)).exclude(subject=subject)
    if others.values("subject").distinct().count() >= MOST_PEOPLE:
        raise CodeRefused(_("This telephone has already served other people. Use the person's own, or another way."))


@transaction.atomic(durable=True)
def _try(subject: str, number: str, code: str, *, actor: str, now: datetime) -> bool:
    rows = PhoneCode.objects.select_for_update().filter(_alive(now), subject=subject, phone_index=_phone_index(number))
    row = rows.filter(tries__lt=PhoneCode.MOST_TRIES).first()
    if row is None:
        return False
    if not hmac.compare_digest(bytes(row.code_hash), _code_hash(subject, number, code)):
        row.tries += 1
        row.save(update_fields=["tries"])
        _record("consent.code_wrong", row, actor=actor, now=now)
        return False
    if row.confirmed_at is None:
        row.confirmed_at = now
        row.save(update_fields=["confirmed_at"])
        _record("consent.code_confirmed", row, actor=actor, now=now)
    return True


def _alive(now: datetime) -> Q:
    open_now = Q(confirmed_at__isnull=True, expires_at__gt=now) | Q(confirmed_at__gt=now - WORTH_FOR)
    return open_now & Q(replaced_at__isnull=True, spent_on__isnull=True)


def _confirmed(subject: str, number: str, now: datetime) -> QuerySet[PhoneCode]:
    rows = PhoneCode.objects.filter(_alive(now), subject=subject, phone_index=_phone_index(number))
    return rows.filter(confirmed_at__isnull=False)


def _mobile(phone: str) -> str:
    try:
        return identifiers.check_mobile(phone)
    except identifiers.IdentifierWrong as wrong:
        raise CodeRefused(str(wrong)) from wrong


def _digits(code: str) -> str:
    plain = code.translate(identifiers.FULL_WIDTH)
    return "".join(sign for sign in plain if sign.isascii() and sign.isdigit())


def _phone_index(number: str) -> bytes:
    return encryption.blind_index(number, purpose=f"{PURPOSE}-phone")


def _code_hash(subject: str, number: str, code: str) -> bytes:
    return encryption.blind_index(f"{subject}:{number}:{code}", purpose=PURPOSE)


def _record(verb: str, row: PhoneCode, *, actor: str, now: datetime) -> None:
    audit.record(verb, actor=actor, thing=f"phone_code:{row.pk}", subject=row.subject, now=now)
