"""The subject keys opened in one reading: one query for each subject, and forgotten with the reading.

Without an open reading nothing is kept: each sealing asks the database. So a destroyed key opens nothing from the
next request on. A key made in a transaction is believed in only while that transaction, and its savepoint, lasts.
"""

from collections.abc import Callable, Collection
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, LiteralString
from uuid import UUID, uuid4

from django.db import connection, transaction

from guitai.core import clock, reading
from guitai.core.keys import agencies, wrapping
from guitai.core.keys.agencies import Wrapped
from guitai.core.keys.terms import Erased, Key, Place, Scope

MOST_TRIES = 3
_FETCH: LiteralString = (
    "SELECT s.id, s.subject, s.agency, s.scope, s.wrapped, a.id, a.agency, a.wrapped, a.master"
    " FROM core_subject_key s JOIN core_agency_key a ON a.id = s.agency_key_id"
)
_OF_SUBJECTS = _FETCH + " WHERE s.subject = ANY(%s)"
_WITH_IDS = _FETCH + " JOIN core_subject_key o ON o.subject = s.subject WHERE o.id = ANY(%s)"
_MAKE = (
    "INSERT INTO core_subject_key (id, subject, agency, scope, wrapped, agency_key_id, made_at)"
    " SELECT n.id, n.subject, n.agency, n.scope, n.wrapped, a.id, n.made_at"
    " FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::bytea[], %s::uuid[], %s::timestamptz[])"
    " AS n (id, subject, agency, scope, wrapped, agency_key, made_at)"
    " JOIN core_agency_key a ON a.id = n.agency_key AND a.retired_at IS NULL FOR SHARE OF a"
    " ON CONFLICT (subject, agency, scope) WHERE wrapped IS NOT NULL DO NOTHING RETURNING id"
)


@dataclass
class Ring:
    """The keys known in one reading."""

    by_id: dict[UUID, Key] = field(default_factory=dict)
    by_place: dict[Place, UUID] = field(default_factory=dict)
    made: dict[UUID, "Made"] = field(default_factory=dict)
    subjects: set[str] = field(default_factory=set)  # all whose keys were fetched

    def put(self, key: Key) -> None:
        self.by_id[key.id] = key
        if key.plain is not None:
            self.by_place[key.place] = key.id

    def at(self, place: Place) -> Key | None:
        """Answer the living key of this place, unless what made it was rolled back."""
        found = self.by_place.get(place)
        made = self.made.get(found) if found else None
        if found and made and not made.stands():
            del self.by_id[found], self.by_place[place], self.made[found]
            return None
        return self.by_id[found] if found else None


@dataclass
class Made:
    """That a key was made by a transaction which may still be rolled back."""

    committed: bool = False
    mark: Callable[[], None] = field(init=False)

    def __post_init__(self) -> None:
        self.mark = self._commit
        transaction.on_commit(self.mark)

    def stands(self) -> bool:
        """Tell whether the key is there: Django drops what waits for a commit when its savepoint is rolled back."""
        return self.committed or any(waiting[1] == self.mark for waiting in connection.run_on_commit)

    def _commit(self) -> None:
        self.committed = True


_kept: ContextVar[tuple[str, Ring] | None] = ContextVar("keys", default=None)


def ring() -> Ring:
    """Answer the ring of the open reading, or an empty one that nobody keeps."""
    now = reading.current()
    if now is None:
        return Ring()
    one, kept = now.id, _kept.get()
    if kept is None or kept[0] != one:
        kept = (one, Ring())
        _kept.set(kept)
    return kept[1]


def forget() -> None:
    """The next key of this reading is asked of the database again."""
    _kept.set(None)


def key(key_id: UUID) -> Key:
    """Answer the key with this id; raises Erased where it was destroyed or is not there."""
    known = ring()
    if key_id not in known.by_id:
        fetch_ids([key_id], known)
    found = known.by_id.get(key_id)
    if found is None or found.plain is None:
        raise Erased("The key of this value was destroyed; nobody can read it any more.")
    return found


