"""Codes that prove who somebody is: given at a counter, or asked for and sent by letter."""

import hmac
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.accounts import policies
from guitai.accounts.actions.people import correct_from_card, register_person
from guitai.accounts.models import Account, BindingCode, LetterRequest, Person
from guitai.accounts.queries import find_person, number_index
from guitai.accounts.terms import Channel, IssuedCode, TooManyRequests
from guitai.audit import actions as audit
from guitai.core import clock, encryption
from guitai.outbox import actions as outbox

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read aloud or copied as something else
LENGTH = 10
CODE_PURPOSE = "binding-code"
LETTERS_IN_30_DAYS = 3


def normal_code(typed: str) -> str:
    """Answer the code as it was issued: without dashes and spaces, in capitals."""
    plain = typed.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}).upper()
    return "".join(sign for sign in plain if sign in ALPHABET)


def code_hash(person: Person, code: str) -> bytes:
    return encryption.blind_index(f"{person.pk}:{code}", purpose=CODE_PURPOSE)


def fits(row: BindingCode, code: str) -> bool:
    return hmac.compare_digest(bytes(row.code_hash), code_hash(row.person, code))


@transaction.atomic
def issue_binding_code(person: Person, *, channel: Channel, actor: str, now: datetime) -> IssuedCode:
    """The person has one good code, any earlier one is dead; the code itself is in the answer and nowhere else."""
    Person.objects.select_for_update().get(pk=person.pk)
    BindingCode.objects.filter(person=person, used_at__isnull=True, replaced_at__isnull=True).update(replaced_at=now)
    code = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
    expires = now + timedelta(days=policies.DAYS_VALID[channel])
    BindingCode.objects.create(
        person=person,
        channel=channel,
        code_hash=code_hash(person, code),
        issued_by=actor,
        issued_at=now,
        expires_at=expires,
    )
    audit.record(
        "accounts.code_issued",
        actor=actor,
        thing=person.ref,
        subject=person.ref,
        purpose="proof of identity",
        detail={"channel": channel.value},
        now=now,
    )
    return IssuedCode(
        person_ref=person.ref, code=f"{code[:5]}-{code[5:]}", expires=expires.astimezone(clock.TAIPEI).date()
    )


@transaction.atomic
def give_out_at_counter(
    number: str, name: str, born: date, *, name_changed: bool, actor: str, now: datetime
) -> tuple[Person, IssuedCode]:
    """Whoever showed this card has a code; a name that differs is taken over only when the counter says so."""
    known = find_person(number)
    if known is not None and name_changed and known.born == born:
        correct_from_card(known, name=name, actor=actor, now=now)
    person = register_person(number, name, born, actor=actor, now=now)
    return person, issue_binding_code(person, channel=Channel.COUNTER, actor=actor, now=now)


@transaction.atomic
def ask_for_letter(account: Account, *, number: str, name: str, born: date, now: datetime) -> None:
    """A letter will go to the registered address, if what is stated is what the register knows.

    The answer is the same for every number: whether somebody is known here is nobody's business.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    lately = LetterRequest.objects.filter(account=account, asked_at__gt=now - timedelta(days=30)).count()
    if lately >= LETTERS_IN_30_DAYS:
        raise TooManyRequests(_("You have asked three times within 30 days. Please come to a counter."))
    index = number_index(number)
    under_way = LetterRequest.objects.filter(number_index=index, asked_at__gt=now - timedelta(days=7))
    if under_way.exists():
        return  # one letter a week to one household, whoever asks
    row = LetterRequest.objects.create(
        account=account, number=number, number_index=index, name=name, born=born, asked_at=now
    )
    audit.record("accounts.letter_asked", actor=account.ref, thing=f"letter_request:{row.pk}", now=now)
    outbox.publish("accounts.code_by_letter", thing=f"letter_request:{row.pk}", data={"request": row.pk}, now=now)


@transaction.atomic
def issue_letter_code(request_id: int, *, actor: str, now: datetime) -> IssuedCode:
    """The code stands on the letter that is printed now; call it only after the register confirmed name and birth."""
    row = LetterRequest.objects.select_for_update().get(pk=request_id, answered_at__isnull=True)
    person = register_person(row.number, row.name, row.born, actor=actor, now=now)
    row.answered_at, row.answer = now, "printed"
    row.save(update_fields=["answered_at", "answer"])
    return issue_binding_code(person, channel=Channel.LETTER, actor=actor, now=now)


@transaction.atomic
def spell_as_registered(request_id: int, *, name: str, actor: str, now: datetime) -> None:
    """The request bears the name as the register writes it, whatever form of a character was typed."""
    row = LetterRequest.objects.select_for_update().get(pk=request_id, answered_at__isnull=True)
    if row.name == name:
        return
    row.name = name
    row.save(update_fields=["name"])
    audit.record("accounts.letter_spelled", actor=actor, thing=f"letter_request:{row.pk}", now=now)


@transaction.atomic
def refuse_letter(request_id: int, *, why: str, actor: str, now: datetime) -> None:
    """No letter goes out; the reason is for the audit, not for whoever asked."""
    row = LetterRequest.objects.select_for_update().get(pk=request_id, answered_at__isnull=True)
    row.answered_at, row.answer = now, why
    row.save(update_fields=["answered_at", "answer"])
    audit.record("accounts.letter_refused", actor=actor, thing=f"letter_request:{row.pk}", now=now)
