"""guitai demo: the invented county, its officials and its citizens. Nothing here works outside the demo."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from guitai.accounts import actions as accounts
from guitai.accounts import queries as people
from guitai.accounts.terms import AgencyKind, AgencyView, Channel
from guitai.config import environment
from guitai.config.demo_people import COUNTY_POSTS, LATER_TOWNSHIP_POSTS, TOWNSHIP_POSTS, DemoPost, name_of
from guitai.config.terms import CannotStart
from guitai.core import actions as core
from guitai.core import clock

WORLD = Path(environment.value("GUITAI_WORLD_DIR", str(environment.VAR / "world")))
ACTOR = "system:demo"
OFFICE = "office.example"  # .example can receive no mail (RFC 2606)
NEWCOMER = "newcomer@example.com"
POSTS = {AgencyKind.COUNTY: (), AgencyKind.COUNTY_BUREAU: COUNTY_POSTS, AgencyKind.TOWNSHIP: TOWNSHIP_POSTS}
LATER_POSTS = {AgencyKind.TOWNSHIP: LATER_TOWNSHIP_POSTS}
HEADS_FROM = 500  # names of heads begin where those of officials end
IN_OFFICE_SINCE = date(2025, 1, 1)


@dataclass(frozen=True)
class DemoCitizen:
    """Somebody of people.json, as far as an account needs to know."""

    title: str
    number: str
    name: str
    born: date
    email: str
    mailbox: str  # where she signs in; without one of her own, an address that only the demo knows
    address: str


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="guitai demo")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("load", help="invented agencies, officials and citizens are in the database")
    clock_parser = verbs.add_parser("clock", help="move the clock on by so many days, or back to real time with 0")
    clock_parser.add_argument("days", type=int)
    told = parser.parse_args(arguments)
    if told.verb == "load":
        load(clock.now())
    else:
        _move_clock(told.days)
    return 0


def load(now: datetime) -> None:
    """The demo's people are there, once; loading again changes nothing that happened since."""
    _only_in_the_demo()
    accounts.load_agencies(environment.ROOT / "services" / "tw" / "agencies.yaml", actor=ACTOR, now=now)
    for nth, agency in enumerate(people.agencies()):
        if not agency.head_name:
            _describe(agency, nth, now=now)
    for nth, (agency, post) in enumerate(_posts()):
        _official(agency, post, name=name_of(nth), now=now)
    for citizen in citizens():
        _citizen(citizen, now=now)
    accounts.open_account(NEWCOMER, actor=ACTOR, now=now)


def citizens() -> list[DemoCitizen]:
    """Answer the people of the stories; the world is made by `python -m standins.world`."""
    source = WORLD / "people.json"
    if not source.is_file():
        raise CannotStart(f"{source} is missing: run `python -m standins.world --out {WORLD}` first.")
    return [_read(story) for story in json.loads(source.read_text(encoding="utf-8"))["stories"]]


def officials() -> list[tuple[AgencyView, DemoPost, str]]:
    """Answer agency, post and sign-in of everybody who works in the demo."""
    return [(agency, post, address_of(agency, post)) for agency, post in _posts()]


def address_of(agency: AgencyView, post: DemoPost) -> str:
    return f"{post.key}.{agency.code.lower()}@{OFFICE}"


def sign_ins() -> list[str]:
    """Answer the lines that the terminal shows when everything runs."""
    shown = ("10007100", "10007-SW")
    offices = [
        f"  {account.name}\t{agency.name} {post.title}\t{address}"
        for agency, post, address in officials()
        if agency.code in shown and (account := people.account_named(address))
    ]
    told = [f"  {citizen.name}\t{citizen.title}\t{citizen.mailbox}" for citizen in citizens()[:5]]
    page = f"Sign in with one click: {settings.BASE_URL}/demo/"
    return [page, "Citizens, for example:", *told, "Officials, for example:", *offices]


def _describe(agency: AgencyView, nth: int, *, now: datetime) -> None:
    """The agency has an invented head, address and telephone, so that letters are complete."""
    place = agency.name.removesuffix("公所").removesuffix("政府社會處").removesuffix("政府")
    accounts.describe_agency(
        agency.code,
        head_name=name_of(HEADS_FROM + nth),
        address=f"{place}示範路{nth + 1}號",
        phone=f"(04)5550-{nth + 1:04d}",
        actor=ACTOR,
        now=now,
    )


def _posts() -> Iterator[tuple[AgencyView, DemoPost]]:
    agencies = people.agencies()
    for posts in (POSTS, LATER_POSTS):
        yield from ((agency, post) for agency in agencies for post in posts.get(agency.kind, ()))


def _read(story: dict[str, str]) -> DemoCitizen:
    return DemoCitizen(
        title=story["title"],
        number=story["number"],
        name=story["name"],
        born=date.fromisoformat(story["born"]),
        email=story["email"],
        mailbox=story["email"] or f"{story['key'].replace('_', '-')}@paper.example",
        address=story["address"],
    )


@transaction.atomic
def _official(agency: AgencyView, post: DemoPost, *, name: str, now: datetime) -> None:
    account, created = accounts.open_account(address_of(agency, post), name=name, actor=ACTOR, now=now)
    if not created:
        return
    opened = accounts.open_post(
        agency.code, unit=post.unit, number=post.key, title=post.title, roles=post.roles, actor=ACTOR, now=now
    )
    accounts.assign_post(account, opened, since=IN_OFFICE_SINCE, actor=ACTOR, now=now)


@transaction.atomic
def _citizen(citizen: DemoCitizen, *, now: datetime) -> None:
    account, created = accounts.open_account(citizen.mailbox, actor=ACTOR, now=now)
    if not created:
        return
    person = accounts.register_person(citizen.number, citizen.name, citizen.born, actor=ACTOR, now=now)
    accounts.update_contact(person, email=citizen.email, phone="", postal_address=citizen.address, actor=ACTOR, now=now)
    accounts.bind(account, person, channel=Channel.COUNTER, how="demo", actor=ACTOR, now=now)


def _move_clock(days: int) -> None:
    moved = core.move_clock(timedelta(days=days)) if days else core.reset_clock()
    sys.stdout.write(f"The clock of the demo shows {moved.astimezone(clock.TAIPEI):%Y-%m-%d %H:%M}.\n")


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise CannotStart("This is not the demo (GUITAI_DEMO is not set): no invented people are loaded.")
