"""Does what waits in a table as soon as it is there, several at a time, until told to stop.

The table is the queue: what a killed worker had begun is there again when its connection is gone. A job of its own for
each of them would cost more than most of what they do.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Event as Signal

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connection

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
    """Do one step; a failure of the database is no end: what waits goes on waiting in it."""
    close_old_connections()
    try:
        return step(clock.now())
    except (OperationalError, InterfaceError) as lost:
        log.warning("the database is away", step=step.__qualname__, error=type(lost).__name__)
        with suppress(OperationalError, InterfaceError):
            connection.close()
        return 0
