"""Records as the database writes them: read once, in one way, by sequencer, verification and export."""

from collections.abc import Sequence

from guitai.audit.chain import Record

# Times as text: what no clock of ours writes (infinity, before Christ) must not stop whoever reads.
_MOMENT = """CASE WHEN e.{0} BETWEEN '0001-01-02 00:00Z' AND '9999-12-30 00:00Z'
 THEN to_char(e.{0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') ELSE 'impossible' END"""
# The columns of a record, of audit_entry e; all are NULL when a join found none.
COLUMNS = (
    f"e.id, {_MOMENT.format('at')}, {_MOMENT.format('recorded_at')}, e.written_by, e.verb, e.actor, e.thing,"
    " e.subject, e.purpose, e.basis, e.detail::text, e.salt"
)


def record_of(columns: Sequence[object]) -> Record:
    entry_id, *texts, detail, salt = columns
    known = None if salt is None else bytes(salt)  # type: ignore[call-overload]  # rows are untyped
    return Record(int(str(entry_id)), tuple(None if text is None else str(text) for text in texts), str(detail), known)
