"""Go through the whole chain once and name the first place where it does not hold."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from guitai.audit import chain, checkpoints, witness
from guitai.audit.models import Checkpoint, Entry, Link, Pending
from guitai.audit.statements import Statement, statement_of
from guitai.audit.terms import Verification

CHUNK = 2000
RECORDED_AT = chain.FIELDS.index("recorded_at")  # never empty in a record, so empty only when there is none
LINK_FIELDS = ("position", "entry_id", "digest", *(f"entry__{name}" for name in chain.FIELDS))


class _Broken(Exception):
    """The chain does not hold here."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place, self.reason = place, reason


def verify() -> Verification:
    """Answer whether every record is as it was written, none is missing, none was put in, and every signature holds."""
    walk = _Walk()  # asks the witness first: what it has seen by now, the snapshot must hold
    with one_snapshot():
        try:
            walk.through_the_chain()
            walk.to_the_end()
            _unchained()
        except _Broken as broken:
            return Verification(ok=False, checked=walk.head.position, place=broken.place, reason=broken.reason)
    return Verification(ok=True, checked=walk.head.position)


class _Walk:
    """One pass over links and checkpoints side by side, holding a single record at a time."""

    def __init__(self) -> None:
        self.head = chain.Head()
        self._signed = 0  # the position up to which a checkpoint speaks
        self._number = 0
        self._stops = _signed_statements()
        self._next_stop: Statement | None = None
        self._witnessed = _witness_statements(witness.witnessed())
        self._next_witnessed: Statement | None = None

    def through_the_chain(self) -> None:
        self._next_stop = next(self._stops, None)
        self._next_witnessed = next(self._witnessed, None)
        for position, entry_id, digest, *values in (
            Link.objects.order_by("position").values_list(*LINK_FIELDS).iterator(chunk_size=CHUNK)
        ):
            self._link(position, entry_id, bytes(digest), values)
            self._checkpoint()
            self._witness()

    def to_the_end(self) -> None:
        """The chain ends exactly where the last signature says, and not before what the witness saw."""
        if self._next_stop is not None:
            _broken_after(self.head, f"checkpoint {self._next_stop.number} signs position {self._next_stop.position}")
        if self._signed != self.head.position:
            raise _Broken(f"position {self._signed + 1}", "no checkpoint signs the chain from here on")
        if self._next_witnessed is not None:
            _broken_after(self.head, f"the witness saw position {self._next_witnessed.position}")

    def _link(self, position: int, entry_id: int, digest: bytes, values: list[object]) -> None:
        expected = self.head.position + 1
        if position != expected:
            raise _Broken(f"position {expected}", "the link is missing")
        if values[RECORDED_AT] is None:
            raise _Broken(f"position {position}, record {entry_id}", "the record is missing")
        head = chain.next_head(self.head, chain.canonical(values))
        if head.digest != digest:
            raise _Broken(f"position {position}, record {entry_id}", "the record or its place was changed")
        self.head = head

    def _checkpoint(self) -> None:
        stop = self._next_stop
        if stop is None or stop.position > self.head.position:
            return
        if (stop.number, stop.position, stop.head) != (self._number + 1, self.head.position, self.head.digest):
            raise _Broken(f"checkpoint {self._number + 1}", "it is missing, or signs another chain")
        self._number, self._signed = stop.number, stop.position
        self._next_stop = next(self._stops, None)

    def _witness(self) -> None:
        while self._next_witnessed is not None and self._next_witnessed.position <= self.head.position:
            seen = self._next_witnessed
            if (seen.position, seen.head) != (self.head.position, self.head.digest):
                raise _Broken(f"position {seen.position}", "the witness saw another chain here")
            self._next_witnessed = next(self._witnessed, None)


def _signed_statements() -> Iterator[Statement]:
    for row in Checkpoint.objects.order_by("position").iterator(chunk_size=CHUNK):
        statement = statement_of(row)
        if not checkpoints.is_ours(statement, bytes(row.signature)):
            raise _Broken(f"checkpoint {row.number}", "its signature is not ours")
        yield statement


def _witness_statements(seen: Iterator[tuple[Statement, bytes]]) -> Iterator[Statement]:
    for statement, signature in seen:
        if not checkpoints.is_ours(statement, signature):
            raise _Broken(f"witnessed checkpoint {statement.number}", "its signature is not ours")
        yield statement


def _unchained() -> None:
    """Every record is in the chain or waits for it, and everything that waits exists."""
    chained, waiting = Link.objects.filter(entry_id=OuterRef("pk")), Pending.objects.filter(pk=OuterRef("pk"))
    stray = Entry.objects.filter(~Exists(chained), ~Exists(waiting)).order_by("pk").first()
    if stray is not None:
        raise _Broken(f"record {stray.pk}", "the record was never chained")
    lost = Pending.objects.exclude(Exists(Entry.objects.filter(pk=OuterRef("pk")))).order_by("pk").first()
    if lost is not None:
        raise _Broken(f"record {lost.pk}", "the record is missing, although it waits to be chained")


def _broken_after(head: chain.Head, but: str) -> None:
    raise _Broken(f"position {head.position + 1}", f"the chain ends before it, but {but}")


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All queries inside see the same moment, however many records arrive meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
