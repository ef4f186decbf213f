"""How many applications can be sent in a second: journey.submit until the receipt is on disk and its jobs are queued.

Closed loop of 8 processes, each with its own connection as the role web, against a durable PostgreSQL on the same two
cores. Each sends drafts prepared beforehand: a household of the demo world with everything the registers said about it,
copied for as many persons; no attachment. The bare thing is one transaction of three rows (the case with answers of the
same length, its step, its job) by psycopg from the same loop, in the same run. Three rounds of each in turn; medians.
The pages: one round through ``guitai web`` (gunicorn), which gets the last page as a browser posts it.
"""

import argparse
import copy
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import county  # first: it makes the place
import loop
import place
from django.conf import settings
from django.db import connection
from django.test import Client
from report import record

from guitai.accounts import actions as accounts
from guitai.accounts.models import Account, Person, PersonNumber
from guitai.accounts.queries import number_index
from guitai.accounts.terms import Channel, NumberKind
from guitai.cases import journey, prefill
from guitai.cases.models import Application, Case, Evidence
from guitai.catalogue import queries as catalogue
from guitai.config import demo
from guitai.core import clock
from guitai.eforms import queries as drafts
from guitai.eforms.models import Draft
from tests.journeys.agencies import running
from tests.journeys.people import SERVICE, USUAL_ANSWERS

CLIENTS, WARM_UP, ROUNDS = 8, 3, 3
BARE_TIMES = 10  # the bare thing is so much quicker that it gets more to do
GOAL = 30
BACKEND = "guitai.accounts.backend.Backend"


@dataclass(frozen=True)
class Ready:
    """Somebody whose application only has to be sent."""

    person: Person
    draft: Draft


def first() -> Draft:
    """Answer a filled draft of somebody in the demo world, for whom every register was asked."""
    with running(place.FOLDER / "world") as agencies:
        settings.GATEWAYS = agencies.settings()
        story = next(one for one in demo.citizens() if one.email)
        born, now = story.born, clock.now()
        person = accounts.register_person(story.number, story.name, born, actor=county.ACTOR, now=now)
        service = catalogue.service(SERVICE)
        application = journey.open_application(person, service, consent_text="同意", actor=county.ACTOR, now=now)
        prefill.fetch_and_show(application, person, actor=county.ACTOR, now=now)
    draft = drafts.draft_of(person.ref, application.draft)
    family = drafts.known_of(draft).prefilled.get("members")
    listed = family.value if family and isinstance(family.value, list) else []
    members = [{"co_living": False, **each} for each in listed if isinstance(each, dict)]
    draft.answers = {**USUAL_ANSWERS, "members": members}
    draft.save(update_fields=["answers"])
    return draft


def prepare(model: Draft, *, count: int) -> list[Ready]:
    """So many persons have the same draft, with the same evidence, each of their own."""
    now, application = clock.now(), Application.objects.get(pk=model.pk)
    evidence = list(application.evidence.order_by("id"))
    known = Person.objects.count()
    people = [Person(name=f"測試{nth}", born=date(1976, 2, 3), registered_at=now) for nth in range(count)]
    Person.objects.bulk_create(people)
    PersonNumber.objects.bulk_create(_number(person, nth) for nth, person in enumerate(people, start=known))
    made = [_copy(model, id=None, owner=person.ref) for person in people]
    Draft.objects.bulk_create(made)
    pairs = list(zip(people, made, strict=True))
    Application.objects.bulk_create(_copy(application, draft=draft.pk, applicant=who.ref) for who, draft in pairs)
    rows = (_copy(one, id=None, application_id=draft.pk) for draft in made for one in evidence)
    Evidence.objects.bulk_create(rows, batch_size=2000)
    return [Ready(person, draft) for person, draft in pairs]


def _number(person: Person, nth: int) -> PersonNumber:
    number = f"Z1{nth:08d}"  # nobody's: the check digit is left to chance
    kind, since = NumberKind.NATIONAL, date(2025, 1, 1)
    return PersonNumber(person=person, kind=kind, number=number, number_index=number_index(number), since=since)


def _copy(row: Any, **changes: Any) -> Any:
    twin = copy.copy(row)
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


def in_process(ready: list[Ready]) -> Callable[[], loop.Step]:
    """Answer what a client does: one call of the action a number."""

    def begin() -> loop.Step:
        county.become("web")
        return lambda nth: send(ready[nth])

    return begin


def send(one: Ready) -> Case:
    return journey.submit(one.draft.pk, one.person, actor="account:1", now=clock.now())


def make_bare_tables() -> None:
    with county.bare() as session:
        session.execute("CREATE TABLE bare_case (id bigserial PRIMARY KEY, reference text UNIQUE, answers bytea)")
        session.execute("CREATE TABLE bare_step (id bigserial PRIMARY KEY, of bigint, move text, at timestamptz)")
        session.execute("CREATE TABLE bare_job (id bigserial PRIMARY KEY, of bigint, name text, at timestamptz)")


