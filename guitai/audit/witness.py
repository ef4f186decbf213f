"""The witness outside of the database (settings.AUDIT_WITNESS_FILE).

A file of one JSON line for each checkpoint and each time-stamp, and beside it a small one that says how far the chain
went a moment ago.

An agency copies the first elsewhere as often as it likes.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from django.conf import settings

from guitai.audit.chain import Head
from guitai.audit.statements import Statement

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SeenCheckpoint:
    """A checkpoint as the witness heard it."""

    statement: Statement
    signature: bytes


@dataclass(frozen=True)
class SeenStamp:
    """That a checkpoint was stamped, and with which token."""

    checkpoint: int
    sha256: str


@dataclass(frozen=True)
class SeenLatest:
    """The chain went at least up to here."""

    head: Head
    signature: bytes


class WitnessUnreadable(Exception):
    """A line of the witness is not what we write."""


Seen = SeenCheckpoint | SeenStamp


def seen() -> Iterator[Seen]:
    """Answer what the witness has seen up to this call, oldest first."""
    file = _witness_file()
    if file is None or not file.is_file():
        return iter(())
    return _testimony(file, until=file.stat().st_size)


def latest() -> SeenLatest | None:
    file = _latest_file()
    if file is None or not file.is_file():
        return None
    try:
        said = json.loads(file.read_bytes())
        head = Head(said["position"], bytes.fromhex(said["head"]))
        return SeenLatest(head, bytes.fromhex(said["signature"]))
    except (ValueError, KeyError, TypeError) as unreadable:
        raise WitnessUnreadable(str(file)) from unreadable


def _testimony(file: Path, *, until: int) -> Iterator[Seen]:
    with file.open("rb") as lines:
        number = 0
        while lines.tell() < until:
            number += 1
            try:
                yield _read(json.loads(lines.readline()))
            except (ValueError, KeyError, TypeError) as unreadable:
                raise WitnessUnreadable(f"line {number} of {file}") from unreadable


def _read(said: dict[str, str | int]) -> Seen:
    if "stamp" in said:
        return SeenStamp(int(said["stamp"]), str(said["sha256"]))
    root = bytes.fromhex(str(said["root"])) if said.get("root") else None
    at = datetime.fromisoformat(str(said["at"]))
    if at.isoformat() != said["at"]:
        raise ValueError("not as we write it")
    head = bytes.fromhex(str(said["head"]))
    statement = Statement(int(said["number"]), int(said["position"]), head, root, at)
    return SeenCheckpoint(statement, bytes.fromhex(str(said["signature"])))


def tell(statement: Statement, signature: bytes) -> None:
    said: dict[str, str | int] = {
        "number": statement.number,
        "position": statement.position,
        "head": statement.head.hex(),
        "root": statement.root.hex() if statement.root else "",
        "at": statement.at.astimezone(UTC).isoformat(),
        "signature": signature.hex(),
    }
    _add(said)


def tell_stamp(checkpoint: int, sha256: str) -> None:
    _add({"stamp": checkpoint, "sha256": sha256})


def tell_latest(head: Head, signature: bytes) -> None:
    file = _latest_file()
    if file is None:
        return
    said = {"position": head.position, "head": head.digest.hex(), "signature": signature.hex()}
    fresh = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(said) + "\n", encoding="ascii")
        fresh.replace(file)  # the old one or the new one, nothing between
    except OSError as full:
        log.exception("the witness could not be told", file=str(file), error=full.strerror)


def _add(said: dict[str, str | int]) -> None:
    file = _witness_file()
    if file is None:
        return
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


def _latest_file() -> Path | None:
    file = _witness_file()
    return file.with_suffix(".latest.json") if file else None
