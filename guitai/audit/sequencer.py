"""The process that keeps the chain within a second of the records, also when the database is away for a while."""

import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event

import psycopg
import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from guitai.audit.sequencing import checkpoint, sequence

PAUSE_SECONDS = 0.5
CHECKPOINT_SECONDS = 8.0  # with the time that signing takes, less than ten between two
# A garbled line raises what looks like a fault of ours; and COPY raises what Django does not wrap.
AWAY = (DatabaseError, InterfaceError, psycopg.Error)
log = structlog.get_logger(__name__)


def run_sequencer(stop: Event) -> None:
    """Keep the chain within a second of the records, and signed, until told to stop; then sign once more."""
    signed_at = -CHECKPOINT_SECONDS
    while not stop.is_set():
        chained = unless_database_is_away(sequence)
        if time.monotonic() - signed_at >= CHECKPOINT_SECONDS and unless_database_is_away(checkpoint):
            signed_at = time.monotonic()
        if not chained:
            stop.wait(PAUSE_SECONDS)
    unless_database_is_away(sequence)
    unless_database_is_away(checkpoint)


def unless_database_is_away(step: Callable[[], int]) -> int:
    close_old_connections()
    try:
        return step()
    except AWAY as lost:
        # The database is being restarted: the records wait in it, so the only thing to do is to come back.
        log.warning("the sequencer lost the database", error=type(lost).__name__)
        with suppress(*AWAY):
            connection.close()
        return 0
