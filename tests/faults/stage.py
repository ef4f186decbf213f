"""Everything that runs during a campaign, and the handles by which it is broken and mended."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import httpx
import psycopg

from guitai.config import database, processes, schema
from guitai.config.plan import AGENCIES, MAILBOX, Plan
from guitai.config.postgres import processes_over
from guitai.config.postgres_place import PostgresFailed
from guitai.config.processes import Child, Company, Program
from guitai.config.terms import CannotStart
from tests.faults import chaos_proxy
from tests.faults.place import DISK_MEGABYTES, Place

ROLES = ("web", "worker", "audit")
PATIENCE = 300.0  # seconds to become ready; a campaign may run on a machine that does other things
PLAYERS = {"web", "worker", "sequencer"}  # attachments are neither sent nor opened here
LEDGER = "mails.txt"
TIME_PASSES = (
    "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo' AND scheduled_at > now()",
    "UPDATE notices_message SET next_try_at = now() - interval '4 minutes' WHERE next_try_at IS NOT NULL",
)
UNFINISHED = {
    "jobs": "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    " AND task_name NOT IN ('outbox.take_up_stalled', 'notices.sweep', 'cases.look_again')",
    "deliveries": "SELECT count(*) FROM outbox_delivery WHERE done_at IS NULL AND dead_at IS NULL",
    "messages": "SELECT count(*) FROM notices_message WHERE status IN ('created', 'sending', 'temporary-failure')"
    " AND channel <> 'print'",
    "letters": "SELECT count(*) FROM documents_document WHERE pdf_ref = ''",
    "records not chained": "SELECT count(*) FROM audit_pending",
}


class Stage:
    """The database, the product, the stand-ins and the proxy between product and database."""

    def __init__(self, place: Place, *, seed: int) -> None:
        self.place = place
        self.plan = Plan(place.port, place.folder, demo=True)
        self.company = Company(_logs(place.folder))
        processes.PATIENCE = PATIENCE
        self.seed = seed
        self.keeping = True
        self.mended: list[str] = []
        self.broken: list[str] = []

    # ── Before ───────────────────────────────────────────────────────────────

    def raise_curtain(self) -> None:
        """Tables, people and stand-ins are there; nobody serves yet."""
        for program in self.plan.beforehand():
            self.company.run_once(program)
        schema.migrate()
        asked = self.plan.prepare()
        told = {**asked.environment, "DJANGO_SETTINGS_MODULE": "guitai.config.settings"}
        self.company.run_once(Program(asked.name, asked.command, told))
        self.company.start(*(self._with_ledger(each) for each in self.plan.standins()))
        self.company.wait_until_ready()

    def open_doors(self) -> None:
        """The product serves, through the proxy."""
        self.company.start(self._proxy())
        time.sleep(1)
        self.company.start(*(self._through_proxy(each) for each in self.plan.product() if each.name in PLAYERS))
        self.company.wait_until_ready()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def _proxy(self) -> Program:
        running = database.cluster().running()
        to = f"127.0.0.1:{running.port if running else 0}"
        ports = [f"--listen={self.place.proxy_port}", f"--orders={self.place.orders_port}"]
        command = [sys.executable, "-m", "tests.faults.chaos_proxy", f"--to={to}", *ports, f"--seed={self.seed}"]
        return Program("proxy", command)

    def _through_proxy(self, program: Program) -> Program:
        told = dict(program.environment)
        for role in ROLES:
            own = database.address(role)
            url = f"postgresql://{own.user}:{own.password}@127.0.0.1:{self.place.proxy_port}/{own.name}"
            told[f"GUITAI_DATABASE_URL_{role.upper()}"] = url
        health = program.health and f"http://127.0.0.1:{self.place.port}/health/"  # the least work of all pages
        return Program(program.name, program.command, told, health)

    def _with_ledger(self, program: Program) -> Program:
        if program.name != MAILBOX:
            return program
        return Program(
            program.name, [*program.command, f"--ledger={self.place.folder / LEDGER}"], health=program.health
        )

    def _keep(self) -> None:
        """What dies begins again, as under `guitai run`."""
        while self.keeping and not self.company.stopping:
            try:
                self.company.keep(self.mended.append, care=self.keep_database)
            except CannotStart as problem:
                self.broken.append(str(problem))
                return

    def keep_database(self) -> None:
        with suppress(PostgresFailed):
            if database.cluster().running() is None:
                database.cluster().ensure()

    # ── Handles ──────────────────────────────────────────────────────────────

    def child(self, name: str) -> Child:
        return next(each for each in self.company.children if each.program.name == name)

    def pids(self, name: str) -> list[int]:
        """Answer the process of that name and those it began, itself first."""
        process = self.child(name).process
        return [process.pid, *_children_of(process.pid)] if process else []

    def postmaster(self) -> int:
        running = database.cluster().running()
        return running.pid if running else 0

    def backends(self) -> list[int]:
        return sorted(processes_over(database.cluster().data) - {self.postmaster()})

    def proxy(self, **order: object) -> dict[str, object]:
        return chaos_proxy.tell(self.place.orders_port, **order)

    def order(self, name: str, mode: str, seconds: float = 5) -> None:
        """A stand-in misbehaves; one that is dead at the moment hears nothing."""
        with suppress(httpx.HTTPError):
            address = f"{self.plan.address(name)}/_control"
            httpx.post(address, json={"mode": mode, "seconds": seconds}, timeout=5, trust_env=False)

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Run it as the owner, past the proxy."""
        with psycopg.connect(database.address("owner").libpq(), autocommit=True) as session:
            cursor = session.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def terminate(self, role: str) -> int:
        """The sessions of the role have ended, as when an administrator ends them."""
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s"
        with database.cluster().connect(database="postgres") as session:
            return session.execute(ended.encode(), [f"guitai_{role}"]).rowcount

    def move_clock(self, by: timedelta) -> None:
        self.sql(
            "INSERT INTO core_clock_shift (id, by) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET by = excluded.by", by
        )

    def resize_disk(self, *, full: bool) -> None:
        """The file system of database and files has no room from now on, or has room again."""
        size = f"{_used(self.place.disk) + 65_536}" if full else f"{DISK_MEGABYTES}m"
        subprocess.run(["mount", "-o", f"remount,size={size}", str(self.place.disk)], check=True)

    # ── Looking ──────────────────────────────────────────────────────────────

    def addresses(self) -> dict[str, str]:
        return {name: self.plan.address(name) for name in AGENCIES}

    def jobs_waiting(self) -> int:
        with suppress(psycopg.Error):
            return sum(self.unfinished().values())
        return 0

    def unfinished(self) -> dict[str, int]:
        """Answer what is still on its way, by name."""
        return {name: int(str(self.sql(statement)[0][0])) for name, statement in UNFINISHED.items()}

    def quiet_down(self, patience: float, say: Callable[[str], None]) -> None:
        """Time passes for whatever was put off, until nothing is on its way."""
        until, since = time.monotonic() + patience, time.monotonic()
        while time.monotonic() < until:
            left = {}
            with suppress(psycopg.Error):
                for statement in TIME_PASSES:
                    self.sql(statement)
                left = {name: count for name, count in self.unfinished().items() if count}
                if not left:
                    break
            say(f"  {time.monotonic() - since:4.0f} s after the end still on its way: {left}")
            time.sleep(10)
        say(f"quiet {time.monotonic() - since:.0f} s after the end")

    # ── After ────────────────────────────────────────────────────────────────

    def close(self) -> None:
        """Nothing runs any more."""
        self.keeping = False
        self.company.stopping = True
        time.sleep(0.3)
        self.company.stop()
        with suppress(PostgresFailed):
            database.cluster().stop()


def send(pids: list[int], number: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def kill(pids: list[int]) -> None:
    send(pids, signal.SIGKILL)


def _children_of(pid: int) -> list[int]:
    try:
        lines = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [found for each in lines.split() for found in (int(each), *_children_of(int(each)))]


def _used(folder: Path) -> int:
    told = os.statvfs(folder)
    return (told.f_blocks - told.f_bfree) * told.f_frsize


def _logs(folder: Path) -> Path:
    logging.disable(logging.WARNING)
    logs = folder / "log"
    logs.mkdir(exist_ok=True)
    return logs
