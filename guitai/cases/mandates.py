"""Somebody else applies for a person: the words she agrees to, the consent, and what begins with it.

The order protects her: she agrees, then the household register confirms who she is, then everything known is filled in.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.accounts import actions as accounts
from guitai.accounts import queries as people
from guitai.accounts.models import Person
from guitai.accounts.terms import AgencyView
from guitai.audit import actions as audit_records
from guitai.audit import queries as audit
from guitai.cases import opening, prefill
from guitai.cases.acting import representative_words
from guitai.cases.terms import AlreadyOpen, Wanted
from guitai.catalogue.terms import Service
from guitai.consents import actions as consents
from guitai.consents import queries as consents_given
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity, ConsentRefused, Signed
from guitai.core import han
from guitai.core.clock import TAIPEI
from guitai.gateways import actions as gateways
from guitai.gateways.declaration import About, Item
from guitai.gateways.terms import Answered, NotAnswered, Reason

LASTS = timedelta(days=365)
MOST_SLIPS = 5  # cards of known people that may be typed wrong within an hour
REGISTER = "household_register"
Entry = Mapping[str, str]


class NotConfirmed(Exception):
    """The household register knows the number otherwise, or not at all; the sentence is for who typed it."""


def agency(code: str) -> AgencyView:
    return people.agency(code)


def last_day(now: datetime) -> date:
    return (now + LASTS).astimezone(TAIPEI).date()


def known_person(number: str, name: str, born: date, *, actor: str, now: datetime) -> tuple[Person, bool]:
    """Answer the person of this card and whether she was unknown until now; raises accounts' refusals."""
    known = people.find_person(number)
    if known and known.born == born and han.search_key(known.name) == han.search_key(name):
        return known, False
    if known:
        _count_slip(known, actor=actor, now=now)
    if known and _is_own_slip(known, actor=actor):
        accounts.correct_from_card(known, name=name, born=born, actor=actor, now=now)
        return known, False
    return accounts.register_person(number, name, born, actor=actor, now=now), known is None


def _count_slip(person: Person, *, actor: str, now: datetime) -> None:
    """Whoever types cards that do not fit is on record, and stopped after some: a card is read, not guessed."""
    with transaction.atomic():
        audit_records.record("cases.card_differs", actor=actor, thing=person.ref, subject=person.ref, now=now)
    lately = audit.entries(actor=actor, verb="cases.card_differs", most=MOST_SLIPS + 1)
    if len([entry for entry in lately if entry.at > now - timedelta(hours=1)]) > MOST_SLIPS:
        raise ConsentRefused(_("Several cards did not fit within an hour. Wait a while; every attempt is on record."))


def _is_own_slip(person: Person, *, actor: str) -> bool:
    """Tell whether this very account typed the card wrong before, and nothing rests on it yet."""
    typed = audit.entries(thing=person.ref, verb="accounts.person_registered", most=1)
    rests = people.binding_of(person) is not None or consents_given.given_for(person.ref).exists()
    return not rests and [entry.actor for entry in typed] == [actor]


def given_on_page(person: Person, wanted: Wanted, *, shown: str, shown_at: datetime) -> Consent | None:
    """Answer the consent this page has given already, also one taken back since: a signature is worth one consent."""
    given = consents_given.given_for(person.ref).filter(representative=wanted.representative.ref)
    return next((each for each in given.filter(given_at__gte=shown_at) if each.text == shown), None)


def give(person: Person, wanted: Wanted, signed: Signed, *, shown: str, now: datetime) -> Consent:
    """She has agreed, or her guardian in her place, with everything that shows it; raises ConsentRefused."""
    facts = {fact for service in wanted.services for fact in service.data.consent_facts()}
    other = wanted.representative
    return consents.give(
        subject=person.ref,
        given_by=other.ref if other.capacity is Capacity.GUARDIAN else person.ref,
        purpose="、".join(service.title.zh for service in wanted.services)[:200],
        facts=sorted(facts),
        services=[service.key for service in wanted.services],
        text=shown,
        until=wanted.until,
        now=now,
        representative=other,
        signed=signed,
    )


def confirm(consent: Consent, person: Person, services: Sequence[Service], *, actor: str, now: datetime) -> None:
    """The register has said that number, name and birth date belong together, or was silent; raises NotConfirmed.

    A person who does not fit is not acted for: the consent is laid down at once.
    """
    item = next((each for service in services for each in service.data.items if _tells_who(each)), None)
    if item is None:
        return
    service = next(each for each in services if item in each.data.items)
    inquiry = item.inquiry(
        number=person.national_number,
        subject=person.ref,
        actor=actor,
        thing=str(consent),
        service=service.key,
        consent_id=str(consent.pk),
    )
    match gateways.ask(inquiry, now=now, declaration=service.data):
        case Answered(facts=facts):
            _compare(consent, person, facts["persons"][0], facts["residence"], actor=actor, now=now)
        case NotAnswered(reason=Reason.REFUSED):
            _lay_down(consent, now=now)
            raise NotConfirmed(_("The household register has nobody of this number. Compare it with the card."))


def _tells_who(item: Item) -> bool:
    return item.source == REGISTER and item.about is About.APPLICANT and {"persons", "residence"} <= set(item.gives)


def _compare(consent: Consent, person: Person, entry: Entry, home: Entry, *, actor: str, now: datetime) -> None:
    born = date.fromisoformat(entry["born"])
    if han.search_key(entry["name"]) == han.search_key(person.name) and born == person.born:
        if not person.postal_address and home.get("address"):
            accounts.update_contact(
                person,
                email=person.email,
                phone=person.phone,
                postal_address=home["address"],
                actor=actor,
                now=now,
            )
        return
    with transaction.atomic():
        _lay_down(consent, now=now)
        if people.binding_of(person) is None:  # else a slip of the keyboard would stand in her way for ever
            accounts.correct_from_register(person, name=entry["name"], born=born, actor=actor, now=now)
    raise NotConfirmed(
        _("In the household register this number has another name or birth date. Compare everything with the card.")
    )


def _lay_down(consent: Consent, *, now: datetime) -> None:
    consents.revoke(consent, actor=consent.representative, now=now)


def begin(
    consent: Consent, person: Person, services: Sequence[Service], *, actor: str, now: datetime
) -> dict[str, str]:
    """Each service has a draft with everything known in it; answer the open cases that stood in the way."""
    in_the_way: dict[str, str] = {}
    for service in services:
        try:
            application = opening.begin(
                person, service, consent=consent, actor=actor, words=representative_words(consent), now=now
            )
        except AlreadyOpen as earlier:
            in_the_way[service.key] = earlier.reference
        else:
            prefill.fetch_and_show(application, person, actor=actor, now=now)
    return in_the_way
