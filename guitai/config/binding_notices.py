"""Whoever is connected with an account, or was, is told: a theft is noticed by the one who was robbed."""

from datetime import date
from pathlib import Path

from django.conf import settings

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.accounts.terms import AgencyKind, AgencyView, Role
from guitai.core import clock, rocdate
from guitai.notices import actions as notices
from guitai.notices.template import read_file
from guitai.notices.terms import Notice, NoticeTemplate, Recipient, Sender
from guitai.outbox.terms import Event

ACTOR = "system:identity"
GIVES_OUT = frozenset({Role.COUNTER, Role.LETTERS})  # the posts through whose hands a code goes


class NobodyTells(Exception):
    """No office of the county is known that could send the notice; load the agencies."""


def on_bound(event: Event) -> None:
    """The account is told, and the person too where she has another address with us."""
    person, account = _concerned(event)
    _tell(event, "bound", person, account, to=sorted({account, person.email.lower() or account}))


def on_binding_ended(event: Event) -> None:
    """The account that lost the person is told."""
    person, account = _concerned(event)
    _tell(event, "binding_ended", person, account, to=[account])


def template(name: str) -> NoticeTemplate:
    return read_file(Path(settings.SERVICES_DIR) / "_bank" / "notices" / f"{name}.yaml")


def masked(email: str) -> str:
    """Answer an address its owner recognises and nobody else can use: m***@example.tw."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}***@{domain}"


def _concerned(event: Event) -> tuple[Person, str]:
    person, account = accounts.person(str(event.data["person"])), accounts.account(str(event.data["account"]))
    return person, account.email


def _tell(event: Event, name: str, person: Person, account: str, *, to: list[str]) -> None:
    words, sender = template(name), _sender(event)
    at = event.at.astimezone(clock.TAIPEI)
    data = {"at": f"{rocdate.roc_full(at.date())} {at:%H:%M}", "account": masked(account)}
    for email in to:
        recipient = Recipient(person=person.ref, name=person.name, email=email)
        notices.send(Notice(words, recipient, sender, event.thing, data, ACTOR), now=clock.now())


def _sender(event: Event) -> Sender:
    """Answer the office that gave out the code used at that moment; the department of the county where none was."""
    official = accounts.gave_out(str(event.data["person"]), used_at=event.at)
    posts = [post for post in official.posts if post.roles & GIVES_OUT] if official else []
    if official and posts:
        return _as_sender(accounts.agency(posts[0].agency_code), f"{posts[0].title} {official.name}")
    return county_sender(on=event.at.astimezone(clock.TAIPEI).date())


def county_sender(*, on: date) -> Sender:
    """Answer the department of the county and who leads it that day; raises NobodyTells."""
    departments = accounts.agencies(AgencyKind.COUNTY_BUREAU) or accounts.agencies(AgencyKind.COUNTY)
    if not departments:
        raise NobodyTells("no agency is loaded")
    return _as_sender(departments[0], _leader(departments[0], on=on))


def _leader(agency: AgencyView, *, on: date) -> str:
    posts = accounts.posts_with(Role.SUPERVISOR, agency.code, on=on)
    return accounts.responsible_name(posts[0], on=on) if posts else agency.name


def _as_sender(agency: AgencyView, responsible: str) -> Sender:
    return Sender(agency.code, agency.name, agency.address, agency.phone, responsible)
