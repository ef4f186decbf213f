"""The faults: what can be broken, how it is mended, and a plan of them drawn from a seed."""

import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import httpx
import psycopg

from tests.faults.stage import Stage, kill, send

TROUBLES = (psycopg.Error, OSError, httpx.HTTPError, StopIteration)
Deed = Callable[[Stage, random.Random], None]
MAIL = "mailbox"
BAD_ANSWERS = ("slow", "down", "reset", "half", "wrong", "unsigned", "other_person", "stale", "garbage", "html", "huge")


@dataclass(frozen=True)
class Kind:
    """One way of breaking: what is done, and undone after some seconds out of this range; weight is how often."""

    begin: Deed
    heal: Deed = lambda _stage, _rng: None
    seconds: tuple[float, float] = (0.2, 1.0)
    weight: int = 2


@dataclass(frozen=True)
class Fault:
    """One fault of the plan: when, what, how long, and the seed of whatever it leaves to chance."""

    number: int
    at: float
    kind: str
    seconds: float
    seed: int


def _kill(name: str) -> Deed:
    return lambda stage, _rng: kill(stage.pids(name))


def _kill_one_of(name: str) -> Deed:
    return lambda stage, rng: kill([rng.choice(stage.pids(name)[1:] or stage.pids(name))])


def _signal(name: str, number: int) -> Deed:
    return lambda stage, _rng: send(stage.pids(name), number)


def _stopped(name: str, seconds: tuple[float, float] = (1, 6), weight: int = 2) -> Kind:
    return Kind(_signal(name, signal.SIGSTOP), _signal(name, signal.SIGCONT), seconds, weight)


def _database(number: int) -> Deed:
    return lambda stage, _rng: send([stage.postmaster(), *stage.backends()], number)


def _proxied(seconds: tuple[float, float] = (1, 5), weight: int = 3, **order: object) -> Kind:
    return Kind(lambda stage, _rng: _tell(stage, **order), _straight, seconds, weight)


def _tell(stage: Stage, **order: object) -> None:
    stage.proxy(**order)


def _straight(stage: Stage, _rng: random.Random) -> None:
    stage.proxy(mode="normal")


def _cut_after_clog(stage: Stage, _rng: random.Random) -> None:
    stage.proxy(mode="normal", cut=True)


def _source(stage: Stage, rng: random.Random) -> None:
    stage.order(rng.choice(("tax", "household", "insurance", "welfare", "bank")), rng.choice(BAD_ANSWERS))


def _sources_behave(stage: Stage, _rng: random.Random) -> None:
    for name in ("tax", "household", "insurance", "welfare", "bank"):
        stage.order(name, "normal")


def _mail(mode: str) -> Kind:
    seconds = 2.0
    begin: Deed = lambda stage, _rng: stage.order(MAIL, mode, seconds)  # noqa: E731 - a row of a table
    return Kind(begin, lambda stage, _rng: stage.order(MAIL, "normal"), (2, 6), 2)


def _clock(*hours: float) -> Kind:
    def begin(stage: Stage, rng: random.Random) -> None:
        stage.move_clock(timedelta(hours=rng.choice(hours)))

    return Kind(begin, lambda stage, _rng: stage.move_clock(timedelta(0)), (1, 6), 2)


def _fill(stage: Stage, _rng: random.Random) -> None:
    stage.resize_disk(full=True)


def _make_room(stage: Stage, _rng: random.Random) -> None:
    stage.resize_disk(full=False)


def _kill_backend(stage: Stage, rng: random.Random) -> None:
    kill([rng.choice(stage.backends())])


def _terminate(stage: Stage, rng: random.Random) -> None:
    stage.terminate(rng.choice(("web", "worker", "audit")))


