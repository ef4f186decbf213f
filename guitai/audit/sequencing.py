"""One step of the chain: what is committed and not chained yet is put onto it, by one sequencer at a time."""

from datetime import datetime

from django.db import connection, transaction

from guitai.audit import checkpoints
from guitai.audit.chain import FIELDS, Head, canonical, next_head
from guitai.audit.models import Entry, Link, Pending

LOCK = 0x6775_6974_6169  # one sequencer for each database
BATCH = 1000


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


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,))
        (alone,) = cursor.fetchone()
    return bool(alone)


def _head() -> Head:
    last = Link.objects.order_by("-position").first()
    return Head(last.position, bytes(last.digest)) if last else Head()
