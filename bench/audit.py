"""How fast the audit is chained, how far behind it falls under load, and whether every change of it is found.

* kept up: eight clients append as the role web, each record in a transaction of its own, evenly at the stated rate,
  while `guitai sequencer` runs as its own process. The figure is what was appended in a second; it holds when no record
  waited longer than a second to be chained (looked at five times a second) and none was left at the end.
* drained: a backlog of records is chained by one sequencer in this process; with the processor time of one record.
* verified: records read, hashed and compared in a second by `guitai audit verify`.
* mutations: random changes by web, worker, audit role, owner and superuser; each refused or found (guitai/audit/tests).

The bare thing of draining is writing the same links without hashing anything.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from itertools import pairwise
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from pathlib import Path

import county  # first: it makes the place
import loop
import place
import psycopg
from django.conf import settings
from django.db import connection
from report import record

from guitai.audit import sequencing, verification
from guitai.audit.tests import campaign
from guitai.audit.tests.authority import standing
from guitai.audit.tests.mutations import Ground
from guitai.config import schema

GOAL, CLIENTS = 1000, 8
LONGEST_GAP = 10  # seconds between two checkpoints
PURPOSE, BASIS = "申請審查", "國民年金法 §12"
DETAIL = '{"agency": "376490000A", "kind": "page", "system": "guitai", "number": %s, "subjects": ["person:%s"]}'
APPEND = "SELECT audit_append(now(), 'data.read', %s, %s, %s, %s, %s, %s::jsonb)"
BACKLOG = f"""
SELECT count(audit_append(now(), 'data.read', 'post:' || n %% 9, 'case:R-' || n, 'person:' || n, '{PURPOSE}', '{BASIS}',
 jsonb_build_object('agency', '376490000A', 'kind', 'page', 'system', 'guitai', 'number', n,
                    'subjects', jsonb_build_array('person:' || n)))) FROM generate_series(1, %s) n
"""
OLDEST = """
SELECT coalesce(extract(epoch FROM clock_timestamp() - min(e.recorded_at)), 0), count(*)
FROM audit_pending p JOIN audit_entry e ON e.id = p.entry_id
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of the audit.")
    parser.add_argument("--seconds", type=int, default=60, help="how long the load lasts")
    parser.add_argument("--rate", type=int, default=1200, help="records a second that are appended")
    parser.add_argument("--backlog", type=int, default=100_000, help="records that are chained at once")
    parser.add_argument("--mutations", type=int, default=10_000, help="random changes; 0 leaves them out")
    told = parser.parse_args()
    settings.AUDIT_WITNESS_FILE = place.FOLDER / "audit" / "checkpoints.jsonl"
    schema.migrate()
    drain(told.backlog)
    keep_up(told.rate, told.seconds)
    verify()
    if told.mutations:
        mutate(told.mutations)


def drain(backlog: int) -> None:
    with county.superuser() as session:
        session.execute(BACKLOG, [backlog])
        session.execute("VACUUM ANALYZE audit_entry, audit_pending")
    county.become("audit")
    used, began, chained = time.process_time(), time.perf_counter(), 0
    while some := sequencing.sequence():
        chained += some
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    sequencing.checkpoint()
    bare = bare_links(chained)
    rate, share = chained / seconds, round(bare / seconds, 3)
    record("audit: chained from a backlog", round(rate), "records/s", ratio=share, goal="≥ 1,000", holds=rate >= GOAL)
    record("audit: processor time of one record in the sequencer", round(1e6 * processor / chained, 1), "µs")


