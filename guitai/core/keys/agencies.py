"""The keys of agencies: one in use for each, those before it while their rotation lasts."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import connection

from guitai.core import clock
from guitai.core.keys import masters, wrapping

# Opened keys of agencies, by id: an id never means another key. What the database says is asked each time.
_opened: dict[UUID, bytes] = {}
_in_use: dict[str, UUID] = {}  # believed only until an INSERT finds it retired


@dataclass(frozen=True)
class Wrapped:
    """A row of core_agency_key as others read it along with theirs."""

    id: UUID
    agency: str
    wrapped: bytes
    master: int


def opened(row: Wrapped) -> bytes:
    if row.id not in _opened:
        _opened[row.id] = wrapping.unwrap(row.wrapped, by=wrapping.master(row.master), what=said(row.id, row.agency))
    return _opened[row.id]


def in_use(agency: str, *, anew: bool = False) -> tuple[UUID, bytes]:
    """Answer the key that wraps new keys of this agency, made where there is none."""
    known = None if anew else _in_use.get(agency)
    if known is None or known not in _opened:
        row = _current(agency) or _made(agency)
        opened(row)
        known = _in_use[agency] = row.id
    return known, _opened[known]


def said(key: UUID, agency: str) -> str:
    """Answer what a wrapped agency key is bound to."""
    return f"agency:{agency}:{key}"


def _current(agency: str) -> Wrapped | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, agency, wrapped, master FROM core_agency_key WHERE agency = %s AND retired_at IS NULL", [agency]
        )
        row = cursor.fetchone()
    return Wrapped(row[0], row[1], bytes(row[2]), row[3]) if row else None


def _made(agency: str) -> Wrapped:
    key = uuid4()
    master = masters.newest()
    wrapped = wrapping.wrap(wrapping.new_key(), by=wrapping.master(master), what=said(key, agency))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_agency_key (id, agency, wrapped, master, made_at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (agency) WHERE retired_at IS NULL DO NOTHING",
            [key, agency, wrapped, master, clock.now()],
        )
    found = _current(agency)
    if found is None:
        raise LookupError(f"The key of agency {agency} was not kept.")
    return found
