"""Time-stamps for checkpoints: the newest first, then what was missed; too long without one, the audit closes.

A stamp of a checkpoint speaks for everything before it, so it is the newest one's age that counts. Whoever cannot
show an outside authority for a day could write the day anew; so nothing is recorded any more, and what must be recorded
does not happen (settings.AUDIT_UNSTAMPED_HOURS).
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Event

import structlog
from django.conf import settings
from django.db import connection, transaction

from guitai.audit import timestamps, witness
from guitai.audit.models import Checkpoint, Closed, Stamp
from guitai.audit.sequencer import unless_database_is_away
from guitai.audit.statements import statement_of

PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
GRACE_SECONDS = 120.0  # after a start: a machine that was off for a week is not closed before anybody could be asked
MOST_AT_ONCE = 50
LATE = timedelta(minutes=10)  # then somebody should ask why
LOCK = 0x6775_6974_6170  # one stamper for each database
UNSTAMPED = """
SELECT number FROM audit_checkpoint c WHERE NOT EXISTS (SELECT 1 FROM audit_stamp s WHERE s.checkpoint = c.number)
ORDER BY number DESC LIMIT %s
"""
# Since when no authority has spoken for the newest part of the chain, and the moment now.
UNCONFIRMED = """
SELECT (SELECT min(at) FROM audit_checkpoint WHERE number > coalesce((SELECT max(checkpoint) FROM audit_stamp), 0)),
       (SELECT count(*) FROM audit_checkpoint c
        WHERE NOT EXISTS (SELECT 1 FROM audit_stamp s WHERE s.checkpoint = c.number)), clock_timestamp()
"""
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Waiting:
    """How many checkpoints wait for a time-stamp, and how long no authority has spoken for the newest part."""

    checkpoints: int
    since: datetime | None
    age: timedelta


def run_stamper(stop: Event) -> None:
    """Every checkpoint is stamped as soon as the authority can; while it cannot, it is asked ever more seldom."""
    pause, well_at = PAUSE_SECONDS, time.monotonic()
    while not stop.wait(pause):
        if unless_database_is_away(_well):
            pause, well_at = PAUSE_SECONDS, time.monotonic()
            unless_database_is_away(open_again)
        else:
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            if time.monotonic() - well_at > GRACE_SECONDS:
                unless_database_is_away(close_when_too_late)


def _well() -> bool:
    """Say whether the authority did all that it was asked for."""
    try:
        stamp_waiting()
    except timestamps.NotStamped as reason:
        log.warning("no time-stamp", reason=str(reason), waiting=waiting().checkpoints)
        return False
    return True


def stamp_waiting(most: int = MOST_AT_ONCE) -> int:
    """Checkpoints without a stamp have one; answers how many. Raises NotStamped when the authority gives none."""
    chosen = timestamps.authority()
    if chosen is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(UNSTAMPED, [most])
        numbers = [row[0] for row in cursor.fetchall()]
    for number in numbers:
        _stamp(number, chosen)
    return len(numbers)


def _stamp(number: int, chosen: timestamps.Authority) -> None:
    row = Checkpoint.objects.get(number=number)
    data = statement_of(row).message() + bytes(row.signature)
    token = timestamps.ask(chosen, data)
    at = timestamps.stamped_at(token, data, chosen.roots)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if not Stamp.objects.filter(checkpoint=number).exists():  # another sequencer may have been quicker
            Stamp.objects.create(checkpoint=number, stamped_at=at, token=token)
            transaction.on_commit(lambda: witness.tell_stamp(number, sha256(token).hexdigest()))


def waiting() -> Waiting:
    with connection.cursor() as cursor:
        cursor.execute(UNCONFIRMED)
        since, count, moment = cursor.fetchone()
    return Waiting(count, since, moment - since if since else timedelta())


def close_when_too_late() -> bool:
    """The audit is closed when no authority has spoken for its newest part for too long; answers whether it is."""
    limit, late = timedelta(hours=settings.AUDIT_UNSTAMPED_HOURS), waiting()
    if not limit or late.since is None or late.age <= limit:
        return False
    if not Closed.objects.exists():
        Closed.objects.create(since=late.since, why="no time-stamp for too long")
        log.error("the audit is closed: nothing is recorded, nothing happens", since=late.since.isoformat())
    return True


def open_again() -> bool:
    """The audit is open; answers whether it was closed."""
    opened, _each = Closed.objects.all().delete()
    if opened:
        log.warning("the audit is open again")
    return bool(opened)
