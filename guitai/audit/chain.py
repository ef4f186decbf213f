"""The chain over all records, and the proof that it holds.

Each link is SHA-256 over its position, the link before and the canonical form of its record; checkpoints sign the
head with Ed25519 (RFC 8032). Whoever can write to the database but has not the master key cannot repair the chain
after a change; whoever rolls the whole database back is found out by the witness file outside of it.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from threading import Event

import structlog
from django.db import OperationalError, close_old_connections, connection, transaction

from guitai.audit import checkpoints
from guitai.audit.models import Entry, Link, Pending
from guitai.core import clock

FIRST = bytes(32)  # what the first link hangs on
LOCK = 0x6775_6974_6169  # one sequencer for each database
BATCH = 1000
PAUSE_SECONDS = 0.5
FIELDS = ("id", "at", "recorded_at", "written_by", "verb", "actor", "thing", "subject", "purpose", "basis", "detail")
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Head:
    """How far the chain goes."""

    position: int = 0
    digest: bytes = FIRST


def canonical(values: Iterable[object]) -> bytes:
    """Answer the one sequence of bytes that stands for a record."""
    plain = [each.astimezone(UTC).isoformat() if isinstance(each, datetime) else each for each in values]
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def next_head(head: Head, record: bytes) -> Head:
    position = head.position + 1
    digest = sha256(b"guitai-audit-1\n" + position.to_bytes(8, "big") + head.digest + record).digest()
    return Head(position, digest)


@transaction.atomic
def sequence(now: datetime, limit: int = BATCH) -> int:
    """Chain and sign what is committed and not chained yet; answer how many records that were.

    Only one sequencer works at a time; a second one answers 0. A record that becomes visible late simply comes
    later: the order is that of chaining.
    """
    if not _alone():
        return 0
    waiting = list(Pending.objects.order_by("entry_id").values_list("entry_id", flat=True)[:limit])
    entries = list(Entry.objects.filter(pk__in=waiting).order_by("pk").values_list(*FIELDS))
    if not entries:
        return 0
    head = _head()
    links = []
    for entry in entries:
        head = next_head(head, canonical(entry))
        links.append(Link(position=head.position, entry_id=entry[0], digest=head.digest))
    Link.objects.bulk_create(links)
    Pending.objects.filter(pk__in=[entry[0] for entry in entries]).delete()
    checkpoints.sign(head.position, head.digest, now=now)
    return len(entries)


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


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,))
        (alone,) = cursor.fetchone()
    return bool(alone)


def _head() -> Head:
    last = Link.objects.order_by("-position").first()
    return Head(last.position, bytes(last.digest)) if last else Head()