def key_for(place: Place) -> Key:
    """Answer the key that seals for this place, made where there is none."""
    known = ring()
    found = known.at(place)
    if found is None and place.subject not in known.subjects:
        _fetch(_OF_SUBJECTS, [place.subject], known)
        known.subjects.add(place.subject)
        found = known.at(place)
    return found or _made([place], known)[place]


def prepare(subject: str, places: Collection[tuple[str, Scope]]) -> None:
    """The subject has a key for each of these agencies; what is missing is made at once, in one statement."""
    known = ring()
    wanted = [Place(subject, agency, scope) for agency, scope in places]
    if any(known.at(place) is None for place in wanted):
        _fetch(_OF_SUBJECTS, [subject], known)
        known.subjects.add(subject)
    missing = [place for place in wanted if known.at(place) is None]
    if missing:
        _made(missing, known)


def fetch_ids(ids: Collection[UUID], known: Ring | None = None) -> None:
    """The keys with these ids, and all others of their subjects, are known in this reading: one query for them all."""
    known = ring() if known is None else known
    missing = [each for each in ids if each not in known.by_id]
    if missing:
        known.subjects |= _fetch(_WITH_IDS, missing, known)


def _fetch(statement: str, which: Collection[object], known: Ring) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(which)])
        rows = cursor.fetchall()
    for row in rows:
        known.put(_open(row))
    return {row[1] for row in rows}


def _open(row: tuple[UUID, str, str, str, bytes | None, UUID, str, bytes, int]) -> Key:
    key_id, subject, agency, scope, wrapped, above, above_agency, above_wrapped, master = row
    place = Place(subject, agency, Scope(scope))
    if wrapped is None:
        return Key(key_id, place, None)
    by = agencies.opened(Wrapped(above, above_agency, bytes(above_wrapped), master))
    return Key(key_id, place, wrapping.unwrap(bytes(wrapped), by=by, what=said(key_id, place)))


def said(key_id: UUID, place: Place) -> str:
    """Answer what a wrapped subject key is bound to."""
    return f"subject:{place.subject}:{place.agency}:{place.scope}:{key_id}"


def _made(places: Collection[Place], known: Ring) -> dict[Place, Key]:
    """Make the keys, or take those that somebody else made at the same moment."""
    for nth in range(MOST_TRIES):
        missing = [place for place in places if known.at(place) is None]
        if not missing:
            break
        made = _insert(missing, anew=nth > 0)
        for one in made:
            known.put(one)
            known.made[one.id] = Made()
        if len(made) < len(missing):  # somebody was faster, or the agency's key was rotated away meanwhile
            _fetch(_OF_SUBJECTS, list({place.subject for place in missing}), known)
    return {place: _there(known, place) for place in places}


def _there(known: Ring, place: Place) -> Key:
    found = known.at(place)
    if found is None:
        raise LookupError(f"No key could be made for {place.agency or 'the platform'}.")
    return found


def _insert(places: Collection[Place], *, anew: bool) -> list[Key]:
    above = {agency: agencies.in_use(agency, anew=anew) for agency in sorted({place.agency for place in places})}
    new = [Key(uuid4(), place, wrapping.new_key()) for place in sorted(places, key=_order)]
    now = clock.now()
    columns: list[Any] = [
        [one.id for one in new],
        [one.place.subject for one in new],
        [one.place.agency for one in new],
        [str(one.place.scope) for one in new],
        [wrapping.wrap(one.plain or b"", by=above[one.place.agency][1], what=said(one.id, one.place)) for one in new],
        [above[one.place.agency][0] for one in new],
        [now for _one in new],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, columns)
        kept = {row[0] for row in cursor.fetchall()}
    return [one for one in new if one.id in kept]


def _order(place: Place) -> tuple[str, str, str]:
    return place.subject, place.agency, place.scope
