"""Migrations while people apply: a lock that is not free at once is given up and tried again.

A statement that waits for a table stands in front of everybody who comes after it; so it never waits for long.
"""

import time
from collections.abc import Callable

from django.db import OperationalError, connection
from psycopg import Connection, errors

from guitai.config.terms import CannotStart

WAITS = "800ms"
PAUSE_SECONDS = 1.0
TRIES = 120
POLITE = f"SET lock_timeout = '{WAITS}'"


def be_polite(session: Connection) -> None:
    """No statement of the session waits longer for a lock than anybody would notice."""
    session.execute(POLITE.encode())


def politely(migrate: Callable[[], object], *, tries: int = TRIES, pause: float = PAUSE_SECONDS) -> None:
    """All migrations are made; each that did not get its lock was undone and tried again."""
    for _try in range(tries):
        with connection.cursor() as cursor:
            cursor.execute(POLITE)
        try:
            migrate()
        except OperationalError as problem:
            if not isinstance(problem.__cause__, errors.LockNotAvailable):
                raise
            time.sleep(pause)
        else:
            return
    raise CannotStart("The tables are held by transactions that do not end: look for them in pg_stat_activity.")
