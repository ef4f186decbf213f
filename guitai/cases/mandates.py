"""Somebody else applies for a person: the words she agrees to, the consent, and what begins with it.

The order protects her: she agrees, then the household register confirms who she is, then everything known is filled in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.accounts import actions as accounts
from guitai.accounts import queries as people
from guitai.accounts.models import Person
from guitai.accounts.terms import AgencyView
from guitai.cases import consent as words_of
from guitai.cases import opening, prefill
from guitai.cases.acting import representative_words
from guitai.cases.terms import AlreadyOpen
from guitai.catalogue.terms import Service
from guitai.consents import actions as consents
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity, Representative, Signed
from guitai.core import han, identifiers, rocdate
from guitai.core.clock import TAIPEI
from guitai.gateways import actions as gateways
from guitai.gateways.declaration import About, Item
from guitai.gateways.terms import Answered, NotAnswered, Reason

LASTS = timedelta(days=365)
REGISTER = "household_register"
Entry = Mapping[str, str]


class NotConfirmed(Exception):
    """The household register knows the number otherwise, or not at all; the sentence is for who typed it."""


@dataclass(frozen=True)
class Wanted:
    """What is to be agreed to: by whom, for which services, who acts, until when."""

    name: str
    number: str
    services: tuple[Service, ...]
    representative: Representative
    until: date


def agency(code: str) -> AgencyView:
    return people.agency(code)


def last_day(now: datetime) -> date:
    return (now + LASTS).astimezone(TAIPEI).date()


def text(wanted: Wanted) -> str:
    """Answer the consent word for word, to be read aloud and kept as it was shown."""
    other = wanted.representative
    looked_up = dict.fromkeys(
        f"{line.source}：{line.what}（{line.ground}）"
        for service in wanted.services
        for line in words_of.lines(service)
    )
    titles = "、".join(str(service.title) for service in wanted.services)
    who = {"name": wanted.name, "number": identifiers.mask(wanted.number)}
    parts = [
        _("I, %(name)s (%(number)s), agree to the following.") % who,
        _("1. %(who)s applies for me for: %(services)s.") % {"who": _called(other), "services": titles},
        _("2. For these applications the following data are looked up:"),
        *(f"　{line}" for line in looked_up),
        _("3. This holds until %(day)s.") % {"day": rocdate.roc_full(wanted.until)},
        _("4. My representative may also withdraw an application.")
        if other.may_withdraw
        else _("4. My representative may not withdraw an application; only I can."),
        _("5. I can take this back at any time, at once: on my page, at any counter, or by telephone to the county."),
        _("6. Whatever is looked up and done for me is recorded, and I can read it."),
    ]
    return "\n".join(parts)


def _called(other: Representative) -> str:
    as_what = {
        Capacity.AGENT: _("agent of the office"),
        Capacity.RELATIVE: _("my %(relation)s") % {"relation": other.relation},
        Capacity.GUARDIAN: _("my guardian"),
    }
    return _("%(name)s (%(as_what)s)") % {"name": other.name, "as_what": as_what[other.capacity]}


def known_person(number: str, name: str, born: date, *, actor: str, now: datetime) -> tuple[Person, bool]:
    """Answer the person of this card and whether she was unknown until now; raises accounts' refusals."""
    known = people.find_person(number)
    if known and known.born == born and han.search_key(known.name) == han.search_key(name):
        return known, False
    return accounts.register_person(number, name, born, actor=actor, now=now), known is None


def give(person: Person, wanted: Wanted, signed: Signed, *, shown: str, now: datetime) -> Consent:
    """She has agreed, with everything that shows it; raises ConsentRefused."""
    facts = {fact for service in wanted.services for fact in service.data.consent_facts()}
    return consents.give(
        subject=person.ref,
        given_by=person.ref,
        purpose="、".join(service.title.zh for service in wanted.services)[:200],
        facts=sorted(facts),
        services=[service.key for service in wanted.services],
        text=shown,
        until=wanted.until,
        now=now,
        representative=wanted.representative,
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
