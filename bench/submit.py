"""How many applications can be sent in a second, through the pages: 32 clients, forty questions, until all is done.

A client posts the last page as a browser does, on a connection of its own, and is led to the receipt: session, account,
keys, all answers checked, case, event and record in one transaction. Acknowledged: the receipt is on disk, what follows
is queued. Run to the end: worker and sequencer beside it until every delivery is made, every case judged and routed,
every mail taken by a mail server, every record chained. The bare thing is one view of three rows, served by the same
server with as many processes and threads, to the same clients, in the same run. Medians of three rounds.

``--minutes 10`` holds the load so long with everything running.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import applicants
import county  # first: it makes the place
import loop
import place
import served
from applicants import Ready
from django.db import connection
from report import record

from guitai.cases.models import Case
from guitai.config import database
from guitai.notices.models import Message
from guitai.notices.terms import Status
from guitai.outbox.models import Delivery
from standins.tests.mailbox_process import mailbox

CLIENTS, WARM_UP, ROUNDS = 32, 1, 3
WORKERS, THREADS = 2, 4
GOAL_RATE, GOAL_DONE, GOAL_RATIO, GOAL_P95 = 200, 100, 0.15, 300
PATIENCE = 1_800
TOKEN = "t" * 32
GUITAI = (sys.executable, "-m", "guitai.config.cli")
TABLES = (
    "CREATE TABLE bare_case (id bigserial PRIMARY KEY, reference text UNIQUE, answers bytea)",
    "CREATE TABLE bare_step (id bigserial PRIMARY KEY, of bigint, move text, at timestamptz)",
    "CREATE TABLE bare_job (id bigserial PRIMARY KEY, of bigint, name text, at timestamptz)",
)


def posting(requests: Sequence[bytes], port: int) -> Callable[[], loop.Step]:
    """Answer what a client does: post one request on a connection of its own, read the answer, be led to a receipt."""

    def step(nth: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.sendall(requests[nth])
            answer = b""
            while b"\r\n\r\n" not in answer and (more := line.recv(65_536)):
                answer += more
        if b"\r\nlocation: /cases/" not in answer.lower():
            raise RuntimeError(f"{answer[:200]!r}: not sent")

    return lambda: step


def request(path: str, headers: str = "") -> bytes:
    lines = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n{headers}\r\n"
    return lines.encode()


def sending(one: Ready) -> bytes:
    headers = f"Cookie: {one.cookie}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n"
    return request(f"/drafts/{one.draft.pk}/check/", headers)


@contextmanager
def process(*command: str, role: str, **environment: str) -> Iterator[None]:
    """The process runs while the block runs, with the rights of its role."""
    with (place.FOLDER / f"{role}.log").open("w") as log:
        surroundings = os.environ | {"GUITAI_DB_ROLE": role} | environment
        running = subprocess.Popen(command, env=surroundings, stdout=log, stderr=log)
        try:
            yield
        finally:
            running.terminate()
            running.wait()


@contextmanager
def bare() -> Iterator[int]:
    """The bare view is served on a free port as the pages are: by gunicorn, with as many processes and threads."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    sizes = (f"--bind=127.0.0.1:{port}", f"--workers={WORKERS}", f"--threads={THREADS}", "--no-control-socket")
    command = (sys.executable, "-m", "gunicorn", "--preload", "--worker-class=gthread", *sizes)
    settings = json.dumps(database.address("owner").django())
    path = os.pathsep.join((str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")))
    with process(*command, "bare_site:application", role="bare", BARE_DATABASE=settings, PYTHONPATH=path):
        wait_until(lambda: is_open(port))
        yield port


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > until:
            raise SystemExit("not done in time: the figure would mean nothing")
        time.sleep(0.2)


def is_all_done() -> bool:
    """Tell whether nothing of what follows a submit is left to do."""
    deliveries = Delivery.objects.filter(done_at=None, dead_at=None)
    mails = Message.objects.filter(status__in=[Status.CREATED, Status.SENDING])
    unjudged = Case.objects.filter(judgements=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM audit_pending)")
        (unchained,) = cursor.fetchone()
    return not (unchained or deliveries.exists() or mails.exists() or unjudged.exists())


def measure_acknowledged(ready: list[Ready], count: int) -> float:
    """Pages and bare view in turn; answers the median rate of the pages."""
    ours, plain, used = [], [], []
    with served.web() as port, bare() as bare_port:
        for nth in range(ROUNDS):
            numbers = range(nth * count, (nth + 1) * count)
            wanted = [request(f"/drafts/{nth}-{each}/check/") for each in range(count * 4)]
            plain.append(loop.closed(posting(wanted, bare_port), range(count * 4), clients=CLIENTS, warm_up=WARM_UP))
            requests = [sending(each) for each in ready[: numbers.stop]]
            before = processor(port)
            ours.append(loop.closed(posting(requests, port), numbers, clients=CLIENTS, warm_up=WARM_UP))
            used.append((processor(port) - before + ours[-1].processor) / count)
    rate, rate_bare = (statistics.median(run.per_second for run in runs) for runs in (ours, plain))
    slowest = 1000 * statistics.median(run.percentile(95) for run in ours)
    ratio = round(rate / rate_bare, 3)
    record("submit: bare view of three rows, 32 clients", round(rate_bare), "a second")
    goal = f"≥ {GOAL_RATE} a second, ≥ {GOAL_RATIO} of the bare view"
    holds = rate >= GOAL_RATE and ratio >= GOAL_RATIO
    record("submit: acknowledged, 32 clients", round(rate, 1), "a second", ratio=ratio, goal=goal, holds=holds)
    goal = f"< {GOAL_P95} ms"
    record("submit: acknowledged, p95", round(slowest), "ms", goal=goal, holds=slowest < GOAL_P95)
    # What a busy machine does not change much: with nothing else running, two cores bear 2 / this many a second.
    record("submit: processor time of one, all processes", round(1000 * statistics.median(used), 1), "ms")
    return rate


def processor(port: int) -> float:
    """Answer the seconds of one core that the database and the web processes on this port have used."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"127.0.0.1:{port}" in (folder / "cmdline").read_text():
                ticks += sum(map(int, (folder / "stat").read_text().rpartition(")")[2].split()[11:13]))
        except OSError:  # gone meanwhile
            continue
    return county.processor_of_database() + ticks / os.sysconf("SC_CLK_TCK")


def measure_done(ready: list[Ready], name: str) -> None:
    """All of them are sent while worker and sequencer run, and the clock stops when nothing is left to do."""
    with ExitStack() as running:
        port = running.enter_context(served.web())
        box = running.enter_context(mailbox())
        mail = {"GUITAI_SMTP_HOST": "127.0.0.1", "GUITAI_SMTP_PORT": str(box.smtp_port)}
        running.enter_context(process(*GUITAI, "worker", role="worker", **mail))
        running.enter_context(process(*GUITAI, "sequencer", role="audit"))
        wait_until(is_all_done)  # what preparing them left
        start = time.perf_counter()
        requests = [sending(each) for each in ready]
        run = loop.closed(posting(requests, port), range(len(ready)), clients=CLIENTS, warm_up=0)
        wait_until(is_all_done)
        rate = len(ready) / (time.perf_counter() - start)
    slowest = 1000 * run.percentile(95)
    goal = f"≥ {GOAL_RATE} a second"
    record(
        f"submit: acknowledged{name}, all running",
        round(run.per_second, 1),
        "a second",
        goal=goal,
        holds=run.per_second >= GOAL_RATE,
    )
    goal = f"≥ {GOAL_DONE} a second"
    record(f"submit: run to the end{name}", round(rate, 1), "a second", goal=goal, holds=rate >= GOAL_DONE)
    goal = f"< {GOAL_P95} ms"
    record(f"submit: p95{name}, all running", round(slowest), "ms", goal=goal, holds=slowest < GOAL_P95)


def main() -> None:
    parser = argparse.ArgumentParser(description="Applications sent in a second.")
    parser.add_argument("--count", type=int, default=640, help="applications a round; some for each client")
    parser.add_argument("--minutes", type=float, default=0, help="hold the load about so long with everything running")
    told = parser.parse_args()
    county.fill()
    with county.bare() as session:
        for table in TABLES:
            session.execute(table)
    asked = applicants.publish_forty()
    model = applicants.pattern()
    record("submit: questions of the form", asked, "questions")
    ready = applicants.prepare(model, count=(ROUNDS + 1) * told.count)
    county.analyse()
    rate = measure_acknowledged(ready, told.count)
    measure_done(ready[ROUNDS * told.count :], "")
    if told.minutes:
        many = applicants.prepare(model, count=round(told.minutes * 60 * rate))
        county.analyse()
        measure_done(many, f", {told.minutes:g} minutes")


if __name__ == "__main__":
    main()
