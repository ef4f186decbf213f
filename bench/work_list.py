"""Work list, case page and searches at a million cases: real web processes, an open loop, then as fast as they can.

One million cases in a county of 26 townships, 120,000 of them open: 3,846 at each township, 20,000 at the county, 6,000
wait for their applicants. ``--rate`` requests a second of ``--seconds``, at moments drawn as those of independent
people: pages of the list, case pages, searches by number, by name, by identity number, by officials of all townships
and the county. Then 8 and 32 clients that ask again at once. Before: how many statements each page asks, all counted.
The bare thing: the first 25 tasks of a desk, four columns, on a connection without Django.
"""

import argparse
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from urllib.parse import quote

import county  # first: it makes the place
import loop
import many
import open_loop
import served
import whole
from django.db import connection
from django.test import Client
from report import record

from guitai.accounts.models import Account
from guitai.config import demo
from guitai.core import reading
from guitai.work.models import Task

RATE, GOAL_MS, GOAL_STATEMENTS, GOAL_SATURATED = 40, 60, 12, 120
WARM_UP = 10
BARE: LiteralString = """SELECT id, item_id, stage, due_on FROM work_task
    WHERE done_at IS NULL AND agency_code = %s AND role = %s ORDER BY due_on, id LIMIT 25"""
# What officials do in a minute: half of it is looking at the list and through it.
SHARES = {"list": 36, "next page": 4, "case page": 30, "number": 10, "name": 8, "surname": 2, "identity number": 10}


@dataclass(frozen=True)
class Ask:
    """One request: what it is, where, and whose session."""

    kind: str
    path: str
    cookie: str


def fill(cases: int, *, copies: int = 120) -> list[str]:
    """The county is there with so many cases; answers the numbers of those that can be opened."""
    county.fill()
    with reading.begin(actor=county.ACTOR, purpose="upkeep"):
        case = whole.one()
        numbers = whole.copies(case, count=copies)
    many.seed(many.Size(cases - copies - 1), many.sealed_answers(case.pk))
    return numbers


def sessions() -> dict[str, str]:
    """Answer a signed-in first reviewer of each township by its code, and an approver of the county."""
    found = {}
    for agency, post, mailbox in demo.officials():
        roles = {str(role) for role in post.roles}
        if agency.code not in found and {"first_review", "approve"} & roles:
            found[agency.code] = served.cookie_of(Account.objects.get(email=mailbox))
    return found


def asks(numbers: Sequence[str], count: int) -> list[Ask]:
    """Answer so many requests, drawn by their shares; the same for the same county."""
    drawn, cookies = random.Random(3), sessions()
    home = Task.objects.get(item__reference=numbers[0], done_at=None).agency_code
    lying = _lying(2_000)
    kinds = drawn.choices(list(SHARES), weights=list(SHARES.values()), k=count)
    return [_ask(kind, drawn.choice(lying), drawn.choice(numbers), cookies, home) for kind in kinds]


def _lying(count: int) -> list[tuple[str, int, str, str, str]]:
    """Answer of open cases: where they lie, the task, number, applicant, person."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT t.agency_code, t.id, c.reference, c.applicant_name, substr(c.subject, 8)
            FROM work_task t JOIN cases_case c USING (item_id)
            WHERE t.done_at IS NULL AND c.applicant_name <> '' ORDER BY md5(t.id::text) LIMIT %s""",
            [count],
        )
        return list(cursor.fetchall())


def _ask(kind: str, line: tuple[str, int, str, str, str], number: str, cookies: dict[str, str], home: str) -> Ask:
    agency, task, reference, name, person = line
    queries = {
        "list": "",
        "next page": f"?page=2&after={task}",
        "number": f"?q={reference}",
        "name": f"?q={quote(name)}",
        "surname": f"?q={quote(name[:1])}",
        "identity number": f"?person={person}",
    }
    if kind == "case page":
        return Ask(kind, f"/desk/cases/{number}/", cookies[home])
    return Ask(kind, f"/desk/work/{queries[kind]}", cookies[agency])


