"""The demo's mail box: takes every mail by SMTP and shows it on a page. Loopback only; nothing is sent on.

`python -m standins.mailbox --smtp-port N --http-port M` prints "ready mailbox SMTP HTTP" when both listen (0: any).
``--ledger FILE`` keeps the Message-ID of every mail taken, one a line, on disk before the mail counts as taken.
It misbehaves when told: POST /_control {"mode": "refuse" | "busy" | "slow" | "drop_after_data" | "normal"}.
"""

import argparse
import asyncio
import os
import signal
import socket
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session

from standins import mailbox_pages
from standins.mailbox_reading import Mail

HOST = "127.0.0.1"
MOST_BYTES = 2 * 2**20
MOST_KEPT = 500
MOST_RECIPIENTS = 20
MODES = ("normal", "refuse", "busy", "slow", "drop_after_data")
TAKEN, REFUSED, BUSY, FULL = "250 OK", "550 no such mailbox", "451 try again later", "452 too many recipients"


@dataclass
class Box:
    """The mails that came, the newest first, and how the server behaves."""

    mails: deque[Mail] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))
    mode: str = "normal"
    seconds: float = 30.0
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    ledger: Path | None = None

    def clear(self) -> None:
        self.mails.clear()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mode in {"refuse", "busy"}:
            return REFUSED if self.mode == "refuse" else BUSY
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return FULL
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return TAKEN

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.mode == "slow":
            await asyncio.sleep(self.seconds)
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        mail = Mail(
            number=next(self.numbers),
            sender=str(envelope.mail_from),
            recipients=tuple(envelope.rcpt_tos),
            received_at=datetime.now(UTC),
            raw=raw,
        )
        if self.ledger is not None:
            enter(self.ledger, mail)
        self.mails.appendleft(mail)
        if self.mode == "drop_after_data" and server.transport is not None:
            server.transport.abort()
        return TAKEN


def enter(ledger: Path, mail: Mail) -> None:
    """The mail's Message-ID is on disk, so that it is known to have come even when we are killed now."""
    with ledger.open("a", encoding="utf-8") as file:
        file.write(dict(mail.reading.headers).get("Message-ID", "") + "\n")
        file.flush()
        os.fsync(file.fileno())


def listening(port: int) -> socket.socket:
    try:
        found = socket.create_server((HOST, port))
    except OSError as problem:
        sys.exit(f"mailbox: port {port} cannot be used ({problem.strerror}). Give another one.")
    found.setblocking(False)
    return found


async def serve(smtp_port: int, http_port: int, ledger: Path | None) -> None:
    smtp_socket, http_socket = listening(smtp_port), listening(http_port)
    box = Box(ledger=ledger)
    loop = asyncio.get_running_loop()
    smtp = await loop.create_server(
        lambda: SMTP(box, hostname="mailbox.invalid", data_size_limit=MOST_BYTES, loop=loop), sock=smtp_socket
    )
    smtp_at, http_at = smtp_socket.getsockname()[1], http_socket.getsockname()[1]
    print(f"ready mailbox smtp://{HOST}:{smtp_at} http://{HOST}:{http_at}", flush=True)
    web = Web(uvicorn.Config(mailbox_pages.site(box, MODES), log_level="warning", lifespan="off"))
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, web.stop)
    await web.serve(sockets=[http_socket])
    smtp.close()


class Web(uvicorn.Server):
    """Ends quietly; uvicorn would raise the signal again after its own clean end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        self.should_exit = True


def main() -> None:
    parser = argparse.ArgumentParser(description="The demo's mail box")
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--ledger", type=Path, default=None)
    given = parser.parse_args()
    asyncio.run(serve(given.smtp_port, given.http_port, given.ledger))


if __name__ == "__main__":
    main()
