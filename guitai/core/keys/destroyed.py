"""The list of destroyed keys, outside of the database: asked before anything is served, and before models load."""

import json
import os
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection


def came_back() -> bool:
    """Tell whether a key lives that was destroyed before: the database was restored from an older back-up."""
    ids = list(listed())
    if not ids:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM core_subject_key WHERE id = ANY(%s) AND wrapped IS NOT NULL LIMIT 1", [ids])
        return cursor.fetchone() is not None


def listed() -> Iterator[UUID]:
    place = Path(settings.DESTROYED_KEYS_FILE)
    if place.is_file():
        for line in place.read_text(encoding="ascii").splitlines():
            yield UUID(json.loads(line)["key"])


def remember(ids: Collection[UUID], at: datetime) -> None:
    """The keys stand on the list, also after a power cut."""
    place = Path(settings.DESTROYED_KEYS_FILE)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.writelines(json.dumps({"key": str(each), "at": at.isoformat()}) + "\n" for each in ids)
        out.flush()
        os.fsync(out.fileno())
