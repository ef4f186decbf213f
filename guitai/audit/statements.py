"""What a checkpoint says, and the bytes of it that are signed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from guitai.audit.models import Checkpoint


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


def statement_of(row: Checkpoint) -> Statement:
    return Statement(row.number, row.position, bytes(row.head), row.at)