def bare_links(many: int) -> float:
    """Answer how many seconds it takes to write as many links of nothing, in as many transactions."""
    with county.superuser() as session:
        session.execute("CREATE TABLE bare_link (position bigint PRIMARY KEY, entry_id bigint UNIQUE, digest bytea)")
        began = time.perf_counter()
        for start in range(0, many, sequencing.BATCH):
            with session.cursor() as cursor, cursor.copy("COPY bare_link FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(["int8", "int8", "bytea"])
                for position in range(start, min(start + sequencing.BATCH, many)):
                    copy.write_row((position, position, bytes(32)))
        return time.perf_counter() - began


def appending(rate: int) -> loop.Step:
    """Answer what a client does: append a record when its turn has come."""
    session = county.bare("web")
    began, share = time.perf_counter(), rate / CLIENTS
    done = 0

    def step(nth: int) -> None:
        nonlocal done
        time.sleep(max(0.0, began + done / share - time.perf_counter()))
        done += 1
        values = (f"post:{nth % 9}", f"case:R-{nth}", f"person:{nth}", PURPOSE, BASIS, DETAIL % (nth, nth))
        with session.transaction():
            session.execute(APPEND, values)

    return step


def keep_up(rate: int, seconds: int) -> None:
    command = [sys.executable, "-m", "guitai.config.cli", "sequencer"]
    log = (place.FOLDER / "sequencer.log").open("w")
    sequencer = subprocess.Popen(command, env=os.environ | {"GUITAI_DB_ROLE": "audit"}, stdout=log, stderr=log)
    connection.close()
    watcher, stop = loop.FORK.SimpleQueue(), loop.FORK.Event()
    watch = loop.FORK.Process(target=watch_lag, args=(stop, watcher))
    try:
        wait_for_it()
        watch.start()
        run = loop.closed(lambda: appending(rate), range(rate * seconds), clients=CLIENTS, warm_up=rate // CLIENTS)
        stop.set()
        lags = watcher.get()
        watch.join()
        time.sleep(2)
        with county.superuser() as session:
            left = lag(session)[1]
    finally:
        sequencer.terminate()
        sequencer.wait()
    worst, usual = max(lags), loop.percentile(lags, 95)
    holds = run.per_second >= GOAL and worst <= 1.0 and not left
    record(
        "audit: appended and kept up with",
        round(run.per_second),
        "records/s",
        goal="≥ 1,000, chained in 1 s",
        holds=holds,
    )
    record("audit: oldest record that waited, p95", round(usual, 3), "s")
    record("audit: oldest record that waited, worst", round(worst, 3), "s", goal="≤ 1", holds=worst <= 1.0)
    gaps = checkpoint_gaps()
    record(
        "audit: longest time between two checkpoints under load",
        round(max(gaps), 2),
        "s",
        goal=f"≤ {LONGEST_GAP}",
        holds=max(gaps) <= LONGEST_GAP,
    )


def wait_for_it() -> None:
    """The sequencer works: what waits now is chained."""
    with county.superuser() as session:
        session.execute(BACKLOG, [1])
        for _try in range(600):
            if not lag(session)[1]:
                return
            time.sleep(0.2)
    raise SystemExit("the sequencer does not start")


def watch_lag(stop: Event, told: "SimpleQueue[list[float]]") -> None:
    found = []
    with county.superuser() as session:
        while not stop.wait(0.2):
            found.append(lag(session)[0])
    told.put(found)


def lag(session: psycopg.Connection) -> tuple[float, int]:
    """Answer how long the oldest record has waited to be chained, and how many wait."""
    oldest, waiting = session.execute(OLDEST).fetchone() or (0, 0)
    return float(oldest), int(waiting)


def checkpoint_gaps() -> list[float]:
    with county.superuser() as session:
        rows = session.execute("SELECT at FROM audit_checkpoint ORDER BY number").fetchall()
    times = [row[0] for row in rows][1:]  # the first is of the backlog
    return [(after - before).total_seconds() for before, after in pairwise(times)] or [0.0]


def verify() -> None:
    connection.close()
    began = time.perf_counter()
    result = verification.verify()
    if not result.ok:
        raise SystemExit(f"{result.place}: {result.reason}")
    record("audit: verified", round(result.checked / (time.perf_counter() - began)), "records/s")


def mutate(many: int) -> None:
    """The audit is emptied, filled with a small one, and changed in as many ways."""
    connection.close()
    connection.settings_dict.update(USER="postgres", PASSWORD=place.CLUSTER.password("postgres"))
    campaign.clear()
    witness = Path(settings.AUDIT_WITNESS_FILE)
    shutil.rmtree(witness.parent)
    with standing(place.FOLDER / "authority") as authority:
        settings.AUDIT_TSA_URL, settings.AUDIT_TSA_ROOTS = authority.url, str(authority.roots)
        campaign.prepare()
    tally = campaign.campaign(Ground(witness), range(many))
    for missed in tally.missed:
        print(missed)
    print(", ".join(f"{name} {count}" for name, count in sorted(tally.kinds.items())))
    print(f"{tally.refused} refused, {tally.found} found")
    share = (tally.refused + tally.found) / tally.tried
    goal = f"100 % of {many:,}"
    record(
        f"audit: random changes refused or found, of {many:,}",
        round(100 * share, 3),
        "%",
        goal=goal,
        holds=not tally.missed,
    )


if __name__ == "__main__":
    main()
