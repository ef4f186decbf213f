"""Go through the whole chain once and name the first place where it does not hold."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from guitai.audit import chain, merkle, testimony
from guitai.audit.records import COLUMNS, record_of
from guitai.audit.statements import Statement
from guitai.audit.terms import Broken, Verification
from guitai.audit.trees import stored_tiles

CHUNK = 2000
UNSIGNED = timedelta(minutes=1)  # what was chained a moment ago waits for its checkpoint, not longer
LATE = timedelta(hours=1)  # a transaction that lasted longer would be a wonder
LINKS = f"""
SELECT l.position, l.entry_id, l.digest, {COLUMNS}
FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id ORDER BY l.position
"""
MISPLACED = {
    "the record was never chained": """
SELECT e.id FROM audit_entry e WHERE NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.entry_id = e.id)
AND NOT EXISTS (SELECT 1 FROM audit_pending p WHERE p.entry_id = e.id) ORDER BY 1 LIMIT 1""",
    "the record is missing, although it waits to be chained": """
SELECT p.entry_id FROM audit_pending p
WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.id = p.entry_id) ORDER BY 1 LIMIT 1""",
    "the record waits to be chained, although it is": """
SELECT p.entry_id FROM audit_pending p
WHERE EXISTS (SELECT 1 FROM audit_link l WHERE l.entry_id = p.entry_id) ORDER BY 1 LIMIT 1""",
    "somebody whom the record concerns would not find it": """
SELECT e.id FROM audit_entry e CROSS JOIN LATERAL jsonb_array_elements_text(
  CASE jsonb_typeof(e.detail -> 'subjects') WHEN 'array' THEN e.detail -> 'subjects' ELSE '[]' END) AS who (name)
WHERE who.name <> '' AND NOT EXISTS (SELECT 1 FROM audit_subject s WHERE s.subject = who.name AND s.entry_id = e.id)
ORDER BY 1 LIMIT 1""",
    "somebody would find the record whom it does not concern": """
SELECT s.entry_id FROM audit_subject s LEFT JOIN audit_entry e ON e.id = s.entry_id
WHERE e.id IS NULL OR NOT (e.subject = s.subject OR coalesce(e.detail -> 'subjects' ? s.subject, false))
ORDER BY 1 LIMIT 1""",
    "the person whom the record concerns would not find it": """
