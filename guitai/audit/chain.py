"""The chain over all records, and the proof that it holds.

Each link is SHA-256 over its position, the link before and the canonical form of its record; checkpoints sign the
head with Ed25519 (RFC 8032). Whoever can write to the database but has not the master key cannot repair the chain
after a change; whoever rolls the whole database back is found out by the witness file outside of it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

FIRST = bytes(32)  # what the first link hangs on
FIELDS = ("id", "at", "recorded_at", "written_by", "verb", "actor", "thing", "subject", "purpose", "basis", "detail")


@dataclass(frozen=True)
class Head:
    """How far the chain goes."""

    position: int = 0
    digest: bytes = FIRST


def canonical(values: Iterable[object]) -> bytes:
    """Answer the one sequence of bytes that stands for a record."""
    plain = [each.astimezone(UTC).isoformat() if isinstance(each, datetime) else each for each in values]
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def next_head(head: Head, record: bytes) -> Head:
    position = head.position + 1
    digest = sha256(b"guitai-audit-1\n" + position.to_bytes(8, "big") + head.digest + record).digest()
    return Head(position, digest)
