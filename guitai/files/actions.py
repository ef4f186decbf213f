"""Store a file, give it to a case, sweep away what nobody claimed."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from guitai.audit import actions as audit
from guitai.files import blobs, intake, kinds, names, queries, showing
from guitai.files.models import StoredFile
from guitai.files.terms import DRAFT, PDF, FileView, NotYours, QuotaReached, Scan, Upload

MOST_UNCLAIMED_BYTES = 200 * 2**20
MOST_UNCLAIMED_FILES = 100
NOT_SENT = Q(holder="") | Q(holder__startswith=DRAFT)
UNCLAIMED_AFTER = timedelta(days=7)
ORPHANED_AFTER = timedelta(days=1)


def store(upload: Upload, *, owner: str, now: datetime, holder: str = "", subject: str = "") -> FileView:
    """What somebody sent lies redrawn and encrypted in the store; raises FileRefused with words that help.

    ``subject`` says whom it is about where its owner is no person.
    """
    taken = intake.take(upload)
    _check_quota(owner, len(taken.content.data))
    return _keep(taken, upload.name or "", owner=owner, holder=holder, subject=subject, now=now)


def keep_own(pdf: bytes, *, name: str, owner: str, now: datetime, subject: str = "") -> FileView:
    """A PDF that we made ourselves lies encrypted in the store, byte by byte as it is."""
    taken = intake.Taken(kinds.Content(pdf, PDF, pages=showing.pages_of(pdf)), Scan.OWN)
    return _keep(taken, name, owner=owner, holder="", subject=subject, now=now)


def _keep(taken: intake.Taken, name: str, *, owner: str, holder: str, subject: str, now: datetime) -> FileView:
    """The blob comes before the row: what a crash leaves over is a blob that no row names, which the sweep takes."""
    content = taken.content
    file_id, key = uuid4(), blobs.new_key()
    blobs.write(file_id, content.data, key=key, now=now)
    row = StoredFile(
        id=file_id,
        owner=owner,
        holder=holder,
        claimed_at=now if holder else None,
        name=names.clean(name, content.media_type),
        media_type=content.media_type,
        size=len(content.data),
        pages=content.pages,
        sha256=sha256(content.data).hexdigest(),
        wrapped_key=blobs.wrap(file_id, key, subject=subject or queries.subject_of(owner)),
        created_at=now,
        original_sha256=taken.original_sha256,
        scan=taken.scan,
        scanned_at=now if taken.scan is Scan.CLEAN else None,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        detail: dict[str, object] = {"media_type": row.media_type, "size": row.size}
        audit.record("file.stored", actor=owner, thing=f"file:{file_id}", detail=detail, now=now)
    return queries.view_of(row)


def _check_quota(owner: str, size: int) -> None:
    waiting = StoredFile.objects.filter(NOT_SENT, owner=owner)
    used = waiting.aggregate(bytes=Sum("size"))["bytes"] or 0
    if used + size > MOST_UNCLAIMED_BYTES or waiting.count() >= MOST_UNCLAIMED_FILES:
        raise QuotaReached(_("You have added very many files that are not sent yet. Send or discard a draft first."))


@transaction.atomic
def claim(refs: Collection[str], *, owner: str, holder: str, now: datetime) -> None:
    """The files belong to the holder for good; call it in the transaction that names them.

    Raises NotYours where one is not there, was stored by somebody else, or is already held by another.
    """
    wanted = {identified for ref in refs if (identified := queries.id_of(ref))}
    rows = list(StoredFile.objects.select_for_update().filter(id__in=wanted, owner=owner).order_by("id"))
    free = [row for row in rows if row.holder in {"", holder} or row.holder.startswith(DRAFT)]
    if len(free) != len(set(refs)):
        raise NotYours("An attachment of this application is not there any more, or belongs to another one.")
    for row in free:
        if row.holder != holder:
            row.holder, row.claimed_at = holder, now
            row.save(update_fields=["holder", "claimed_at"])
            audit.record("file.claimed", actor=owner, thing=f"file:{row.id}", detail={"holder": holder}, now=now)


def discard(refs: Collection[str], *, owner: str, now: datetime) -> int:
    """The owner's files among these that were not sent are gone; answer how many."""
    wanted = [identified for ref in refs if (identified := queries.id_of(ref))]
    return _delete(list(StoredFile.objects.filter(NOT_SENT, id__in=wanted, owner=owner)), owner, now)


def discard_held_by(holder: str, *, owner: str, now: datetime) -> int:
    """What the draft still holds is gone; answer how many."""
    return _delete(list(StoredFile.objects.filter(NOT_SENT, holder=holder, owner=owner)), owner, now)


def sweep(now: datetime) -> tuple[int, int]:
    """Nothing held by nobody is older than UNCLAIMED_AFTER, no blob without a row older than ORPHANED_AFTER.

    Answer how many rows and how many blobs went.
    """
    old = StoredFile.objects.filter(claimed_at__isnull=True, created_at__lt=now - UNCLAIMED_AFTER)
    rows = _delete(list(old[:1000]), "system:sweep", now)
    orphans = 0
    for place, file_id, written in blobs.everything():
        is_old = written < (now - ORPHANED_AFTER).timestamp()
        if is_old and (file_id is None or not _is_known(file_id)):
            place.unlink(missing_ok=True)
            orphans += 1
    return rows, orphans


@transaction.atomic
def erase(ids: Collection[UUID], *, now: datetime) -> int:
    """These files are gone, sent or not: their owner asked for it, and no law keeps them; answer how many."""
    for row in StoredFile.objects.filter(id__in=list(ids)):
        row.delete()
        audit.record("file.deleted", actor="system:erasure", thing=f"file:{row.pk}", now=now)
        transaction.on_commit(partial(blobs.remove, row.pk))
    return len(ids)


def _is_known(file_id: UUID) -> bool:
    return StoredFile.objects.filter(id=file_id).exists()


def _delete(rows: list[StoredFile], actor: str, now: datetime) -> int:
    """The row goes first: what a crash leaves over is a blob without a row, never a row without its blob."""
    gone = 0
    for row in rows:
        with transaction.atomic():
            deleted, _each = StoredFile.objects.filter(NOT_SENT, id=row.id).delete()
            if deleted:
                audit.record("file.deleted", actor=actor, thing=f"file:{row.id}", now=now)
                transaction.on_commit(partial(blobs.remove, row.id))
        gone += bool(deleted)
    return gone
