"""What somebody finds on the first day in a post: what is open by when, who stands in, whom to ask, how it is done."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from guitai.accounts import duty
from guitai.accounts import queries as accounts
from guitai.accounts.duty import Colleague, Duty
from guitai.accounts.terms import AgencyView, PostView, Role
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import LawReference, Service
from guitai.core.clock import TAIPEI
from guitai.desk import guides, worklist
from guitai.desk.counts import Piles, piles
from guitai.desk.guides import Guide
from guitai.desk.models import HandOver
from guitai.desk.wanted import Show, Wanted
from guitai.desk.worklist import SUPERVISED, Viewer, WorkRow
from guitai.work.models import Step, Task

SHOWN = 5
GAP = re.compile(r"\{\{[^}]*\}\}")  # what a letter fills in
REASONS = 5
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Reason:
    """Words that were written at a step of this desk."""

    step: str
    words: str
    by: str
    on: date


@dataclass(frozen=True)
class Handled:
    """A service this desk works on: its law, its letters, and what colleagues wrote when they decided."""

    title: str
    law: tuple[LawReference, ...]
    days: int
    letters: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class MyPost:
    posts: tuple[PostView, ...]
    offices: tuple[AgencyView, ...]
    counted: dict[str, int]
    next_due: list[WorkRow]
    duties: tuple[Duty, ...]
    stand_ins: list[Duty]
    to_ask: list[Colleague]
    services: list[Handled]
    guides: list[Guide]
    hand_overs: list[HandOver]


def my_post(who: Viewer, *, hand_overs: list[HandOver], now: datetime) -> MyPost:
    today = now.astimezone(TAIPEI).date()
    me, counted = who.official, piles(who, today=today)
    codes = sorted({post.agency_code for post in me.posts})
    mine = worklist.tasks(who, Wanted(), today=today)[:SHOWN]
    return MyPost(
        posts=me.posts,
        offices=tuple(accounts.agency(code) for code in codes),
        counted={show: counted.count(Wanted(show=show)).lines for show in Show},
        next_due=worklist.rows(mine, who=who, today=today),
        duties=who.duties,
        stand_ins=duty.stand_ins_for(me.account_ref, on=today),
        to_ask=_to_ask(who, codes, today=today),
        services=_services(who, counted, since=now - LOOKED_BACK),
        guides=guides.guides_of(me),
        hand_overs=hand_overs[:SHOWN],
    )


def _to_ask(who: Viewer, codes: Iterable[str], *, today: date) -> list[Colleague]:
    """Answer supervisors first, then whoever does the same work; an administrator helps with the machine."""
    mine = {role for post in who.official.posts for role in post.roles}
    if Role.SUPERVISOR in mine:
        mine |= set(SUPERVISED)
    found = [each for each in duty.colleagues(list(codes), on=today) if each.ref != who.official.account_ref]
    helpful = {Role.SUPERVISOR, Role.ADMINISTRATOR} | mine
    return sorted((each for each in found if each.roles & helpful), key=lambda each: Role.SUPERVISOR not in each.roles)


def _services(who: Viewer, counted: Piles, *, since: datetime) -> list[Handled]:
    """Answer the services whose flow has a stage at one of this official's desks, or whose cases lie here."""
    roles = {desk.role for desk in who.desks} & set(map(str, SUPERVISED))
    here = {pile.service for pile in (*counted.lying, *counted.waiting)}
    fitting = [
        service
        for service in catalogue.services()
        if service.key in here or any(stage.role in roles for stage in service.flow.stages.values())
    ]
    return [_handled(service, who, since=since) for service in (fitting if roles else [])]


def _handled(service: Service, who: Viewer, *, since: datetime) -> Handled:
    return Handled(
        title=str(service.title),
        law=service.law,
        days=service.time_limit_days,
        letters=tuple(GAP.sub("…", template.subject) for template in service.letters.values()),
        reasons=tuple(_reasons(service, who, since=since)),
    )


def _reasons(service: Service, who: Viewer, *, since: datetime) -> Iterable[Reason]:
    """Answer the newest reasons of officials at stages of these desks; each wording once."""
    roles = {desk.role for desk in who.desks}
    stages = [key for key, stage in service.flow.stages.items() if stage.role in roles]
    codes = sorted({desk.agency_code for desk in who.desks})
    here = Task.objects.filter(item=OuterRef("item"), agency_code__in=codes)
    steps = Step.objects.filter(Exists(here), item__flow_key=service.key, from_stage__in=stages, at__gte=since)
    seen: dict[str, Step] = {}
    for step in steps.exclude(reasons="").order_by("-at", "-pk")[: 4 * REASONS]:
        seen.setdefault(step.reasons, step)
    moves = {move.key: str(move.label) for move in service.flow.moves}
    for step in list(seen.values())[:REASONS]:
        on = step.at.astimezone(TAIPEI).date()
        yield Reason(moves.get(step.move, step.move), step.reasons, step.actor_words, on)