def three_rows(answers: bytes, salt: str) -> Callable[[], loop.Step]:
    """Answer what a bare client does: three rows, one transaction."""

    def begin() -> loop.Step:
        session = county.bare()

        def step(nth: int) -> None:
            with session.transaction():
                wanted = session.execute(
                    "INSERT INTO bare_case (reference, answers) VALUES (%s, %s) RETURNING id", [f"{salt}{nth}", answers]
                ).fetchone()
                session.execute("INSERT INTO bare_step (of, move, at) VALUES (%s, 'open', now())", wanted)
                session.execute("INSERT INTO bare_job (of, name, at) VALUES (%s, 'deliver', now())", wanted)

        return step

    return begin


def queries_of(one: Ready) -> list[str]:
    """Answer the statements of one submit, savepoints included, BEGIN and COMMIT not."""
    told: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        told.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        send(one)
    return told


@contextmanager
def web() -> Iterator[int]:
    """The pages are served on a free port while the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "guitai.config.cli", "web", f"--bind=127.0.0.1:{port}"]
    log = (place.FOLDER / "web.log").open("w")
    served = subprocess.Popen(command, env=os.environ | {"GUITAI_DB_ROLE": "web"}, stdout=log, stderr=log)  # noqa: S603 - ourselves
    try:
        for _try in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield port
    finally:
        served.terminate()
        served.wait()


def through_pages(ready: list[Ready], cookies: list[str], port: int) -> Callable[[], loop.Step]:
    """Answer what a client of the pages does: post the last page, be led to the receipt."""

    def step(nth: int) -> None:
        token = "t" * 32
        headers = {"Cookie": f"{cookies[nth]}; csrftoken={token}", "X-CSRFToken": token, "Content-Length": "0"}
        # A connection each, as different people have.
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
            line.request("POST", f"/drafts/{ready[nth].draft.pk}/check/", headers=headers)
            answer = line.getresponse()
            answer.read()
        receipt = answer.headers.get("Location", "")
        if not receipt.startswith("/cases/"):
            raise RuntimeError(f"{answer.status} {receipt}: not sent")

    return lambda: step


def sign_in(ready: list[Ready]) -> list[str]:
    """Answer the cookie of each, signed in and proven to be the person."""
    cookies = []
    for nth, one in enumerate(ready):
        account, _new = accounts.open_account(f"bench{nth}@example.net", actor=county.ACTOR, now=clock.now())
        accounts.bind(account, one.person, channel=Channel.COUNTER, how="bench", actor=county.ACTOR, now=clock.now())
        cookies.append(_cookie(account))
    return cookies


def _cookie(account: Account) -> str:
    browser = Client()
    browser.force_login(account, backend=BACKEND)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Applications sent in a second.")
    parser.add_argument("--count", type=int, default=400, help="applications a round")
    told = parser.parse_args()
    county.fill()
    make_bare_tables()
    model = first()
    queries = measure_actions(model, told.count)
    print(f"queries: {len(queries)}, of them savepoints {sum('SAVEPOINT' in sql for sql in queries)}")
    record("submit: queries", len(queries), "queries")
    measure_pages(model, told.count)


def measure_actions(model: Draft, count: int) -> list[str]:
    warm, *others = prepare(model, count=2 + ROUNDS * count)
    send(warm)  # reads the edition, which the children then have too
    queries = queries_of(others.pop())
    answers = bytes(len(str(model.answers).encode()))
    ours, bare, used = [], [], []
    for nth in range(ROUNDS):
        numbers = range(nth * count, (nth + 1) * count)
        bare.append(loop.closed(three_rows(answers, f"{nth}-"), range(count * BARE_TIMES), clients=CLIENTS, warm_up=20))
        before = county.processor_of_database()
        ours.append(loop.closed(in_process(others), numbers, clients=CLIENTS, warm_up=WARM_UP))
        used.append((county.processor_of_database() - before) / count + ours[-1].processor / len(ours[-1].seconds))
    rate, rate_bare = (statistics.median(run.per_second for run in runs) for runs in (ours, bare))
    record("submit: bare transaction of three rows, 8 clients", round(rate_bare), "a second")
    share, goal = round(rate / rate_bare, 4), f"≥ {GOAL} a second"
    record("submit: in process, 8 clients", round(rate, 1), "a second", ratio=share, goal=goal, holds=rate >= GOAL)
    record("submit: in process, p95", round(1000 * statistics.median(run.percentile(95) for run in ours)), "ms")
    # What a busy machine does not change much: with nothing else running, two cores bear 2 / this many a second.
    record("submit: processor time of one, client and database", round(1000 * statistics.median(used), 1), "ms")
    return queries


def measure_pages(model: Draft, count: int) -> None:
    ready = prepare(model, count=count)
    cookies = sign_in(ready)
    with web() as port:
        run = loop.closed(through_pages(ready, cookies, port), range(count), clients=CLIENTS, warm_up=WARM_UP)
    holds = run.per_second >= GOAL
    record("submit: through the pages, 8 clients", round(run.per_second, 1), "a second", goal=f"≥ {GOAL}", holds=holds)
    record("submit: through the pages, p95", round(1000 * run.percentile(95)), "ms")


if __name__ == "__main__":
    main()
