"""What a checkpoint says, and the bytes of it that are signed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from guitai.audit.models import Checkpoint


@dataclass(frozen=True)
class Statement:
    """What a checkpoint says: the chain up to this position ended in this head, its tree has this root."""

    number: int
    position: int
    head: bytes
    root: bytes | None  # none before there was a tree
    at: datetime

    def message(self) -> bytes:
        said = [str(self.number), str(self.position), self.head.hex()]
        at = self.at.astimezone(UTC).isoformat()
        if self.root is None:
            return "\n".join(["guitai-audit-checkpoint-1", *said, at, ""]).encode()
        return "\n".join(["guitai-audit-checkpoint-2", *said, self.root.hex(), at, ""]).encode()


def statement_of(row: Checkpoint) -> Statement:
    root = None if row.root is None else bytes(row.root)
    return Statement(row.number, row.position, bytes(row.head), root, row.at)