KINDS: dict[str, Kind] = {
    "web killed": Kind(_kill("web"), weight=4),
    "one web process killed": Kind(_kill_one_of("web"), weight=4),
    "web stopped": _stopped("web", weight=3),
    "worker killed": Kind(_kill("worker"), weight=6),
    "worker stopped": _stopped("worker", weight=2),
    "worker stopped until it counts as dead": _stopped("worker", (32, 36), weight=1),
    "sequencer killed": Kind(_kill("sequencer")),
    "sequencer stopped": _stopped("sequencer"),
    "time-stamps killed": Kind(_kill("timestamps"), seconds=(0.5, 2), weight=1),
    "database killed": Kind(lambda stage, _rng: kill([stage.postmaster()]), seconds=(1, 3), weight=4),
    "a session's process killed": Kind(_kill_backend, weight=3),
    "sessions ended": Kind(_terminate, weight=4),
    "database stopped": Kind(_database(signal.SIGSTOP), _database(signal.SIGCONT), (1, 5), 3),
    "connections cut": _proxied((0.2, 0.5), 4, cut=True),
    "no connection": _proxied((1, 5), 3, mode="refuse", cut=True),
    "nothing passes": _proxied((1, 6), 3, mode="clog"),
    "nothing passes, then cut": Kind(lambda stage, _rng: _tell(stage, mode="clog"), _cut_after_clog, (1, 4), 3),
    "some links clogged": _proxied((1, 6), 3, clog_some=True),
    "64 kbit a second": _proxied((2, 5), 1, mode="slow"),
    "connections lost by chance": _proxied((2, 6), 3, mode="lossy"),
    "answers to COMMIT lost": _proxied((2, 6), 6, mode="lose_commits", chance=0.5),
    "answers garbled": _proxied((0.5, 1.5), 1, mode="garble", chance=0.02),
    "disk full": Kind(_fill, _make_room, (1, 4), 3),
    "clock an hour off": _clock(-1, 1),
    "clock a day off": _clock(-24, 24),
    "clock minutes off": _clock(-0.2, -0.02, 0.02, 0.2),
    "a source misbehaves": Kind(_source, _sources_behave, (2, 8), 5),
    "a source killed": Kind(_kill("tax"), seconds=(0.5, 2), weight=1),
    "mail server drops after taking": _mail("drop_after_data"),
    "mail server slow": _mail("slow"),
    "mail server busy": _mail("busy"),
    "mail server killed": Kind(_kill(MAIL), seconds=(0.5, 2), weight=1),
}
NEEDS_OWN_DISK = {"disk full"}


def plan(seed: int, *, faults: int, seconds: float, own_disk: bool, only: str = "") -> list[Fault]:
    """Answer the same faults for the same seed; each kind comes at least once when there is room for all."""
    rng = random.Random(seed)
    kinds = [only] if only else [each for each in KINDS if own_disk or each not in NEEDS_OWN_DISK]
    drawn = rng.choices(kinds, [KINDS[each].weight for each in kinds], k=max(0, faults - len(kinds)))
    order = [*kinds, *drawn]
    rng.shuffle(order)
    gap = seconds / max(1, faults)
    return [
        Fault(nth, gap * (nth + 0.5), kind, rng.uniform(*KINDS[kind].seconds), rng.randrange(2**31))
        for nth, kind in enumerate(order[:faults])
    ]


def strike(stage: Stage, fault: Fault) -> str:
    """The fault has happened and is mended; answers why it could not be done, "" when it was."""
    kind, rng, problem = KINDS[fault.kind], random.Random(fault.seed), ""
    try:
        kind.begin(stage, rng)
    except TROUBLES as trouble:
        problem = f"{type(trouble).__name__}: {trouble}"
    time.sleep(fault.seconds)
    mend(stage, kind, rng)
    return problem


def mend(stage: Stage, kind: Kind, rng: random.Random) -> None:
    """Tried until it is done: a database that is just coming back cannot be asked yet."""
    for _try in range(60):
        try:
            kind.heal(stage, rng)
        except TROUBLES:
            time.sleep(1)
        else:
            return


def mend_all(stage: Stage) -> None:
    """Whatever was broken is whole."""
    for kind in KINDS.values():
        with suppress(*TROUBLES):
            mend(stage, kind, random.Random(0))
