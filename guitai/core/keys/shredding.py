"""Keys are destroyed on purpose: what they sealed is noise from then on, here and in every copy of the database.

A back-up made before holds the key still. So each destroyed key is written into a list outside of the database; after
a restore nothing starts before the keys on it are destroyed again.
"""

import json
import os
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from guitai.core.keys import ring
from guitai.core.keys.terms import Scope
from guitai.core.models import SubjectKey


@transaction.atomic
def destroy(subjects: Collection[str], *, scopes: Collection[Scope], now: datetime, agency: str | None = None) -> int:
    """Nobody opens any more what these subjects' keys (at this agency) sealed; answers how many keys are gone."""
    found = SubjectKey.objects.filter(subject__in=subjects, scope__in=scopes, wrapped__isnull=False)
    if agency is not None:
        found = found.filter(agency=agency)
    ids = list(found.values_list("pk", flat=True))
    SubjectKey.objects.filter(pk__in=ids).update(wrapped=None, destroyed_at=now)
    ring.forget()
    transaction.on_commit(partial(_remember, ids, now))
    return len(ids)


def destroy_again(*, now: datetime) -> int:
    """Keys that a restored back-up brought back are destroyed as they were before; answers how many."""
    with transaction.atomic():
        back = SubjectKey.objects.filter(pk__in=list(listed()), wrapped__isnull=False)
        return back.update(wrapped=None, destroyed_at=now)


def came_back() -> bool:
    """Tell whether a key lives that was destroyed before: the database was restored from an older back-up."""
    ids = list(listed())
    return bool(ids) and SubjectKey.objects.filter(pk__in=ids, wrapped__isnull=False).exists()


def complete_list() -> int:
    """Every key that the database knows as destroyed stands on the list, also after a crash; answers how many new."""
    known = set(listed())
    rows = SubjectKey.objects.filter(wrapped__isnull=True).exclude(pk__in=known)
    missing = [(row.pk, row.destroyed_at) for row in rows]
    for key_id, at in missing:
        if at is not None:
            _remember([key_id], at)
    return len(missing)


def listed() -> Iterator[UUID]:
    place = Path(settings.DESTROYED_KEYS_FILE)
    if place.is_file():
        for line in place.read_text(encoding="ascii").splitlines():
            yield UUID(json.loads(line)["key"])


def _remember(ids: Collection[UUID], at: datetime) -> None:
    place = Path(settings.DESTROYED_KEYS_FILE)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.writelines(json.dumps({"key": str(each), "at": at.isoformat()}) + "\n" for each in ids)
        out.flush()
        os.fsync(out.fileno())
