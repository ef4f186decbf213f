"""The bytes of files on disk: encrypted in chunks, whole or not there at all.

Each file has a key of its own; the master key only wraps it. A chunk is bound to the file, its place and whether it is
the last, so that nothing can be moved, cut off or exchanged unseen.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from guitai.core.keys import sealing
from guitai.core.keys.sealing import Sealed
from guitai.core.keys.terms import NO_AGENCY, Place, Scope
from guitai.files.terms import BlobBroken, NoSuchFile

CHUNK = 1 << 20
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_PURPOSE = "files.key"


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=256)


def wrap(blob_id: UUID, key: bytes, *, subject: str) -> bytes:
    """Answer the file's key sealed for whom the file is about: without her key the file is noise."""
    place = Place(subject, NO_AGENCY, Scope.RECORD)
    return sealing.seal(key, place=place, purpose=KEY_PURPOSE, row=str(blob_id)).content


def unwrap(blob_id: UUID, wrapped: bytes, *, subject: str) -> bytes:
    """Answer the file's key, noting whose file is opened; raises SealBroken, or Erased where her key is gone."""
    return sealing.open_(Sealed(wrapped), purpose=KEY_PURPOSE, row=str(blob_id), whose=subject or None)


def write(blob_id: UUID, content: bytes, *, key: bytes, now: datetime) -> None:
    """The blob is on the disk under its name, whole, also after a power cut; its time is that of our clock."""
    place = path_of(blob_id)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = place.with_suffix(".part")
    with os.fdopen(_private(unfinished), "wb") as out:
        for sealed in _sealed(blob_id, content, key):
            out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    os.utime(unfinished, (now.timestamp(), now.timestamp()))
    unfinished.replace(place)
    _sync_folder(place.parent)


def read(blob_id: UUID, *, key: bytes) -> bytes:
    """Answer the content; raises NoSuchFile or BlobBroken."""
    try:
        sealed = path_of(blob_id).read_bytes()
    except FileNotFoundError as missing:
        raise NoSuchFile(str(blob_id)) from missing
    step = NONCE_BYTES + CHUNK + TAG_BYTES
    pieces = [sealed[start : start + step] for start in range(0, len(sealed), step)]
    try:
        return b"".join(
            AESGCM(key).decrypt(
                piece[:NONCE_BYTES], piece[NONCE_BYTES:], _place(blob_id, number, last=number == len(pieces) - 1)
            )
            for number, piece in enumerate(pieces)
        )
    except (InvalidTag, ValueError) as broken:
        raise BlobBroken(f"The stored file {blob_id} was changed or cut off.") from broken


def remove(blob_id: UUID) -> None:
    path_of(blob_id).unlink(missing_ok=True)


def everything() -> Iterator[tuple[Path, UUID | None, float]]:
    """Answer every file of the store with its id (None for a half-written one) and the time it was written."""
    for place in sorted(Path(settings.FILES_DIR).glob("??/*")):
        try:
            written = place.stat().st_mtime
        except FileNotFoundError:
            continue  # another sweep was faster
        yield place, _id_of(place), written


def path_of(blob_id: UUID) -> Path:
    return Path(settings.FILES_DIR) / blob_id.hex[:2] / blob_id.hex


def _id_of(place: Path) -> UUID | None:
    try:
        return UUID(hex=place.name)
    except ValueError:
        return None


def _sealed(blob_id: UUID, content: bytes, key: bytes) -> Iterator[bytes]:
    starts = range(0, max(len(content), 1), CHUNK)
    for number, start in enumerate(starts):
        nonce = os.urandom(NONCE_BYTES)
        bound_to = _place(blob_id, number, last=number == len(starts) - 1)
        yield nonce + AESGCM(key).encrypt(nonce, content[start : start + CHUNK], bound_to)


def _place(blob_id: UUID, number: int, *, last: bool) -> bytes:
    return blob_id.bytes + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _private(place: Path) -> int:
    return os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
