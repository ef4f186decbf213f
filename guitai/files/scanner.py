"""The virus scanner clamd, asked over its Unix socket. Only one answer means clean; everything else is no verdict.

A scanner that cannot find our marker at the end of the largest file we take (dead, without signatures, with limits
that are too low, or not a scanner at all) has no say: what it calls clean stays waiting.
"""

import re
import socket
import struct
import time
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from guitai.core.outgoing import sockets
from guitai.files import signatures

PIECE = 1 << 17
LONGEST_ANSWER = 1_000
PROVEN_FOR = 300.0  # seconds
LARGEST = 21 * 2**20  # what cleaning may write, and a little more
CLEAN, FOUND = re.compile(r"stream: OK"), re.compile(r"stream: (\S{1,100}) FOUND")
WITH_SIGNATURES = re.compile(r"ClamAV \S+/\d+/.+")  # its answer to VERSION names the official database it has


class Verdict(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Look:
    verdict: Verdict
    detail: str = ""  # what was found, or why nobody knows


class NoScanner(Exception):
    """The scanner did not answer as a scanner does."""


@dataclass
class Proof:
    """When the scanner at this socket last proved itself to this process."""

    place: str = ""
    until: float = 0.0


_proof = Proof()


def look(data: bytes) -> Look:
    """Answer what the scanner says of the bytes, and that nobody knows where it cannot be trusted to say anything."""
    try:
        _prove()
        return _read(_ask(data))
    except (NoScanner, OSError) as problem:
        _proof.until = 0.0
        return Look(Verdict.UNKNOWN, str(problem) or type(problem).__name__)


def working() -> bool:
    """Answer whether files are being looked at now."""
    try:
        _prove()
    except (NoScanner, OSError):
        return False
    return True


def _prove() -> None:
    """The scanner has found our marker at the very end of a file as large as any of ours; else NoScanner."""
    place = settings.SCANNER_SOCKET
    if _proof.place == place and time.monotonic() < _proof.until:
        return
    if settings.SCANNER_NEEDS_SIGNATURES and not WITH_SIGNATURES.fullmatch(_talk(b"zVERSION\0")):
        raise NoScanner("it has no official signatures: run freshclam")
    found = _read(_ask(bytes(LARGEST - len(signatures.MARKER)) + signatures.MARKER))
    if found.verdict is not Verdict.INFECTED or signatures.MARKER_NAME not in found.detail:
        raise NoScanner("it does not find our test file at the end of a large one: see `guitai scanner --signatures`")
    _proof.place, _proof.until = place, time.monotonic() + PROVEN_FOR


def _read(answer: str) -> Look:
    if CLEAN.fullmatch(answer):
        return Look(Verdict.CLEAN)
    if found := FOUND.fullmatch(answer):
        return Look(Verdict.INFECTED, found.group(1))
    raise NoScanner(f"unexpected answer: {answer[:60]!r}")


def _ask(data: bytes) -> str:
    pieces = [data[start : start + PIECE] for start in range(0, len(data), PIECE)]
    return _talk(b"zINSTREAM\0", *(struct.pack(">I", len(piece)) + piece for piece in pieces), struct.pack(">I", 0))


def _talk(*said: bytes) -> str:
    """Answer the one line that came back in time."""
    until = time.monotonic() + settings.SCANNER_SECONDS
    with sockets.local(settings.SCANNER_SOCKET, timeout=_left(until)) as line:
        for piece in said:
            line.settimeout(_left(until))
            line.sendall(piece)
        return _hear(line, until)


def _hear(line: socket.socket, until: float) -> str:
    heard = b""
    while not heard.endswith(b"\0"):
        line.settimeout(_left(until))
        more = line.recv(LONGEST_ANSWER)
        heard += more
        if not more or len(heard) > LONGEST_ANSWER:
            raise NoScanner("it broke off" if not more else "it says too much")
    return heard[:-1].decode("utf-8", "replace").strip()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("it is too slow")
    return left
