"""Before anybody has agreed to anything: may this person apply, is a like case open. Yes, no or unknown, nothing more.

A service says in its data.yaml by which law this may be asked; every attempt is on record, and the person can read it,
also when she comes to be known here only later.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.audit import actions as audit
from guitai.cases import queries
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service
from guitai.core.kit import Tone, Words
from guitai.gateways import actions as gateways
from guitai.gateways import queries as lookups
from guitai.gateways.declaration import MAY_APPLY, PRECHECK_SOURCE
from guitai.gateways.terms import Answered, NoBasis

MOST_AN_HOUR = 40  # numbers one agent may enter; a busy counter serves far fewer
UNKNOWN = "unknown"


class TooManyPrechecks(Exception):
    """One agent has entered more numbers than a counter could serve."""


@dataclass(frozen=True)
class Told:
    """What may be said about one service: may she apply ("yes", "no", "unknown"), and is a like case open."""

    service: Service
    may_apply: str
    is_open: bool

    @property
    def is_worthwhile(self) -> bool:
        return self.may_apply != "no" and not self.is_open


def look(number: str, *, actor: str, now: datetime) -> list[Told]:
    """Answer for each service what the law lets be told before a consent; raises TooManyPrechecks."""
    if lookups.things_asked(actor, PRECHECK_SOURCE, since=now - timedelta(hours=1)) >= MOST_AN_HOUR:
        raise TooManyPrechecks(
            _("You have entered %(most)d numbers within an hour. Wait a while; every entry is on record.")
            % {"most": MOST_AN_HOUR}
        )
    thing, person = f"precheck:{uuid4()}", accounts.find_person(number)
    subject = person.ref if person else ""
    told = [_tell(service, number, subject, actor=actor, thing=thing, now=now) for service in catalogue.services()]
    with transaction.atomic():
        audit.record("cases.precheck", actor=actor, thing=thing, subject=subject, now=now)
    return told


def _tell(service: Service, number: str, subject: str, *, actor: str, thing: str, now: datetime) -> Told:
    is_open = bool(subject) and queries.open_case(subject, service.key) is not None
    return Told(service, _may_apply(service, number, subject, actor=actor, thing=thing, now=now), is_open)


def _may_apply(service: Service, number: str, subject: str, *, actor: str, thing: str, now: datetime) -> str:
    """A system that is silent has not said no."""
    item = service.data.precheck
    if item is None:
        return UNKNOWN
    inquiry = item.inquiry(number=number, subject=subject, actor=actor, thing=thing, service=service.key)
    try:
        reply = gateways.ask(inquiry, now=now, declaration=service.data)
    except NoBasis:
        return UNKNOWN
    return str(reply.facts[MAY_APPLY]) if isinstance(reply, Answered) else UNKNOWN


def words(told: Told) -> tuple[Words, Tone]:
    """Answer in one word how it stands, and how that sounds."""
    if told.is_open:
        return _("a like case is open"), Tone.NOTE
    return {
        "yes": (_("may apply"), Tone.GOOD),
        "no": (_("cannot apply"), Tone.REST),
    }.get(told.may_apply, (_("not known"), Tone.WAIT))
