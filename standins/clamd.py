"""A virus scanner that speaks clamd's protocol on a Unix socket, and misbehaves on demand.

python -m standins.clamd --socket /tmp/clamd.sock --mode normal
Modes: normal; blind (no signatures: everything is clean); short (looks only at the first megabyte); hang; drop (breaks
off); slow (a byte a second); garbage; chatter (never stops); busy (an error, as clamd gives for what is too large).
"""

import argparse
import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!"
PROOF = b"GUITAI-" + b"SCANNER-PROOF-"
KNOWN = {b"Test.Eicar": EICAR, b"Guitai.Proof": PROOF}
VERSION = b"ClamAV 1.4.6/27500/Sat Nov 21 08:00:00 2026\0"
SHORT_SIGHT = 1 << 20
HANGS = 30.0
MODES = ("normal", "blind", "short", "hang", "drop", "slow", "garbage", "chatter", "busy")


class Clamd:
    """One scanner; ``mode`` may be changed while it runs."""

    def __init__(self, path: Path, mode: str = "normal") -> None:
        self.path, self.mode, self.asked = path, mode, 0
        self._over = threading.Event()
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen(16)

    def serve(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(OSError):
                line, _far = self._listening.accept()
                threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def end(self) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.path.unlink(missing_ok=True)

    def _talk(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError, struct.error):
            command = _until_nul(line)
            self.asked += 1
            data = _stream(line) if command == b"zINSTREAM" else b""
            self._answer(line, command, data)

    def _answer(self, line: socket.socket, command: bytes, data: bytes) -> None:
        match self.mode:
            case "hang":
                self._over.wait(HANGS)
            case "drop":
                return
            case "garbage":
                line.sendall(b"\xff\xfe<html>stream: OK</html>\0")
            case "busy":
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            case "chatter":
                while not self._over.is_set():
                    line.sendall(b"stream: OK " * 100)
            case "slow":
                for byte in b"stream: OK\0":
                    line.sendall(bytes([byte]))
                    self._over.wait(1)
            case _:
                line.sendall(VERSION if command == b"zVERSION" else self._verdict(data))

    def _verdict(self, data: bytes) -> bytes:
        seen = {"blind": b"", "short": data[:SHORT_SIGHT]}.get(self.mode, data)
        for name, content in KNOWN.items():
            if content in seen:
                return b"stream: %s FOUND\0" % name
        return b"stream: OK\0"


@contextmanager
def running(path: Path, mode: str = "normal") -> Iterator[Clamd]:
    """Inside, a scanner of this process listens at the path."""
    scanner = Clamd(path, mode)
    thread = threading.Thread(target=scanner.serve, daemon=True)
    thread.start()
    try:
        yield scanner
    finally:
        scanner.end()
        thread.join(timeout=2)


def _until_nul(line: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0"):
        more = line.recv(1)
        if not more:
            break
        said += more
    return said[:-1]


def _stream(line: socket.socket) -> bytes:
    data = bytearray()
    while size := struct.unpack(">I", _exactly(line, 4))[0]:
        data += _exactly(line, size)
    return bytes(data)


def _exactly(line: socket.socket, size: int) -> bytes:
    got = bytearray()
    while len(got) < size:
        more = line.recv(size - len(got))
        if not more:
            raise ConnectionError
        got += more
    return bytes(got)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--mode", choices=MODES, default="normal")
    told = parser.parse_args()
    with running(told.socket, told.mode):
        print(f"Scanner stand-in ({told.mode}) at {told.socket}", flush=True)
        while True:
            time.sleep(60)


if __name__ == "__main__":
    main()
