"""New keys while everything runs: each step is small, commits by itself, and can be gone on with after a crash.

A retired agency key wraps nothing new from the commit on that retires it (who makes a key locks it, ring.py); what it
wraps is wrapped anew in batches, then it is deleted. Values are not touched: their keys stay, only wrapped otherwise.
"""

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from guitai.core import clock
from guitai.core.keys import agencies, masters, ring, wrapping
from guitai.core.keys.agencies import Wrapped
from guitai.core.keys.terms import CannotRotate, Place, Scope
from guitai.core.models import AgencyKey, SubjectKey

BATCH = 200
MASTER_HEX_BYTES = 32


@dataclass(frozen=True)
class Standing:
    """How far the keys of one agency are: how many subjects' keys are wrapped by the key in use, how many not yet."""

    agency: str
    master: int
    wrapped: int
    waiting: int
    destroyed: int


def retire(agency: str) -> None:
    """From now on a new key wraps what is made for this agency; the one before only opens."""
    with transaction.atomic():
        AgencyKey.objects.filter(agency=agency, retired_at__isnull=True).update(retired_at=clock.now())
        agencies.in_use(agency, anew=True)


def wrap_anew(agency: str) -> Iterator[int]:
    """Every subject key of the agency is wrapped by the key in use; answers batch by batch how many were."""
    while True:
        done = _one_batch(agency)
        if done:
            yield done
        elif not _waiting(agency).exists():
            break
    AgencyKey.objects.filter(agency=agency, retired_at__isnull=False).exclude(subjectkey__isnull=False).delete()


def unfinished() -> list[str]:
    """Answer the agencies whose rotation was begun and not ended."""
    rows = AgencyKey.objects.filter(retired_at__isnull=False).values_list("agency", flat=True)
    return sorted(set(rows))


@transaction.atomic
def _one_batch(agency: str) -> int:
    """Some of the waiting keys are wrapped by the key in use; those that somebody holds at the moment come later."""
    above_id, above = agencies.in_use(agency, anew=True)
    rows = list(_waiting(agency).select_for_update(skip_locked=True, of=("self",)).select_related("agency_key")[:BATCH])
    for row in rows:
        place = Place(row.subject, row.agency, Scope(row.scope))
        if row.wrapped is not None:
            before = agencies.opened(_as_read(row.agency_key))
            plain = wrapping.unwrap(bytes(row.wrapped), by=before, what=ring.said(row.pk, place))
            row.wrapped = wrapping.wrap(plain, by=above, what=ring.said(row.pk, place))
        row.agency_key_id = above_id
    SubjectKey.objects.bulk_update(rows, ["wrapped", "agency_key_id"])
    return len(rows)


def _waiting(agency: str) -> QuerySet[SubjectKey]:
    return SubjectKey.objects.filter(agency_key__agency=agency, agency_key__retired_at__isnull=False)


def _as_read(row: AgencyKey) -> Wrapped:
    return Wrapped(row.pk, row.agency, bytes(row.wrapped), row.master)


def add_master() -> int:
    """A new master key stands in the secrets file, where every running process looks when it meets it; its version.

    One that waits there already, wrapping nothing yet, is taken. Raises CannotRotate where keys come from elsewhere.
    """
    newest = masters.newest()
    if newest > masters.FIRST and not AgencyKey.objects.filter(master=newest).exists():
        return newest
    place, name = Path(settings.SECRETS_FILE), masters.name_of(newest + 1)
    if not place.is_file():
        raise CannotRotate(
            f"There is no secrets file. Give every process {name} (64 hex digits), restart each, then run this again."
        )
    _append(place, f"{name}={secrets.token_hex(MASTER_HEX_BYTES)}")
    return newest + 1


def _append(place: Path, line: str) -> None:
    """The file has one more line, whole, and is never seen half written."""
    unfinished_file = place.with_suffix(".part")
    handle = os.open(unfinished_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(place.read_text(encoding="utf-8").rstrip("\n") + f"\n{line}\n")
        out.flush()
        os.fsync(out.fileno())
    unfinished_file.replace(place)


def wrap_by_master(version: int) -> Iterator[UUID]:
    """Every agency key is wrapped by this version of the master key; answers one after the other."""
    for key_id in AgencyKey.objects.exclude(master=version).values_list("pk", flat=True):
        with transaction.atomic():
            row = AgencyKey.objects.select_for_update().filter(pk=key_id).first()
            if row is None:
                continue
            plain = agencies.opened(_as_read(row))
            row.wrapped = wrapping.wrap(plain, by=wrapping.master(version), what=agencies.said(row.pk, row.agency))
            row.master = version
            row.save(update_fields=["wrapped", "master"])
        yield key_id


def standing() -> list[Standing]:
    """Answer how far each agency is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.agency, min(a.master),"
            " count(s.id) FILTER (WHERE s.wrapped IS NOT NULL AND a.retired_at IS NULL),"
            " count(s.id) FILTER (WHERE s.wrapped IS NOT NULL AND a.retired_at IS NOT NULL),"
            " count(s.id) FILTER (WHERE s.wrapped IS NULL)"
            " FROM core_agency_key a LEFT JOIN core_subject_key s ON s.agency_key_id = a.id"
            " GROUP BY a.agency ORDER BY a.agency"
        )
        return [Standing(*row) for row in cursor.fetchall()]
