"""Parts of the audit, and what concerns one person, with proofs that a stranger verifies with openssl and a shell.

A part is everything between two checkpoints, so nothing can be missing from it. A data-use list opens of each record
only what the person may see: the rest stays behind digests, and of many persons only she is named. The files are plain
lines; tools/verify_audit.sh reads them.
"""

from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection

from guitai.audit import chain, merkle, timestamps
from guitai.audit.models import Checkpoint, Stamp
from guitai.audit.records import COLUMNS, record_of
from guitai.audit.statements import statement_of
from guitai.audit.terms import Held, NothingToExport
from guitai.audit.trees import Proofs
from guitai.audit.verification import one_snapshot

# Whose link each row is, the link before it, and the record.
ROWS = f"""
SELECT l.position, l.digest, (SELECT b.digest FROM audit_link b WHERE b.position = l.position - 1), {COLUMNS}
FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id
"""
PART = ROWS + "WHERE l.position > %s AND l.position <= %s ORDER BY l.position"
LIST = f"""{ROWS} WHERE e.id IN (SELECT s.entry_id FROM audit_subject s WHERE s.subject = %s) AND l.position <= %s
AND (%s::timestamptz IS NULL OR e.at >= %s) AND (%s::timestamptz IS NULL OR e.at < %s) ORDER BY l.position"""
CHUNK = 2000
# What a person sees of every look at her data; the thing only where the record is about her and nobody else.
SHOWN = ("at=", "verb=", "purpose=", "basis=", "detail.")
# What she sees of a question that was asked of another agency in somebody else's matter: neither whose nor what for.
SHOWN_AMONG = ("at=", "verb=", "detail.source=", "detail.outcome=", "detail.subjects=")
QUESTIONS, MATTERS = "gateway.", ("draft:", "case:")
OWN_MATTERS = "SELECT DISTINCT thing FROM audit_entry WHERE subject = %s AND verb IN ('cases.open', 'cases.submit')"
BETWEEN = timedelta(hours=1)  # a part names a checkpoint an hour, so that each hour's records have their own time-stamp


@dataclass(frozen=True)
class Linked:
    """A record at its place."""

    position: int
    digest: bytes
    before: bytes
    record: chain.Record


@dataclass
class Exported:
    """What was written."""

    folder: Path
    records: int = 0
    first: int = 0
    last: int = 0
    checkpoints: list[int] = field(default_factory=list)


def export_part(folder: Path, *, since: datetime, until: datetime) -> Exported:
    """The folder holds every record between the checkpoint before `since` and the one after `until`, and the proofs."""
    with one_snapshot():
        begin = Checkpoint.objects.filter(at__lte=since).order_by("-number").first()
        later = Checkpoint.objects.filter(at__gte=until).order_by("number").first()
        end = later or _newest()
        if begin is not None and begin.position >= end.position:
            raise NothingToExport("Nothing was recorded in that time.")
        with _Writing(folder, "part") as writing:
            with closing(_linked(PART, [begin.position if begin else 0, end.position])) as linked:
                for each in linked:
                    writing.opened(each)
            proofs = Proofs()
            between = [*_hourly(begin, end), end, *([] if later is None else [_newest()])]
            for checkpoint in [*([begin] if begin else []), *between]:
                writing.checkpoint(checkpoint)
            writing.inclusion(proofs, end.position, end)
            writing.consistencies(proofs)
        return writing.exported


def export_person(
    folder: Path,
    subject: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    held: Sequence[Held] = (),
) -> Exported:
    """The folder holds each look at this person's data that she may see now, and the proof that it is in the audit."""
    with one_snapshot():
        stamped = Stamp.objects.order_by("-checkpoint").first()
        newest = Checkpoint.objects.get(number=stamped.checkpoint) if stamped else _newest()
        values: list[str | int | datetime | None] = [subject, newest.position, since, since, until, until]
        with _Writing(folder, f"list {subject}") as writing:
            proofs, hers = Proofs(), _own_matters(subject)
            with closing(_linked(LIST, values)) as linked:
                for each in linked:
                    if not _withheld(each.record, held):
                        writing.shown(each, subject, hers)
                        writing.inclusion(proofs, each.position, newest)
            writing.checkpoint(newest)
        return writing.exported


def _newest() -> Checkpoint:
    newest = Checkpoint.objects.order_by("-number").first()
    if newest is None:
        raise NothingToExport(
            "Nothing is signed yet: the sequencer signs every few seconds once something is recorded."
        )
    return newest


def _hourly(begin: Checkpoint | None, end: Checkpoint) -> Iterator[Checkpoint]:
    first = begin.number if begin else 0
    last_at = begin.at if begin else None
    for row in Checkpoint.objects.filter(number__gt=first, number__lt=end.number).order_by("number"):
        if last_at is None or row.at - last_at >= BETWEEN:
            last_at = row.at
            yield row


def _linked(statement: str, values: Sequence[str | int | datetime | None]) -> Generator[Linked, None, None]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(CHUNK):
            for position, digest, before, *columns in rows:
                record = record_of(columns)
                if record.salt is None:
                    raise NothingToExport(f"Record {record.id} was written before records could be proven one by one.")
                yield Linked(position, bytes(digest), chain.FIRST if before is None else bytes(before), record)


