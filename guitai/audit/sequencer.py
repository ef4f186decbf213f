"""The process that keeps the chain within a second of the records, also when the database is away for a while."""

from contextlib import suppress
from threading import Event

import structlog
from django.db import OperationalError, close_old_connections, connection

from guitai.audit.sequencing import sequence
from guitai.core import clock

PAUSE_SECONDS = 0.5
log = structlog.get_logger(__name__)


def run_sequencer(stop: Event) -> None:
    """Keep the chain within a second of the records until told to stop."""
    while not stop.is_set():
        if not _sequence_once():
            stop.wait(PAUSE_SECONDS)


def _sequence_once() -> int:
    close_old_connections()
    try:
        return sequence(clock.now())
    except OperationalError as lost:
        # The database is being restarted: the records wait in it, so the only thing to do is to come back.
        log.warning("the sequencer lost the database", error=type(lost).__name__)
        with suppress(OperationalError):
            connection.close()
        return 0