SELECT e.id FROM audit_entry e WHERE e.subject <> ''
AND (e.verb LIKE 'gateway.%' OR e.verb IN ('cases.precheck', 'desk.search_number'))
AND NOT EXISTS (SELECT 1 FROM audit_subject s WHERE s.subject = e.subject AND s.entry_id = e.id)
ORDER BY 1 LIMIT 1""",
}


def verify() -> Verification:
    """Answer whether every record is as it was written, none is missing, none was put in, and every signature holds."""
    walk: _Walk | None = None
    try:
        seen = testimony.witnessed()  # first: what the witness has seen by now, the snapshot must hold
        with one_snapshot():
            walk = _Walk(seen)
            walk.through_the_chain()
            walk.to_the_end()
            _nothing_misplaced()
    except Broken as broken:
        checked = walk.head.position if walk else 0
        return Verification(ok=False, checked=checked, place=broken.place, reason=broken.reason)
    return Verification(
        ok=True, checked=walk.head.position, signed=walk.signed, stamped=walk.stamped, warnings=tuple(walk.warnings)
    )


class _Walk:
    """One pass over links, checkpoints and the witness side by side, holding a single record at a time."""

    def __init__(self, seen: testimony.Witnessed) -> None:
        self.head = chain.Head()
        self.signed = self.stamped = 0  # the position up to which a checkpoint speaks, a stamped one speaks
        self.warnings: list[str] = []
        self._tree = merkle.Growing()
        self._number = 0
        self._tiles = stored_tiles()
        self._stops = testimony.signed(seen.stamps)
        self._stop = next(self._stops, None)
        self._passed: Statement | None = None
        self._seen = seen.checkpoints
        self._next_seen = next(self._seen, None)
        self._latest = seen.latest
        self._stamps_seen = seen.stamps  # what is left of them at the end was never met
        self._unseen = 0  # checkpoints that the witness has not heard of
        self._age = _Age()

    def through_the_chain(self) -> None:
        with closing(_rows(LINKS)) as rows:
            for position, entry_id, digest, *columns in rows:
                self._link(position, entry_id, bytes(digest), columns)
                self._checkpoint()
                self._witness()

    def to_the_end(self) -> None:
        """The chain ends where the last signature says or a moment later, and not before what the witness saw."""
        if self._stop is not None:
            stop = self._stop.statement
            _broken_after(self.head, f"checkpoint {stop.number} signs position {stop.position}")
        if self._next_seen is not None:
            _broken_after(self.head, f"the witness saw position {self._next_seen.position}")
        if self._latest is not None and self._latest.head.position > self.head.position:
            _broken_after(self.head, f"the witness saw position {self._latest.head.position}")
        if self._stamps_seen:
            raise Broken(f"checkpoint {min(self._stamps_seen)}", "it is missing, but the witness saw its time-stamp")
        if self.signed != self.head.position and self._age.unsigned_too_long(self._passed):
            raise Broken(f"position {self.signed + 1}", "no checkpoint signs the chain from here on")
        if self._tiles:
            level, number = min(self._tiles)
            raise Broken(f"tile {number} of level {level}", "there are not so many records")
        self.warnings += self._age.warnings
        if self._unseen > 0:
            self.warnings.append(f"the witness has not heard of {self._unseen} checkpoints")
        if self.stamped != self.signed:
            self.warnings.append(
                f"no time-stamp that could be checked speaks for positions {self.stamped + 1} to {self.signed}"
            )

    def _link(self, position: int, entry_id: int, digest: bytes, columns: Sequence[object]) -> None:
        expected = self.head.position + 1
        if position != expected:
            raise Broken(f"position {expected}", "the link is missing")
        place = f"position {position}, record {entry_id}"
        if columns[0] is None:
            raise Broken(place, "the record is missing")
        record = record_of(columns)
        try:
            head = chain.next_head(self.head, record)
        except (ValueError, RecursionError) as unreadable:
            raise Broken(place, "the record cannot be read") from unreadable
        if head.digest != digest:
            raise Broken(place, "the record or its place was changed")
        self._grow(digest)
        self._age.saw(record, place, first_unsigned=self.signed == self.head.position)
        self.head = head

    def _grow(self, digest: bytes) -> None:
        for tile in self._tree.add(merkle.leaf_hash(digest)):
            if self._tiles.pop((tile.level, tile.number), None) != tile.digest:
                raise Broken(f"tile {tile.number} of level {tile.level}", "it is missing, or of another tree")

    def _checkpoint(self) -> None:
        stop = self._stop.statement if self._stop else None
        if self._stop is None or stop is None or stop.position > self.head.position:
            return
        if (stop.number, stop.position, stop.head) != (self._number + 1, self.head.position, self.head.digest):
            raise Broken(f"checkpoint {self._number + 1}", "it is missing, or signs another chain")
        if stop.root is not None and stop.root != self._tree.root():
            raise Broken(f"checkpoint {stop.number}", "it signs another tree")
        self._number, self.signed, self._passed = stop.number, stop.position, stop
        self._unseen += 1
        self.stamped = stop.position if self._stop.stamped_at else self.stamped
        self.warnings += _out_of_time(self._stop)
        self._stop = next(self._stops, None)

    def _witness(self) -> None:
        if self._latest is not None and self._latest.head.position == self.head.position:
            if self._latest.head != self.head:
                raise Broken(f"position {self.head.position}", "the witness saw another chain here")
            self._latest = None
        while self._next_seen is not None and self._next_seen.position <= self.head.position:
            seen = self._next_seen
            if (seen.position, seen.head) != (self.head.position, self.head.digest):
                raise Broken(f"position {seen.position}", "the witness saw another chain here")
            if seen != self._passed:
                raise Broken(f"checkpoint {seen.number}", "it is not the one that the witness saw")
            self._next_seen, self._unseen = next(self._seen, None), self._unseen - 1


class _Age:
    """What the times of the records say; a clock that was set back looks like a record that was put in later."""

    def __init__(self) -> None:
        self._now: datetime = _one("SELECT clock_timestamp()")
        self._newest = self._unsigned_since = ""
        self.warnings: list[str] = []

    def saw(self, record: chain.Record, place: str, *, first_unsigned: bool) -> None:
        recorded_at = record.texts[1] or ""
        if first_unsigned:
            self._unsigned_since = recorded_at
        if recorded_at < self._newest and _moment(self._newest) - _moment(recorded_at) > LATE:
            self.warnings.append(f"{place}: recorded long before it was chained")
        self._newest = max(self._newest, recorded_at)

    def unsigned_too_long(self, last: Statement | None) -> bool:
        """A sequencer that works signs what is older than a minute; a transaction that ended late may be older."""
        long_ago = self._now - UNSIGNED
        return _moment(self._unsigned_since) < long_ago and (last is None or last.at < long_ago)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # no time that a clock says
        return datetime.min.replace(tzinfo=UTC)


def _out_of_time(signed: testimony.Signed) -> list[str]:
    at, stamped_at = signed.statement.at, signed.stamped_at
    if stamped_at is None or stamped_at >= at - timedelta(minutes=5):
        return []
    return [f"checkpoint {signed.statement.number}: our clock was ahead of the authority's by {at - stamped_at}"]


def _nothing_misplaced() -> None:
    """Every record is in the chain or waits for it, and everything that waits exists."""
    for reason, statement in MISPLACED.items():
        record = _one(statement)
        if record is not None:
            raise Broken(f"record {record}", reason)


def _broken_after(head: chain.Head, but: str) -> None:
    raise Broken(f"position {head.position + 1}", f"the chain ends before it, but {but}")


def _one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = cursor.fetchone()
    return found[0] if found else None


def _rows(statement: str) -> Generator[tuple[Any, ...], None, None]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All queries inside see the same moment, however many records arrive meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
