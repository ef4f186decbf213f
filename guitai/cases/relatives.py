"""Which relatives somebody may apply for: the household register says so, with her own consent; no number is typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guitai.accounts.models import Person
from guitai.accounts.terms import Sex
from guitai.consents import actions as consents
from guitai.consents import queries as consents_given
from guitai.consents.models import Consent
from guitai.consents.terms import Consented
from guitai.core.clock import TAIPEI
from guitai.gateways import actions as gateways
from guitai.gateways.terms import Answered, Inquiry, NoBasis

REGISTER = "household_register"
SERVICE = "幫家人辦"  # what this consent is for; as every service of a consent is named where it is read
PURPOSE = "確認可以代為申請的家人"
FACTS = (f"{REGISTER}.persons",)
OF_AGE = 18  # 民法 §12; who is younger does not empower anybody

# What a relative is to whoever acts → what she calls them, and what whoever acts is to the relative, by sex.
RELATIONS: dict[str, tuple[Promise, str, str]] = {
    "mother": (gettext_lazy("mother"), "女兒", "兒子"),
    "father": (gettext_lazy("father"), "女兒", "兒子"),
    "spouse": (gettext_lazy("spouse"), "配偶", "配偶"),
    "grandmother": (gettext_lazy("grandmother"), "孫女", "孫子"),
    "grandfather": (gettext_lazy("grandfather"), "孫女", "孫子"),
    "daughter": (gettext_lazy("daughter"), "母親", "父親"),
    "son": (gettext_lazy("son"), "母親", "父親"),
    "granddaughter": (gettext_lazy("granddaughter"), "祖母", "祖父"),
    "grandson": (gettext_lazy("grandson"), "祖母", "祖父"),
}


class RegisterSilent(Exception):
    """The household register does not answer; the sentence says what to do."""


@dataclass(frozen=True)
class Relative:
    """One whom the law lets somebody act for: of a straight line, or the spouse."""

    key: str
    number: str
    name: str
    born: date
    relation: str
    mine: str  # what whoever acts is to her

    @property
    def words(self) -> str:
        return _("%(name)s (%(relation)s)") % {"name": self.name, "relation": RELATIONS[self.relation][0]}


def consent_text() -> str:
    return _("I agree that the household register is asked who my parents, children, grandparents and spouse are.")


def agree(person: Person, *, now: datetime) -> Consent:
    """For today the register may be asked about the person's own family."""
    return consents.give(
        subject=person.ref,
        given_by=person.ref,
        purpose=PURPOSE,
        facts=FACTS,
        services=[SERVICE],
        text=consent_text(),
        until=now.astimezone(TAIPEI).date(),
        now=now,
    )


def agreed(person: Person, *, now: datetime) -> Consent | None:
    """Answer the consent under which the register may be asked now."""
    own = consents_given.given_for(person.ref).filter(services=[SERVICE])
    today = now.astimezone(TAIPEI).date()
    return next((each for each in own if consents_given.holds(each, on=today)), None)


def relatives(person: Person, consent: Consent, *, actor: str, now: datetime) -> list[Relative]:
    """Answer whom she may apply for; raises RegisterSilent."""
    inquiry = Inquiry(
        source=REGISTER,
        number=person.national_number,
        subject=person.ref,
        purpose=PURPOSE,
        basis=Consented(str(consent.pk)),
        actor=actor,
        thing=str(consent),
        service=SERVICE,
        gives=("persons",),
        freshness_days=1,
    )
    try:
        reply = gateways.ask(inquiry, now=now)
    except NoBasis as refused:
        raise RegisterSilent(str(refused)) from refused
    if not isinstance(reply, Answered):
        raise RegisterSilent(
            _("The household register does not answer at the moment. Try again later, or go to the village office.")
        )
    today = now.astimezone(TAIPEI).date()
    listed = [_relative(f"p{at}", entry, person) for at, entry in enumerate(reply.facts["persons"])]
    return [each for each in listed if each and _of_age(each.born, today)]


def _relative(key: str, entry: Mapping[str, Any], person: Person) -> Relative | None:
    relation = str(entry["relation"])
    if relation not in RELATIONS:
        return None
    _words, woman, man = RELATIONS[relation]
    mine = woman if person.sex == Sex.FEMALE else man
    born = date.fromisoformat(str(entry["born"]))
    return Relative(key, str(entry["number"]), str(entry["name"]), born, relation, mine)


def _of_age(born: date, today: date) -> bool:
    return (today.year - born.year, (today.month, today.day) >= (born.month, born.day)) >= (OF_AGE, True)
