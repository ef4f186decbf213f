"""guitai run: from whatever is there to a served demo; Ctrl-C, or the end of a part that will not live, stops all."""

import argparse
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guitai.config import database, environment, freshness, preflight, server
from guitai.config.plan import AGENCIES, MAILBOX, SIGN_INS, SMS, Plan, has_scanner
from guitai.config.postgres_place import PostgresFailed
from guitai.config.processes import Company, Stopped
from guitai.config.terms import CannotStart


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="guitai run", description="Start everything on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="of the pages; the stand-ins take the next ones")
    told = parser.parse_args(arguments)
    var = environment.VAR
    preflight.python()
    preflight.writable(var)
    preflight.disk_space(var)
    with only_one(var / "run.lock"):
        if environment.make_demo_secrets(environment.SECRETS_FILE):
            say(f"Made fresh keys for the demo: {environment.SECRETS_FILE}")
        plan = Plan(told.port, var, demo=_demo())
        preflight.ports_free(plan.ports)
        with database_ends_with_us(), Company(_logs(var)) as company:
            try:
                start(plan, company)
                company.keep(say, care=keep_database)
            except Stopped:
                pass
            say("Stopping …")
    return 0


def start(plan: Plan, company: Company) -> None:
    """Everything runs and answers, and the reader knows where."""
    for program in plan.beforehand():
        company.run_once(program)
    prepare(plan, company)
    web, *background = plan.product()
    company.start(web, *plan.standins())
    company.wait_until_ready()
    company.start(*background)
    for line in where_to_go(plan):
        say(line)


def prepare(plan: Plan, company: Company) -> None:
    """Database, served files and demo are as this version wants them; known to be so, nothing is done."""
    stamp = plan.var / "prepared"
    known = [database.cluster().data / "PG_VERSION", plan.world / "people.json", environment.SECRETS_FILE]
    if not database.outside() and stamp.exists() and stamp.read_text() == freshness.fingerprint(*known):
        server.prepare()
        return
    company.run_once(plan.prepare())
    stamp.write_text(freshness.fingerprint(*known))


def where_to_go(plan: Plan) -> list[str]:
    lines = [f"Guitai 櫃台   {plan.base_url}"]
    if plan.demo:
        lines += [f"Mailbox 信箱  http://localhost:{plan.standin_ports[MAILBOX]}"]
        lines += [f"Texts 簡訊    http://localhost:{plan.standin_ports[SMS]}"]
        lines += ["Stand-ins    " + "  ".join(f"{name} :{plan.standin_ports[name]}" for name in AGENCIES)]
        told = plan.var / SIGN_INS
        lines += told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    if not has_scanner():
        lines += ["No virus scanner: attachments are not looked at. Get one by: apt install clamav-daemon"]
    return [*lines, "Ctrl-C stops all of it."]


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """No second run uses this folder; the kernel frees the lock when we die, so none is ever stale."""
    with path.open("a+", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise CannotStart(f"Already running here as process {handle.read().strip()}.") from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


@contextmanager
def database_ends_with_us() -> Iterator[None]:
    """An embedded server that did not run before does not run afterwards."""
    ours = not database.outside() and database.cluster().running() is None
    try:
        yield
    finally:
        if ours:
            database.cluster().stop()


def keep_database() -> None:
    """An embedded server that was killed runs again, at the port where our processes look for it."""
    if database.outside() or database.cluster().running() is not None:
        return
    say("PostgreSQL has died and is started again.")
    try:
        database.cluster().ensure()
    except PostgresFailed as problem:  # a full disk, say: it is tried again, and our processes wait for it
        say(f"Not yet: {problem}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _demo() -> bool:
    told = os.environ.get("GUITAI_DEMO") or environment.read_secrets_file(environment.SECRETS_FILE).get("GUITAI_DEMO")
    return told in {"1", "true", "yes"}


def _logs(var: Path) -> Path:
    folder = var / "log"
    folder.mkdir(exist_ok=True)
    return folder
