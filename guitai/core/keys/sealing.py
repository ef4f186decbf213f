"""Values sealed under a subject's key, and opened again; whoever opens one is noted with whose it is.

A sealed value is: way of sealing (2), whether it is bound to its row, id of the key, nonce, AES-256-GCM. The purpose,
the field and (where it was known at sealing) the row are part of what is sealed, so a value cannot be moved.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from guitai.core import encryption, reading
from guitai.core.keys import ring
from guitai.core.keys.terms import NOBODY, Place
from guitai.core.reading import NotReading
from guitai.core.terms import SealBroken

VERSION = b"\x02"
FREE, BOUND = b"\x00", b"\x01"
KEY_ID = slice(2, 18)
NONCE = slice(18, 30)
HEADER_BYTES = 30
TAG_BYTES = 16


@dataclass(frozen=True)
class Sealed:
    """A value as the database holds it: what a loaded row has until somebody looks at it."""

    content: bytes

    @property
    def key_id(self) -> UUID | None:
        """Answer which key opens it; None for one sealed the old way, by the master key itself."""
        return UUID(bytes=self.content[KEY_ID]) if self.content[:1] == VERSION else None


def seal(plain: bytes, *, place: Place, purpose: str, row: str = "") -> Sealed:
    """Answer the value sealed for this place and purpose, bound to the row where it has a name already."""
    found = ring.key_for(place)
    if found.plain is None:
        raise SealBroken("A destroyed key seals nothing.")
    nonce = os.urandom(NONCE.stop - NONCE.start)
    header = VERSION + (BOUND if row else FREE) + found.id.bytes
    return Sealed(header + nonce + AESGCM(found.plain).encrypt(nonce, plain, header + _bound(purpose, row)))


def open_(sealed: Sealed, *, purpose: str, row: str = "", whose: str | None = None) -> bytes:
    """Answer what was sealed, noting whose it is; raises Erased, SealBroken, or NotReading outside of a reading.

    ``whose`` is the subject of the row: a value of anybody else's was put there by somebody. It also says whose those
    values are that were sealed the old way and do not know themselves. None where the row does not tell.
    """
    key_id = sealed.key_id
    if key_id is None:
        reading.opened(whose or "")
        return encryption.decrypt(sealed.content, purpose=purpose.partition("/")[0])
    if not reading.is_open():
        raise NotReading("Personal data are opened only inside of a reading: begin one that says who reads, and why.")
    if len(sealed.content) < HEADER_BYTES + TAG_BYTES:
        raise SealBroken("This is not a value that was sealed here.")
    found = ring.key(key_id)
    reading.opened(found.place.subject)
    if whose is not None and found.place.subject not in {NOBODY, whose}:  # what was erased is sealed for nobody
        raise SealBroken(f"A value sealed for “{purpose}” is somebody else's than its row.")
    header = sealed.content[: KEY_ID.stop]
    bound = row if header[1:2] == BOUND else ""
    try:
        return AESGCM(found.plain or b"").decrypt(
            sealed.content[NONCE], sealed.content[HEADER_BYTES:], header + _bound(purpose, bound)
        )
    except InvalidTag as broken:
        raise SealBroken(f"A value sealed for “{purpose}” was changed, or belongs to another row.") from broken


def expect(values: Iterable[object]) -> None:
    """The keys of all these values that are sealed still are fetched at once, before they are opened one by one."""
    ids = {value.key_id for value in values if isinstance(value, Sealed)}
    ring.fetch_ids([each for each in ids if each is not None])


def _bound(purpose: str, row: str) -> bytes:
    return f"{purpose}\0{row}".encode()
