"""What waits for the scanner is looked at as soon as there is one; until then nobody gets it."""

import logging
from datetime import datetime
from itertools import takewhile

from django.db import transaction

from guitai.audit import actions as audit
from guitai.files import queries, scanner
from guitai.files.models import StoredFile
from guitai.files.scanner import Look, Verdict
from guitai.files.terms import BlobBroken, NoSuchFile, Scan

MOST_AT_ONCE = 200
SCANS = {Verdict.CLEAN: Scan.CLEAN, Verdict.INFECTED: Scan.INFECTED}
logger = logging.getLogger(__name__)


def look_at_waiting(now: datetime) -> int:
    """The files that wait have a verdict, oldest first, as far as the scanner answers; answer how many got one."""
    rows = StoredFile.objects.filter(scan=Scan.WAITING).order_by("created_at")[:MOST_AT_ONCE]
    return sum(1 for _each in takewhile(bool, (_look_at(row, now) for row in rows)))


def _look_at(row: StoredFile, now: datetime) -> bool:
    """Answer whether it is worth asking the scanner for the next one."""
    try:
        seen = scanner.look(queries.content_of(row))
    except (NoSuchFile, BlobBroken):
        logger.warning("The stored file %s cannot be read, so it cannot be looked at.", row.pk)
        return True
    if seen.verdict is Verdict.UNKNOWN:
        logger.warning("The virus scanner has no say: %s", seen.detail)
        return False
    _note(row, seen, now)
    return True


@transaction.atomic
def _note(row: StoredFile, seen: Look, now: datetime) -> None:
    changed = StoredFile.objects.filter(pk=row.pk, scan=Scan.WAITING).update(
        scan=SCANS[seen.verdict], scanned_at=now, found=seen.detail[:100]
    )
    if changed and seen.verdict is Verdict.INFECTED:
        detail: dict[str, object] = {"found": seen.detail}
        audit.record("file.infected", actor="system:scanner", thing=f"file:{row.pk}", detail=detail, now=now)