def statements(wanted: Sequence[Ask]) -> dict[str, int]:
    """Answer how many statements a page of each kind asks at the most, beginning and end of transactions counted."""
    found: dict[str, int] = {}
    for ask in {ask.kind: ask for ask in reversed(wanted)}.values():
        browser = Client()
        name, _equals, value = ask.cookie.partition("=")
        browser.cookies[name] = value
        browser.get(ask.path)
        told: list[str] = []
        with connection.execute_wrapper(_noting(told)):
            browser.get(ask.path)
        found[ask.kind] = len(told)
    return found


def _noting(told: list[str]) -> Callable[..., Any]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many_: bool, context: Any) -> Any:
        told.append(sql)
        return execute(sql, params, many_, context)

    return note


def sender(port: int, wanted: Sequence[Ask]) -> Callable[[], open_loop.Send]:
    """Answer what each line of the open loop does: ask for the page of this number on its own connection."""

    def begin() -> open_loop.Send:
        mine = threading.local()

        def send(nth: int) -> str:
            if not hasattr(mine, "browser"):
                mine.browser = served.Browser(port)
            ask = wanted[nth % len(wanted)]
            mine.browser.get(ask.path, ask.cookie)
            return ask.kind

        return send

    return begin


def stepper(port: int, wanted: Sequence[Ask]) -> Callable[[], loop.Step]:
    def begin() -> loop.Step:
        browser = served.Browser(port)
        return lambda nth: browser.get(wanted[nth % len(wanted)].path, wanted[nth % len(wanted)].cookie)

    return begin


def bare(times: int = 200) -> float:
    """Answer the milliseconds of the bare thing."""
    with county.bare("web") as session:
        run = loop.timed(lambda: session.execute(BARE, (many.COUNTY, "approve")).fetchall(), times)
    return 1000 * loop.percentile(run, 50)


def measure(wanted: Sequence[Ask], *, name: str, rate: float, seconds: float) -> open_loop.Run:
    with served.web() as port:
        run = open_loop.run(sender(port, wanted), rate=rate, seconds=seconds, warm_up=WARM_UP)
        used = county.processor_of_database()
        for clients in (8, 32):
            closed = loop.closed(stepper(port, wanted), range(20 * clients + 400), clients=clients, warm_up=5)
            holds = closed.per_second >= GOAL_SATURATED
            goal = f"≥ {GOAL_SATURATED} a second"
            record(
                f"{name}, saturated, {clients} clients",
                round(closed.per_second, 1),
                "pages a second",
                goal=goal,
                holds=holds,
            )
        asked = 2 * (400 + 20 * 20)
        record(
            f"{name}, processor of the database, a page",
            round(1000 * (county.processor_of_database() - used) / asked, 1),
            "ms",
        )
        for size in served.memory_of_web(port)[-1:]:
            record(f"{name}, memory of a web process", round(size), "MB")
    bare_ms = bare()
    for kind in ("", *run.kinds):
        p50, p95 = (1000 * run.percentile(percent, kind) for percent in (50, 95))
        words = f"{name}, {kind or 'all'}, {rate:g} a second"
        record(f"{words}, p50", round(p50, 1), "ms", ratio=round(p50 / bare_ms, 1))
        record(f"{words}, p95", round(p95, 1), "ms", goal=f"≤ {GOAL_MS} ms", holds=p95 <= GOAL_MS)
    return run


def main() -> None:
    parser = argparse.ArgumentParser(description="The pages of the desk with very many cases.")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seconds", type=float, default=60)
    told = parser.parse_args()
    numbers = fill(told.cases)
    wanted = asks(numbers, 4_000)
    name = f"desk at {told.cases:,} cases"
    for kind, count in statements(wanted).items():
        goal = f"≤ {GOAL_STATEMENTS}"
        record(f"{name}, {kind}", count, "statements", goal=goal, holds=count <= GOAL_STATEMENTS)
    measure(wanted, name=name, rate=told.rate, seconds=told.seconds)


if __name__ == "__main__":
    main()
