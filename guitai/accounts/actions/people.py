"""Persons come to be known, and their numbers change."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guitai.accounts.models import Person, PersonNumber
from guitai.accounts.queries import find_person, number_index
from guitai.accounts.terms import CardDiffers, NumberKind, NumberTaken, Sex
from guitai.audit import actions as audit
from guitai.core import clock, identifiers

SEX_OF_DIGIT = {"1": Sex.MALE, "8": Sex.MALE, "A": Sex.MALE, "C": Sex.MALE}
SEX_OF_DIGIT |= {"2": Sex.FEMALE, "9": Sex.FEMALE, "B": Sex.FEMALE, "D": Sex.FEMALE}


def kind_of(number: str) -> NumberKind:
    """Answer what kind a normalised number is: its second character tells."""
    if number[1].isalpha():
        return NumberKind.RESIDENT_OLD
    return NumberKind.RESIDENT_NEW if number[1] in "89" else NumberKind.NATIONAL


@transaction.atomic
def register_person(number: str, name: str, born: date, *, actor: str, now: datetime) -> Person:
    """The person of this number is known; an already known one must be called and born the same."""
    plain = identifiers.national_number(number)
    known = find_person(plain)
    if known is not None:
        return _same(known, name, born)
    person = Person.objects.create(name=name, born=born, sex=SEX_OF_DIGIT[plain[1]], registered_at=now)
    _open_number(person, plain, since=now.astimezone(clock.TAIPEI).date())
    audit.record("accounts.person_registered", actor=actor, thing=person.ref, subject=person.ref, now=now)
    return person


@transaction.atomic
def correct_from_card(person: Person, *, name: str, actor: str, now: datetime, born: date | None = None) -> None:
    """The person bears the name, and the birth date where one is given, that stand on the card now."""
    person.name, person.born = name, born or person.born
    person.save(update_fields=["name", "born"])
    audit.record("accounts.name_corrected", actor=actor, thing=person.ref, subject=person.ref, now=now)


@transaction.atomic
def correct_from_register(person: Person, *, name: str, born: date, actor: str, now: datetime) -> None:
    """The person is called and born as the household register says; a slip of the hand stands in nobody's way."""
    person.name, person.born = name, born
    person.save(update_fields=["name", "born"])
    audit.record("accounts.person_corrected", actor=actor, thing=person.ref, subject=person.ref, now=now)


@transaction.atomic
def change_number(person: Person, number: str, *, since: date, actor: str, now: datetime) -> None:
    """The person has a new number; the old one still finds her, and her account stays bound."""
    plain = identifiers.national_number(number)
    current = PersonNumber.objects.select_for_update().get(person=person, until__isnull=True)
    if current.number == plain:
        return
    other = find_person(plain)
    if other is not None and other.pk != person.pk:
        raise NumberTaken(_("This number already belongs to somebody else. Compare it with the card."))
    current.until = max(since, current.since)
    current.save(update_fields=["until"])
    _open_number(person, plain, since=current.until)
    person.__dict__.pop("national_number", None)
    audit.record("accounts.number_changed", actor=actor, thing=person.ref, subject=person.ref, now=now)


@transaction.atomic
def update_contact(person: Person, *, email: str, phone: str, postal_address: str, actor: str, now: datetime) -> None:
    """Letters, mail and calls reach the person here."""
    person.email, person.phone, person.postal_address = email, phone, postal_address
    person.save(update_fields=["email", "phone", "postal_address"])
    audit.record("accounts.contact_changed", actor=actor, thing=person.ref, subject=person.ref, now=now)


def _same(known: Person, name: str, born: date) -> Person:
    if known.born != born:
        raise CardDiffers(_("Another birth date is recorded for this number. Compare number and date with the card."))
    if known.name != name:
        raise CardDiffers(_("Another name is recorded for this number. Compare it with the card."))
    return known


def _open_number(person: Person, plain: str, *, since: date) -> None:
    try:
        with transaction.atomic():
            PersonNumber.objects.create(
                person=person, kind=kind_of(plain), number=plain, number_index=number_index(plain), since=since
            )
    except IntegrityError as taken:  # two counters at once: the constraint decides
        raise NumberTaken(_("Somebody has just registered this number. Look it up again.")) from taken
