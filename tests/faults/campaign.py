"""One campaign: seed, serve, send and decide while things break, mend, wait until all is done, check."""

import argparse
import json
import queue
import statistics
import sys
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass, field

from bench.report import record
from guitai.config import demo
from tests.faults import checker, nemesis
from tests.faults.clients import Citizens, Official, Site
from tests.faults.history import History
from tests.faults.nemesis import Fault
from tests.faults.place import Place
from tests.faults.seeding import Ready, seed, townships
from tests.faults.stage import LEDGER, Stage

GOAL_ACKNOWLEDGED, GOAL_FAULTS = 20_000, 200
SECONDS_BETWEEN_FAULTS = 10
SECONDS_BETWEEN_LINES = 30
DRAFTS_A_SECOND = 12
MOST_JOBS_WAITING = 1_500  # citizens go slower while the worker is behind, so that the end is reached in time
LAST_ANSWERS = 120  # seconds that clients have, once everything works, to hear their number
QUIET_AFTER = 900  # seconds that all jobs have to be done
PROPOSALS = ("propose_grant",)
DECISIONS = ("grant",)


@dataclass
class Run:
    """What happened, for the report and for whoever repeats it."""

    faults: list[Fault] = field(default_factory=list)
    not_done: list[str] = field(default_factory=list)


def main(place: Place, told: argparse.Namespace, *, own_disk: bool) -> int:
    seconds = told.minutes * 60
    count = told.faults or max(1, round(seconds / SECONDS_BETWEEN_FAULTS))
    faults = nemesis.plan(told.seed, faults=count, seconds=seconds, own_disk=own_disk, only=told.only)
    (place.folder / "faults.json").write_text(json.dumps([asdict(each) for each in faults], ensure_ascii=False))
    say(f"seed {told.seed}: {count} faults in {told.minutes:g} minutes; {'' if own_disk else 'no disk of its own; '}")
    stage = Stage(place, seed=told.seed)
    try:
        stage.raise_curtain()
        drafts = told.drafts or round(seconds * DRAFTS_A_SECOND) + 100
        since = time.monotonic()
        ready = seed(place.folder, stage.addresses(), count=drafts)
        say(f"{drafts} applications prepared in {time.monotonic() - since:.0f} s")
        stage.open_doors()
        with History(place.folder / "history.jsonl") as history:
            run = perform(stage, Site(place.port, history), ready, faults, told)
        stage.quiet_down(QUIET_AFTER, say)
        found = checker.check(stage, place.folder / "history.jsonl", place.folder / LEDGER, ready)
    finally:
        stage.close()
    return report(run, found)


def perform(stage: Stage, site: Site, ready: list[Ready], faults: list[Fault], told: argparse.Namespace) -> Run:
    """Everybody has sent and decided, every fault has happened, and everything works again."""
    waiting: queue.SimpleQueue[Ready] = queue.SimpleQueue()
    for one in ready:
        waiting.put(one)
    busy = Busy(stage)
    citizens = [Citizens(site, f"citizen{nth}", waiting, busy.pause) for nth in range(told.clients)]
    officials = _officials(site, told)
    for each in (busy, *citizens, *officials):
        each.start()
    run = _strike_all(stage, faults, citizens, officials)
    site.closing.set()
    nemesis.mend_all(stage)
    until = time.monotonic() + LAST_ANSWERS
    for each in (*citizens, *officials):
        each.join(max(0.1, until - time.monotonic()))
    site.stop.set()
    busy.over.set()
    run.not_done += site.odd
    if site.seconds:
        say(f"submit: median {1000 * statistics.median(site.seconds):.0f} ms, slowest {max(site.seconds):.1f} s")
    return run


def _strike_all(stage: Stage, faults: list[Fault], citizens: list[Citizens], officials: list[Official]) -> Run:
    run, since, told_at = Run(), time.monotonic(), 0.0
    for fault in faults:
        time.sleep(max(0.0, since + fault.at - time.monotonic()))
        problem = nemesis.strike(stage, fault)
        run.faults.append(fault)
        if problem:
            run.not_done.append(f"fault {fault.number} {fault.kind}: {problem}")
        if problem or time.monotonic() - told_at > SECONDS_BETWEEN_LINES:
            told_at, sent = time.monotonic(), sum(each.acknowledged for each in citizens)
            decided = sum(each.done for each in officials)
            done = f"{len(run.faults)} faults ({fault.kind})  {sent} sent  {decided} moves"
            say(f"{time.monotonic() - since:5.0f} s  {done} {problem}")
        if stage.broken:
            run.not_done += stage.broken
            break
    return run


def _officials(site: Site, told: argparse.Namespace) -> list[Official]:
    desks = [(f"review.{code.lower()}", PROPOSALS) for code in townships()]
    desks += [("approve-1.10007-sw", DECISIONS), ("approve-2.10007-sw", DECISIONS)]
    return [
        Official(site, f"{desk}@{demo.OFFICE}", moves, every=1.0, seed=told.seed + nth)
        for nth, (desk, moves) in enumerate(desks[: told.officials])
    ]


class Busy(threading.Thread):
    """Looks how many jobs wait, so that citizens come only as fast as they are served."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(daemon=True)
        self.stage, self.over, self.waiting = stage, threading.Event(), 0

    def run(self) -> None:
        while not self.over.wait(3):
            self.waiting = self.stage.jobs_waiting()

    def pause(self) -> float:
        return 0.02 if self.waiting < MOST_JOBS_WAITING else 2.0


def report(run: Run, found: checker.Findings) -> int:
    kinds = Counter(fault.kind for fault in run.faults)
    for kind, count in sorted(kinds.items()):
        say(f"  {count:4d} × {kind}")
    for line in run.not_done[:20]:
        say(f"  note: {line}")
    for name, value in found.figures.items():
        say(f"  {name}: {value}")
    for wrong in found.wrong[:60]:
        say(f"  WRONG {wrong}")
    sent = float(found.figures["acknowledged"])
    goal, reached = f"≥ {GOAL_ACKNOWLEDGED} over ≥ {GOAL_FAULTS} faults", sent >= GOAL_ACKNOWLEDGED
    record("faults: acknowledged submits", sent, "submits", goal=goal, holds=reached and len(run.faults) >= GOAL_FAULTS)
    record("faults: faults of that run", len(run.faults), "faults")
    record("faults: lost, doubled, half or unfinished", len(found.wrong), "things", goal="0", holds=not found.wrong)
    say("nothing lost, nothing doubled" if not found.wrong else f"{len(found.wrong)} things are wrong")
    return 1 if found.wrong else 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
