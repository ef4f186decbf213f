"""Who looked at one person's data, as far as she is to see it now."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from django.db import connection

from guitai.audit.terms import Held, Look, Wish

# The function leaves out whatever is about anybody else; it gives 1,000 rows at most.
LOOKS = """
SELECT id, at, verb, actor, thing, among, purpose, basis, detail::text, total
FROM audit_looks(%s, %s, %s, %s, %s, %s, %s::jsonb, NULL, %s, %s)
"""


def looks(wish: Wish, held: Sequence[Held] = ()) -> tuple[list[Look], int]:
    """Answer the newest looks that are wanted and may be told, and how many there are on all pages."""
    withheld = json.dumps([{**asdict(each), "since": each.since.isoformat()} for each in held])
    values = (
        list(wish.subjects),
        list(wish.verbs),
        wish.since,
        wish.until,
        wish.agency or None,
        wish.kind or None,
        withheld,
        wish.skip,
        wish.most,
    )
    with connection.cursor() as cursor:
        cursor.execute(LOOKS, values)
        rows = cursor.fetchall()
    return [Look(*(*row[:8], json.loads(row[8]))) for row in rows], rows[0][9] if rows else 0
