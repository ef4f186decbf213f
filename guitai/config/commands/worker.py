"""guitai worker: background work of all queues, as the role worker."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.core.management import call_command

from guitai.config import database, preflight, schema
from guitai.notices import posting
from guitai.outbox import delivery, pump

PUMPS = (delivery.deliver_new, posting.send_waiting)
"""What is done straight from its table: each has a thread of its own, so that a slow mail server holds up no case."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="guitai worker", description="Do the background work.")
    parser.add_argument("--concurrency", type=int, default=2)
    told = parser.parse_args(arguments)
    preflight.postgres(database.address())
    schema.require_current()
    schema.require_key()
    with pumping():
        call_command("procrastinate", "worker", f"--concurrency={told.concurrency}")
    return 0


@contextmanager
def pumping() -> Iterator[None]:
    """The tables are worked off while the block runs; what was begun is finished."""
    stop = Event()
    threads = [Thread(target=pump.run, args=(step, stop), name=step.__qualname__) for step in PUMPS]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
