"""The demo's message centre: takes text messages by SMPP 3.4 and shows them on a page. Loopback only; none is sent on.

`python -m standins.sms --smpp-port N --http-port M` prints "ready sms SMPP HTTP" when both listen (0: any).
It misbehaves when told: POST /_control {"mode": …}, one of MODES.
"""

import argparse
import asyncio
import signal
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

import uvicorn

from standins import smpp, sms_pages
from standins.mailbox import HOST, Web, listening
from standins.smpp import Malformed, Part, Pdu

MODES = {
    "normal": "everything is taken at once",
    "refuse": "the number does not exist",
    "busy": "too much at once, try later",
    "refuse_bind": "nobody is let in",
    "slow": "taken, and said so after some seconds",
    "lose": "taken or not, nothing is ever said",
    "drop": "taken, then the connection breaks",
    "undeliverable": "taken; the receipt says it never reached the telephone",
}
MOST_KEPT = 500
MOST_UNFINISHED = 200
STATUS = {"refuse": smpp.INVALID_DESTINATION, "busy": smpp.THROTTLED}


@dataclass(frozen=True)
class Text:
    """One text as the telephone would show it."""

    number: int
    sender: str
    to: str
    words: str
    parts: int
    received_at: datetime


@dataclass
class Centre:
    """The texts that came, the newest first, and how the centre behaves."""

    texts: deque[Text] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))
    mode: str = "normal"
    seconds: float = 30.0
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    unfinished: dict[tuple[str, str, int, int], dict[int, Part]] = field(default_factory=dict)

    def take(self, part: Part) -> None:
        """The part is kept; with the last of its parts the text is there."""
        found = self.unfinished.setdefault(part.whole, {})
        found[part.place] = part
        if len(found) < part.total:
            while len(self.unfinished) > MOST_UNFINISHED:
                del self.unfinished[next(iter(self.unfinished))]
            return
        del self.unfinished[part.whole]
        words = smpp.words(b"".join(found[place].text for place in sorted(found)), part.coding)
        now = datetime.now(UTC)
        self.texts.appendleft(Text(next(self.numbers), part.sender, part.to, words, part.total, now))

    def clear(self) -> None:
        self.texts.clear()
        self.unfinished.clear()


class Session:
    """One client's connection, from its bind to its unbind."""

    def __init__(self, centre: Centre, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._centre, self._reader, self._writer = centre, reader, writer
        self._bound = self._ended = False
        self._sequences, self._ids = count(1), count(1)
        self._doing: dict[int, Callable[[Pdu], Awaitable[None]]] = {
            **dict.fromkeys(smpp.BINDS, self._bind),
            smpp.SUBMIT_SM: self._submit,
            smpp.UNBIND: self._unbind,
            smpp.ENQUIRE_LINK: self._enquire,
        }

    async def talk(self) -> None:
        try:
            while not self._ended:
                await self._answer(await self._read())
        except (asyncio.IncompleteReadError, ConnectionError, Malformed):
            pass
        finally:
            self._writer.close()

    async def _read(self) -> Pdu:
        length, command, status, sequence = smpp.HEADER.unpack(await self._reader.readexactly(smpp.HEADER.size))
        if not smpp.HEADER.size <= length <= smpp.LONGEST:
            await self._say(Pdu(smpp.GENERIC_NACK, sequence, status=smpp.INVALID_LENGTH))
            raise Malformed
        return Pdu(command, sequence, await self._reader.readexactly(length - smpp.HEADER.size), status)

    async def _answer(self, pdu: Pdu) -> None:
        if pdu.command & smpp.RESPONSE:
            return  # what clients say to our receipts
        doing = self._doing.get(pdu.command)
        if doing is None:
            await self._say(Pdu(smpp.GENERIC_NACK, pdu.sequence, status=smpp.INVALID_COMMAND))
            return
        try:
            await doing(pdu)
        except Malformed:
            await self._say(pdu.answer(status=smpp.INVALID_LENGTH))

    async def _bind(self, pdu: Pdu) -> None:
        smpp.bound_as(pdu.body)
        if self._centre.mode == "refuse_bind" or self._bound:
            await self._say(pdu.answer(status=smpp.WRONG_STATE if self._bound else smpp.BIND_FAILED))
            return
        self._bound = True
        await self._say(pdu.answer(b"standin\0"))

    async def _submit(self, pdu: Pdu) -> None:
        mode = self._centre.mode
        if not self._bound or mode in STATUS:
            await self._say(pdu.answer(status=STATUS[mode] if self._bound else smpp.WRONG_STATE))
            return
        part = smpp.submitted(pdu.body)
        self._centre.take(part)
        if mode == "lose":
            return
        if mode == "drop":
            self._writer.transport.abort()
            self._ended = True
            return
        if mode == "slow":
            await asyncio.sleep(self._centre.seconds)
        message_id = f"{next(self._ids):010d}"
        await self._say(pdu.answer(message_id.encode() + b"\0"))
        if part.wants_receipt:
            state = "UNDELIV" if mode == "undeliverable" else "DELIVRD"
            now, sequence = datetime.now(UTC), next(self._sequences)
            await self._say(smpp.receipt(part, message_id=message_id, state=state, now=now, sequence=sequence))

    async def _unbind(self, pdu: Pdu) -> None:
        await self._say(pdu.answer())
        self._ended = True

    async def _enquire(self, pdu: Pdu) -> None:
        await self._say(pdu.answer())

    async def _say(self, pdu: Pdu) -> None:
        self._writer.write(pdu.wire())
        await self._writer.drain()


async def serve(smpp_port: int, http_port: int) -> None:
    smpp_socket, http_socket = listening(smpp_port), listening(http_port)
    centre = Centre()
    sessions = await asyncio.start_server(lambda *ends: Session(centre, *ends).talk(), sock=smpp_socket)
    smpp_at, http_at = smpp_socket.getsockname()[1], http_socket.getsockname()[1]
    print(f"ready sms smpp://{HOST}:{smpp_at} http://{HOST}:{http_at}", flush=True)
    web = Web(uvicorn.Config(sms_pages.site(centre, tuple(MODES)), log_level="warning", lifespan="off"))
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, web.stop)
    await web.serve(sockets=[http_socket])
    sessions.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="The demo's message centre")
    parser.add_argument("--smpp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    given = parser.parse_args()
    asyncio.run(serve(given.smpp_port, given.http_port))


if __name__ == "__main__":
    main()
