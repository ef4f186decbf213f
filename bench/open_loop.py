"""Open loop: requests leave at their moments, whether the ones before are answered or not, as people do.

A request's time counts from the moment at which it should have left: a server that stands still is not spared.
"""

import queue
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue

from django.db import connections
from loop import FORK, percentile

LINES = 48  # requests that may be under way at once
Send = Callable[[int], str]  # answers the kind of what was sent
Taken = list[tuple[str, float, float]]  # kind, seconds, and the moment at which it should have left


@dataclass(frozen=True)
class Run:
    """How an open loop went, by kind of request."""

    taken: Taken
    rate: float  # requests answered a second

    def percentile(self, percent: int, kind: str = "") -> float:
        found = [seconds for name, seconds, _moment in self.taken if kind in ("", name)]
        return percentile(found, percent)

    @property
    def kinds(self) -> list[str]:
        return sorted({name for name, _seconds, _moment in self.taken})


def run(begin: Callable[[], Send], *, rate: float, seconds: float, warm_up: float) -> Run:
    """So many requests a second left for so long, at moments drawn as those of many independent people."""
    connections.close_all()
    told: SimpleQueue[Taken] = FORK.SimpleQueue()
    process = FORK.Process(target=_drive, args=(begin, rate, seconds, warm_up, told))
    process.start()
    taken = told.get()
    process.join()
    if process.exitcode:
        raise SystemExit("the clients did not finish: the figure would mean nothing")
    return Run(taken, len(taken) / seconds)


def _drive(begin: Callable[[], Send], rate: float, seconds: float, warm_up: float, told: "SimpleQueue[Taken]") -> None:
    waiting: queue.SimpleQueue[tuple[int, float] | None] = queue.SimpleQueue()
    taken: Taken = []
    lines = [threading.Thread(target=_line, args=(begin(), waiting, taken)) for _nth in range(LINES)]
    for line in lines:
        line.start()
    moments = _moments(rate, seconds + warm_up)
    start = time.perf_counter()
    for nth, moment in enumerate(moments):
        time.sleep(max(start + moment - time.perf_counter(), 0))
        waiting.put((nth, start + moment))
    for _nth in lines:
        waiting.put(None)
    for line in lines:
        line.join()
    told.put([one for one in taken if one[2] >= start + warm_up])


def _moments(rate: float, seconds: float) -> Sequence[float]:
    drawn, at, moments = random.Random(4), 0.0, []
    while (at := at + drawn.expovariate(rate)) < seconds:
        moments.append(at)
    return moments


def _line(send: Send, waiting: "queue.SimpleQueue[tuple[int, float] | None]", taken: Taken) -> None:
    while (one := waiting.get()) is not None:
        nth, moment = one
        kind = send(nth)
        taken.append((kind, time.perf_counter() - moment, moment))
