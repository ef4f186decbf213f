"""The witness outside of the database: a file of one JSON line for each checkpoint (settings.AUDIT_WITNESS_FILE).

An agency copies it elsewhere as often as it likes.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import structlog
from django.conf import settings

from guitai.audit.statements import Statement

log = structlog.get_logger(__name__)


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


def tell_witness(statement: Statement, signature: bytes) -> None:
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
