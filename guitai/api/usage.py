"""Who used a person's data, as the data tracker's interface says it; what she may not know, it does not say either."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.api.asked import Asked
from guitai.audit import looks as audit
from guitai.audit.purposes import table
from guitai.audit.terms import READ, Look, Wish
from guitai.catalogue import disclosure
from guitai.consents import queries as consents
from guitai.core import clock

VERBS = (READ, "gateway.asked", "gateway.reused", "desk.search_number")
SYSTEM = "guitai"
BEGAN = "SELECT applied FROM django_migrations WHERE app = 'audit' AND name = '0003_who_was_looked_at'"


class MayNotAsk(Exception):
    """Whoever asks is neither the person nor acts for her."""


@dataclass(frozen=True)
class Usages:
    total: int
    rows: list[Mapping[str, str]]


def find(asked: Asked, *, now: datetime) -> tuple[Person | None, Usages]:
    """Answer whose data it is and what was done with them; nobody, and nothing, for a number we do not know."""
    person = accounts.find_person(asked.subject)
    if asked.user != asked.subject and (person is None or not _acts_for(person, asked.user, now=now)):
        raise MayNotAsk
    if person is None:
        return None, Usages(0, [])
    wish = Wish(
        subjects=tuple(accounts.looked_at_as(person)),
        verbs=VERBS,
        since=asked.since,
        until=asked.until,
        skip=asked.offset,
        most=asked.limit,
    )
    found, total = audit.looks(wish, disclosure.held(now=now))
    names = {each.code: each.name for each in accounts.agencies()}
    return person, Usages(total, [_usage(look, names) for look in found])


def held_since() -> datetime:
    """Answer from when on uses are kept: since this system writes them down."""
    with connection.cursor() as cursor:
        cursor.execute(BEGAN)
        (began,) = cursor.fetchone()
    return datetime.fromtimestamp(began.timestamp(), UTC)


def is_recording() -> bool:
    """Tell whether what is read now can be written down."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_is_open()")
        (is_open,) = cursor.fetchone()
    return bool(is_open)


def _acts_for(person: Person, number: str, *, now: datetime) -> bool:
    """Tell whether whoever has this number may act for the person today, by a consent that holds."""
    user = accounts.find_person(number)
    today = now.astimezone(clock.TAIPEI).date()
    valid = consents.representatives_of(person.ref, on=today)
    account = accounts.account_of(user) if user else None
    mine = {user.ref if user else "", account.ref if account else ""} - {""}
    return any(each.representative in mine for each in valid)


def _usage(look: Look, names: Mapping[str, str]) -> Mapping[str, str]:
    code = look.said("agency") or settings.API_AGENCY
    return {
        "logtime": look.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "action": _action(look),
        "receiverCode": code,
        "receiverName": names.get(code, code),
        "receiverSystem": look.said("system") or SYSTEM,
    }


def _action(look: Look) -> str:
    """Answer the purpose in words; of a question in somebody else's matter only that it was asked."""
    purposes = table().purposes
    key = look.purpose if look.verb == READ else "question"
    return purposes[key].words.zh if key in purposes else purposes["upkeep"].words.zh
