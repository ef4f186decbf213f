"""One step of the chain: what is committed and not chained yet is put onto it, by one sequencer at a time.

What the sequencer remembers of the tree is good only while the chain still ends where it left it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from guitai.audit import checkpoints, merkle
from guitai.audit.chain import Head, next_head
from guitai.audit.models import Checkpoint, Link
from guitai.audit.records import COLUMNS, record_of
from guitai.audit.statements import Statement
from guitai.audit.trees import complete, stored

LOCK = 0x6775_6974_6169  # one sequencer for each database
BATCH = 2000
# Each finds its rows by their keys: joins would read the whole log when the planner thinks little of what waits.
WAITING = "SELECT entry_id FROM audit_pending WHERE entry_id > %s ORDER BY entry_id LIMIT %s"
CHAINED = "SELECT entry_id FROM audit_link WHERE entry_id = ANY(%s)"
RECORDS = f"SELECT {COLUMNS} FROM audit_entry e WHERE e.id = ANY(%s) ORDER BY e.id"
NO_LONGER_WAITING = "DELETE FROM audit_pending WHERE entry_id = ANY(%s)"
BEFORE_ALL = -(2**63)


@dataclass
class _Remembered:
    head: Head = field(default_factory=Head)
    tree: merkle.Growing = field(default_factory=merkle.Growing)


_last = _Remembered()


@transaction.atomic
def sequence(limit: int = BATCH) -> int:
    """Chain what is committed and not chained yet; answer how many records that were.

    Only one sequencer works at a time; a second one answers 0. A record that becomes visible late simply comes
    later: the order is that of chaining.
    """
    if not _alone():
        return 0
    taken = _take(limit)
    if not taken:
        return 0
    head, tree = _at_the_end()
    links, tiles = [], []
    for row in taken:
        head = next_head(head, record_of(row))
        links.append((head.position, row[0], head.digest))
        tiles += tree.add(merkle.leaf_hash(head.digest))
    _write(links, tiles)
    checkpoints.tell_latest(head)
    _last.head, _last.tree = head, tree
    return len(links)


@transaction.atomic
def checkpoint() -> bool:
    """What is chained is signed up to its end; answers whether there was something to sign."""
    if not _alone():
        return False
    head, tree = _at_the_end()
    last = Checkpoint.objects.order_by("-number").first()
    if head.position == (last.position if last else 0):
        return False
    checkpoints.sign(Statement((last.number if last else 0) + 1, head.position, head.digest, tree.root(), _moment()))
    return True


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,))
        (alone,) = cursor.fetchone()
    return bool(alone)


def _take(limit: int) -> list[tuple[Any, ...]]:
    """Answer the first records that wait, which then wait no longer.

    A record that is chained already, or is not there, waits for nothing, whoever wrote that it does: it is passed over.
    """
    last = BEFORE_ALL
    with connection.cursor() as cursor:
        while True:
            cursor.execute(WAITING, [last, limit])
            waiting = [row[0] for row in cursor.fetchall()]
            if not waiting:
                return []
            cursor.execute(CHAINED, [waiting])
            chained = {row[0] for row in cursor.fetchall()}
            cursor.execute(RECORDS, [[each for each in waiting if each not in chained]])
            found = cursor.fetchall()
            if found:
                cursor.execute(NO_LONGER_WAITING, [[row[0] for row in found]])
                return list(found)
            last = waiting[-1]


def _at_the_end() -> tuple[Head, merkle.Growing]:
    last = Link.objects.order_by("-position").first()
    head = Head(last.position, bytes(last.digest)) if last else Head()
    if _last.head == head:
        return head, _last.tree.copy()
    complete(head.position)
    return head, stored(head.position)


def _write(links: Sequence[tuple[int, int, bytes]], tiles: Sequence[merkle.Tile]) -> None:
    with connection.cursor() as cursor:
        with cursor.copy("COPY audit_link (position, entry_id, digest) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["int8", "int8", "bytea"])
            for link in links:
                copy.write_row(link)
        if tiles:
            rows = [(tile.level, tile.number, tile.digest) for tile in tiles]
            cursor.executemany("INSERT INTO audit_tile (level, number, digest) VALUES (%s, %s, %s)", rows)


def _moment() -> datetime:
    """Answer the clock of the database, the one that records are written by; the demo's does not move it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime
        (moment,) = cursor.fetchone()
    return moment
