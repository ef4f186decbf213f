"""Does what waits in a table as soon as it is there, several at a time, until told to stop.

The table is the queue: what a killed worker had begun is there again when its connection is gone. A job of its own for
each of them would cost more than most of what they do.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Event as Signal

import structlog
from django.db import close_old_connections, connection

from guitai.core import clock

PAUSE_SECONDS = 0.2
log = structlog.get_logger(__name__)
Step = Callable[[datetime], int]
"""Does some of what waits and answers how much that was."""


def run(step: Step, stop: Signal) -> None:
    """Nothing waits longer than a moment until told to stop, also when the database is away for a while."""
    while not stop.is_set():
        if not once(step):
            stop.wait(PAUSE_SECONDS)
    connection.close()


def once(step: Step) -> int:
    """Do one step; no failure is the end, or nothing would ever be done again by a worker that looks alive."""
    close_old_connections()
    try:
        return step(clock.now())
    except Exception as failure:  # noqa: BLE001 - database away, line garbled, record refused: all of it waits
        # The class only: the words of an error may hold personal values.
        log.warning("a step failed", step=step.__qualname__, error=type(failure).__qualname__)
        with suppress(Exception):
            connection.close()
        return 0