def _withheld(record: chain.Record, held: Sequence[Held]) -> bool:
    at, purpose = record.texts[0] or "", record.texts[chain.TEXTS.index("purpose")]
    agency = chain.detail_of(record).get("agency")
    return any(
        each.purpose == purpose and each.agency in {"", agency} and datetime.fromisoformat(at) >= each.since
        for each in held
    )


def _own_matters(subject: str) -> Collection[str]:
    """Answer the drafts and cases that were begun and sent for this person."""
    with connection.cursor() as cursor:
        cursor.execute(OWN_MATTERS, [subject])
        return frozenset(thing for (thing,) in cursor.fetchall())


def _shown(record: chain.Record, subject: str, hers: Collection[str]) -> tuple[str, ...]:
    """Answer how the parts begin that this person may see of a record."""
    verb, thing, about = (record.texts[chain.TEXTS.index(name)] or "" for name in ("verb", "thing", "subject"))
    if verb.startswith(QUESTIONS) and thing.startswith(MATTERS) and thing not in hers:
        return (*SHOWN_AMONG, "subject=") if about == subject else SHOWN_AMONG
    return (*SHOWN, "thing=", "subject=") if about == subject else SHOWN


class _Writing:
    """The files of one export; the folder is new, so that nothing older is mistaken for part of it."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.exported = Exported(folder)
        self._kind = kind
        self._checkpoints: list[Checkpoint] = []

    def __enter__(self) -> Self:
        folder = self.exported.folder
        folder.mkdir(parents=True)
        self._records = (folder / "records.txt").open("w", encoding="utf-8")
        self._proofs = (folder / "proofs.txt").open("w", encoding="ascii")
        self._records.write(f"guitai-audit-export-1 {self._kind}\n")
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        self._records.write(f"end {self.exported.records}\n")
        self._records.close()
        self._proofs.close()
        if failed is None:
            self._keys()

    def opened(self, linked: Linked) -> None:
        """All of the record is told, each person in it too."""
        self._begin(linked)
        for part in chain.parts(linked.record):
            self._records.write(f"part {part.salt} {part.said}\n")
        for part in chain.subjects_of(linked.record):
            self._records.write(f"subject {part.salt} {part.said}\n")
        self._end(linked)

    def shown(self, linked: Linked, subject: str, hers: Collection[str]) -> None:
        """Only what this person may see is told; of the persons in it only she."""
        self._begin(linked)
        may_see = _shown(linked.record, subject, hers)
        for part in chain.parts(linked.record):
            shown = part.said.startswith(may_see)
            self._records.write(f"part {part.salt} {part.said}\n" if shown else f"hidden {part.digest()}\n")
        people = chain.subjects_of(linked.record)
        places = [place for place, part in enumerate(people) if part.said == chain.subject_said(subject)]
        if places:
            self._person(people, places[0])
        self._end(linked)

    def _person(self, people: list[chain.Part], place: int) -> None:
        leaves = [chain.subject_leaf(part) for part in people]
        path = merkle.inclusion(place, len(leaves), lambda start, size: merkle.root_of(leaves[start : start + size]))
        mine = people[place]
        self._records.write(f"person {place} {len(leaves)} {_hex(path)} {mine.salt} {mine.said}\n")

    def _begin(self, linked: Linked) -> None:
        self.exported.first = self.exported.first or linked.position
        self.exported.last = linked.position
        self.exported.records += 1
        self._records.write(f"record {linked.position} {linked.before.hex()}\n")

    def _end(self, linked: Linked) -> None:
        self._records.write(f"link {linked.digest.hex()}\n")

    def checkpoint(self, row: Checkpoint) -> None:
        """The checkpoint, its signature and its time-stamp are files of their own, as openssl wants them."""
        if row.number in self.exported.checkpoints:
            return
        folder = self.exported.folder / "checkpoints"
        folder.mkdir(exist_ok=True)
        self.exported.checkpoints.append(row.number)
        self._checkpoints.append(row)
        (folder / f"{row.number}.txt").write_bytes(statement_of(row).message())
        (folder / f"{row.number}.sig").write_bytes(bytes(row.signature))
        (folder / f"{row.number}.key.pem").write_bytes(_pem(bytes(row.key)))
        stamp = Stamp.objects.filter(checkpoint=row.number).first()
        if stamp is not None:
            (folder / f"{row.number}.tsr").write_bytes(bytes(stamp.token))

    def inclusion(self, proofs: Proofs, position: int, within: Checkpoint) -> None:
        path = proofs.inclusion(position, within.position)
        self._proofs.write(f"inclusion {position} {within.number} {_hex(path)}\n")

    def consistencies(self, proofs: Proofs) -> None:
        """Each checkpoint is shown to be the beginning of the next."""
        for old, new in zip(self._checkpoints, self._checkpoints[1:], strict=False):
            path = proofs.consistency(old.position, new.position)
            self._proofs.write(f"consistency {old.number} {new.number} {_hex(path)}\n")

    def _keys(self) -> None:
        roots = timestamps.roots()
        if roots is not None:
            (self.exported.folder / "tsa-root.pem").write_bytes(roots.read_bytes())


def _hex(path: list[bytes]) -> str:
    return ",".join(each.hex() for each in path) or "-"


def _pem(raw: bytes) -> bytes:
    key = Ed25519PublicKey.from_public_bytes(raw)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
