"""Signatures over the head of the chain, kept in the database and, as a witness, outside of it.

The key comes from the master key. The witness is a file of one JSON line for each checkpoint
(settings.AUDIT_WITNESS_FILE); an agency copies it elsewhere as often as it likes.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction

from guitai.audit.models import Checkpoint
from guitai.core import encryption

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Statement:
    """What a checkpoint says: the chain up to this position ended in this head."""

    number: int
    position: int
    head: bytes
    at: datetime

    def message(self) -> bytes:
        at = self.at.astimezone(UTC).isoformat()
        return f"guitai-audit-checkpoint-1\n{self.number}\n{self.position}\n{self.head.hex()}\n{at}\n".encode()


def sign(position: int, head: bytes, *, now: datetime) -> None:
    """Leave a checkpoint at the head; the witness gets it when the transaction has committed."""
    last = Checkpoint.objects.order_by("-number").first()
    statement = Statement((last.number if last else 0) + 1, position, head, now)
    key = _key()
    row = Checkpoint.objects.create(
        number=statement.number,
        position=position,
        head=head,
        at=now,
        key=key.public_key().public_bytes_raw(),
        signature=key.sign(statement.message()),
    )
    transaction.on_commit(lambda: _tell_witness(statement, bytes(row.signature)))


def statement_of(row: Checkpoint) -> Statement:
    return Statement(row.number, row.position, bytes(row.head), row.at)


def is_ours(statement: Statement, signature: bytes) -> bool:
    """Say whether the signature was made with the key of this system."""
    try:
        _key().public_key().verify(signature, statement.message())
    except InvalidSignature:
        return False
    return True


def witnessed() -> Iterator[tuple[Statement, bytes]]:
    """Answer what the witness has seen up to this call, oldest first."""
    file = _witness_file()
    if file is None or not file.is_file():
        return iter(())
    return _testimony(file, until=file.stat().st_size)


def _testimony(file: Path, *, until: int) -> Iterator[tuple[Statement, bytes]]:
    with file.open("rb") as lines:
        while lines.tell() < until:
            said = json.loads(lines.readline())
            at = datetime.fromisoformat(said["at"])
            statement = Statement(said["number"], said["position"], bytes.fromhex(said["head"]), at)
            yield statement, bytes.fromhex(said["signature"])


def _tell_witness(statement: Statement, signature: bytes) -> None:
    file = _witness_file()
    if file is None:
        return
    said = {
        "number": statement.number,
        "position": statement.position,
        "head": statement.head.hex(),
        "at": statement.at.astimezone(UTC).isoformat(),
        "signature": signature.hex(),
    }
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(said) + "\n")
    except OSError as full:
        # The chain is committed and signed; a witness may miss a checkpoint, but never see one that is not there.
        log.exception("the witness could not be told", file=str(file), error=full.strerror)


def _witness_file() -> Path | None:
    configured = getattr(settings, "AUDIT_WITNESS_FILE", None)
    return Path(configured) if configured else None


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(encryption.derived_key("audit-checkpoint"))
