"""The whole product for browsers: demo world, stand-ins, mail box, pages, worker and sequencer, on free ports.

Everything is a process of its own, as `guitai run` starts it, in a folder and a database nobody else uses. Prints one
line of JSON when ready: where the pages are, on which ports the stand-ins listen, how each role reaches the database.
"""

import contextlib
import json
import os
import socket
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from guitai.catalogue import actions as catalogue
from guitai.catalogue import reading
from guitai.config import demo, environment, processes, roles, schema
from guitai.config.plan import Plan
from guitai.config.processes import Company
from guitai.config.tests import database
from guitai.core import actions as core
from guitai.core import clock
from standins import keys
from standins.world import writing

ACTOR = "system:browser-tests"
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # a working day of a year whose amounts are known
HOUSEHOLDS = 40
URL = "GUITAI_DATABASE_URL_{}"


def free_port(size: int = 16) -> int:
    """Answer the first of a row of ports nobody uses; two servers that start at once look in different places."""
    for first in range(21000 + os.getpid() * size % 38000, 60000, size):
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            for port in range(first, first + size):
                stack.enter_context(contextlib.closing(socket.socket())).bind(("127.0.0.1", port))
            return first
    raise AssertionError("no free ports")


def fill() -> None:
    """The county, its people and its services are there, and it is noon."""
    core.move_clock(NOON - clock.now())
    demo.load(clock.now())
    for folder in reading.folders(environment.ROOT / "services"):
        catalogue.publish(folder, actor=ACTOR, now=clock.now())


def addresses(mine: database.TestDatabase) -> dict[str, str]:
    """Answer how the processes of each role reach the database."""
    running, found = mine.server.ensure(), {}
    for role in roles.SERVING:
        at = f"{quote(role)}:{quote(mine.server.password(role))}@/{mine.name}"
        where = f"host={quote(str(running.socket), safe='')}&port={running.port}"
        found[URL.format(role.removeprefix("guitai_").upper())] = f"postgresql://{at}?{where}"
    return found


def say(line: str) -> None:
    sys.stderr.write(line + "\n")


def serve(plan: Plan, company: Company, mine: database.TestDatabase) -> None:
    company.start(*plan.standins())
    fill()
    told = plan.environment() | addresses(mine)
    for program in plan.product():
        company.start(replace(program, environment=told | dict(program.environment)))
    company.wait_until_ready()
    ready = {"address": plan.base_url, "standins": plan.standin_ports, "environment": told}
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()
    company.keep(say)


def main() -> None:
    processes.PATIENCE = 240.0  # a busy machine is slow, not broken
    plan = Plan(free_port(), Path(environment.VAR), demo=True)
    logs = plan.var / "log"
    logs.mkdir(exist_ok=True)
    keys.make(plan.keys)
    writing.write(plan.world, seed=7, households=HOUSEHOLDS)
    schema.collect_static(plan.var / "static")
    cluster = database.cluster()
    mine = database.TestDatabase(cluster)
    with database.in_use(cluster):
        mine.create()
        try:
            with Company(logs) as company:
                serve(plan, company, mine)
        finally:
            mine.drop()


if __name__ == "__main__":
    main()
