"""Closed loops: processes with a connection each, which do the next thing when the last is done."""

import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

from django.db import connections

FORK = multiprocessing.get_context("fork")  # what the parent has read already, the children need not read again
PATIENCE = 600
Step = Callable[[int], object]
Spans = list[tuple[float, float]]
Told = SimpleQueue[tuple[Spans, float]]


@dataclass(frozen=True)
class Run:
    """How a closed loop went."""

    per_second: float
    seconds: list[float]
    processor: float  # seconds of one core that the clients used

    def percentile(self, percent: int) -> float:
        return percentile(self.seconds, percent)


def percentile(seconds: Sequence[float], percent: int) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]


def timed(call: Callable[[], object], times: int) -> list[float]:
    """Answer the seconds of each call, after ten that do not count."""
    for _warm in range(10):
        call()
    found = []
    for _nth in range(times):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return found


def closed(begin: Callable[[], Step], numbers: Sequence[int], *, clients: int, warm_up: int) -> Run:
    """Every number was worked on once; those of the warm-up are not in the figures.

    ``begin`` runs in each process and answers what to do with a number.
    """
    connections.close_all()
    together, told = FORK.Barrier(clients), FORK.SimpleQueue()
    shares = [numbers[nth::clients] for nth in range(clients)]
    processes = [FORK.Process(target=_client, args=(begin, share, warm_up, together, told)) for share in shares]
    for process in processes:
        process.start()
    found = [told.get() for _ in processes]
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise SystemExit("a client did not finish: the figure would mean nothing")
    spans = [span for each, _used in found for span in each]
    lasted = max(end for _start, end in spans) - min(start for start, _end in spans)
    used = sum(used for _spans, used in found)
    return Run(len(spans) / lasted, [end - start for start, end in spans], used)


def _client(begin: Callable[[], Step], numbers: Sequence[int], warm_up: int, together: Barrier, told: Told) -> None:
    spans: Spans = []
    began = time.process_time()
    try:
        step = begin()
        for number in numbers[:warm_up]:
            step(number)
        together.wait(PATIENCE)
        began = time.process_time()
        for number in numbers[warm_up:]:
            start = time.perf_counter()
            step(number)
            spans.append((start, time.perf_counter()))
    except Exception:
        together.abort()  # nobody waits for one who will not come
        raise
    finally:
        told.put((spans, time.process_time() - began))
