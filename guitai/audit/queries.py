"""What the auditor sees, page by page."""

import json
from datetime import date, datetime, time, timedelta

from django.db import connection

from guitai.audit.terms import EntryView
from guitai.core.clock import TAIPEI

# Read through a function, so that the role of the web needs no right on the table; it gives 200 rows at most.
ENTRIES = """
SELECT id, at, recorded_at, written_by, verb, actor, thing, subject, purpose, basis, detail::text
FROM audit_entries(%s, %s, %s, %s, %s, %s, %s, %s)
"""
PAGE = 50


def entries(
    *,
    day: date | None = None,
    actor: str = "",
    thing: str = "",
    verb: str = "",
    subject: str = "",
    before: int | None = None,
    most: int = PAGE,
) -> list[EntryView]:
    """Answer the newest records that fit, those before record `before` for the next page."""
    since = _midnight(day) if day else None
    until = _midnight(day + timedelta(days=1)) if day else None
    values = (since, until, actor or None, thing or None, verb or None, subject or None, before, most)
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, values)
        return [EntryView(*(*row[:-1], json.loads(row[-1]))) for row in cursor.fetchall()]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), TAIPEI)
