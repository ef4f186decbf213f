"""What speaks for the chain: signed checkpoints, their time-stamps, what the witness saw; each checked when read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection

from guitai.audit import checkpoints, timestamps, witness
from guitai.audit.models import Checkpoint, Stamp
from guitai.audit.statements import Statement, statement_of
from guitai.audit.terms import Broken

CHUNK = 2000
POSSIBLE = "'1970-01-01 00:00Z' AND '9999-12-30 00:00Z'"
TIMES = (
    ("audit_checkpoint", "number", "at", "checkpoint %s"),
    ("audit_stamp", "checkpoint", "stamped_at", "checkpoint %s"),
)


@dataclass(frozen=True)
class Signed:
    """A checkpoint whose signature is ours, and when an authority saw it."""

    statement: Statement
    stamped_at: datetime | None


@dataclass(frozen=True)
class Witnessed:
    """What the witness knew at one moment: before we look at the database, or we would miss what came between."""

    checkpoints: Iterator[Statement]
    stamps: dict[int, str]
    latest: witness.SeenLatest | None


def witnessed() -> Witnessed:
    try:
        latest = witness.latest()
        seen = witness.seen()
        stamps = {each.checkpoint: each.sha256 for each in witness.seen() if isinstance(each, witness.SeenStamp)}
    except witness.WitnessUnreadable as unreadable:
        raise Broken(f"the witness, {unreadable}", "it is not what we write") from unreadable
    if latest and not checkpoints.is_latest(latest.head, latest.signature):
        raise Broken(f"position {latest.head.position} of the witness", "its signature is not ours")
    return Witnessed(_statements(seen), stamps, latest)


def _statements(seen: Iterator[witness.Seen]) -> Iterator[Statement]:
    try:
        for each in seen:
            if isinstance(each, witness.SeenStamp):
                continue
            if not checkpoints.is_ours(each.statement.message(), each.signature):
                raise Broken(f"witnessed checkpoint {each.statement.number}", "its signature is not ours")
            yield each.statement
    except witness.WitnessUnreadable as unreadable:
        raise Broken(f"the witness, {unreadable}", "it is not what we write") from unreadable


def signed(stamps_seen: dict[int, str]) -> Iterator[Signed]:
    """Answer the checkpoints from the first to the last; a stamp that the witness saw is there as it was."""
    _times_are_possible()
    stamps = _Stamps()
    for row in _checkpoints():
        statement, signature = statement_of(row), bytes(row.signature)
        if not checkpoints.is_ours(statement.message(), signature, key=bytes(row.key)):
            raise Broken(f"checkpoint {row.number}", "its signature is not ours")
        stamp = stamps.of(row.number)
        told = stamps_seen.pop(row.number, None)
        if told is not None and (stamp is None or sha256(stamp.token).hexdigest() != told):
            raise Broken(f"checkpoint {row.number}", "its time-stamp is not the one that the witness saw")
        yield Signed(statement, _checked(stamp, statement.message() + signature) if stamp else None)
    stamps.end()


def _times_are_possible() -> None:
    """No row says infinity or a day before Christ, which would stop whoever reads it."""
    for table, key, column, words in TIMES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {key} FROM {table} WHERE NOT {column} BETWEEN {POSSIBLE} ORDER BY 1 LIMIT 1")
            for (number,) in cursor.fetchall():
                raise Broken(words % number, "no clock says such a time")


def _checkpoints() -> Iterator[Checkpoint]:
    """Answer them page by page; a cursor on the server would have to be closed wherever we stop."""
    rows = Checkpoint.objects.order_by("number")
    page = list(rows[:CHUNK])
    while page:
        yield from page
        page = list(rows.filter(number__gt=page[-1].number)[:CHUNK])


def _stamps() -> Iterator[Stamp]:
    rows = Stamp.objects.order_by("checkpoint")
    page = list(rows[:CHUNK])
    while page:
        yield from page
        page = list(rows.filter(checkpoint__gt=page[-1].checkpoint)[:CHUNK])


class _Stamps:
    """The stamps in the order of their checkpoints."""

    def __init__(self) -> None:
        self._rows = _stamps()
        self._next = next(self._rows, None)

    def of(self, number: int) -> Stamp | None:
        self._astray(self._next is not None and self._next.checkpoint < number)
        if self._next is None or self._next.checkpoint != number:
            return None
        found, self._next = self._next, next(self._rows, None)
        return found

    def end(self) -> None:
        self._astray(self._next is not None)

    def _astray(self, astray: bool) -> None:
        if astray and self._next is not None:
            raise Broken(
                f"time-stamp of checkpoint {self._next.checkpoint}", "there is no such checkpoint, or two stamps"
            )


def _checked(stamp: Stamp, data: bytes) -> datetime | None:
    """Answer when it was stamped; nothing where nobody told us whom to trust."""
    roots = timestamps.roots()
    if roots is None:
        return None
    try:
        at = timestamps.stamped_at(bytes(stamp.token), data, roots)
    except timestamps.BadStamp as bad:
        raise Broken(f"checkpoint {stamp.checkpoint}", f"its time-stamp does not hold ({bad})") from bad
    if at != stamp.stamped_at:
        raise Broken(f"checkpoint {stamp.checkpoint}", "the time beside its time-stamp is not the time in it")
    return at
