"""Write one record, in the transaction of what it records."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.backends.postgresql.psycopg_any import Jsonb

from guitai.audit.terms import AuditClosed, NotRecorded, PersonalValueInAudit
from guitai.core import identifiers

APPEND = "SELECT audit_append(%s, %s, %s, %s, %s, %s, %s, %s)"


def record(
    verb: str,
    *,
    actor: str,
    thing: str,
    subject: str = "",
    purpose: str = "",
    basis: str = "",
    detail: Mapping[str, object] | None = None,
    now: datetime,
) -> None:
    """Leave one record that commits or vanishes with the transaction of the caller."""
    if not connection.in_atomic_block:
        raise NotRecorded(f"“{verb}” is recorded outside a transaction: record where the change is made.")
    append((verb, actor, thing, subject, purpose, basis), detail or {}, now=now)


def append(texts: tuple[str, str, str, str, str, str], detail: Mapping[str, object], *, now: datetime) -> None:
    """Leave one record of verb, actor, thing, subject, purpose and basis; outside a transaction it stands by itself."""
    verb = texts[0]
    for text in (*texts, *_texts(detail)):
        if identifiers.looks_like_national_number(text):
            raise PersonalValueInAudit(f"The record of “{verb}” holds a national number: give a reference instead.")
    with connection.cursor() as cursor:
        cursor.execute(APPEND, (now, *texts, Jsonb(detail, dumps=_dumps)))
        (written,) = cursor.fetchone()
    if written is None:
        raise AuditClosed(f"“{verb}” is not recorded: the audit is closed, see `guitai audit status`.")


def _dumps(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for key, inner in value.items():
                yield str(key)
                yield from _texts(inner)
        case list() | tuple() | set() | frozenset():
            for inner in value:
                yield from _texts(inner)
        case _:
            yield str(value)
