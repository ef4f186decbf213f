"""People before and behind the gate: each holds a place, looks as often as she is told, goes in, opens her form, sends.

One process with asyncio, as a proxy in front of the product would speak to it: over lines that stay open.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from json import loads

from applicants import Ready

from tests.journeys.people import SERVICE

Answer = tuple[int, dict[str, str], bytes]
PATIENCE, PAUSE = 30.0, 1.0  # seconds for an answer; and before the same is tried again
SPREAD = (0.8, 1.2)  # as room.js spreads the looks
TOKEN = "t" * 32


class Site:
    """One server, spoken to over so many lines at once."""

    def __init__(self, port: int, lines: int) -> None:
        self.port, self.free, self.gate = port, list[tuple[asyncio.StreamReader, asyncio.StreamWriter]](), lines
        self.allowed = asyncio.Semaphore(lines)

    async def ask(self, method: str, path: str, cookies: str = "", *, fresh: bool = False) -> Answer:
        """Answer what the server answered; raises OSError where it did not."""
        token = f"X-CSRFToken: {TOKEN}\r\nContent-Length: 0\r\n" if method == "POST" else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\n{token}\r\n"
        async with self.allowed:
            line = None if fresh or not self.free else self.free.pop()
            try:
                reader, writer = line or await asyncio.open_connection("127.0.0.1", self.port)
                writer.write(head.encode())
                answer = await asyncio.wait_for(_read(reader), PATIENCE)
            except (TimeoutError, asyncio.IncompleteReadError, ValueError) as lost:
                raise ConnectionResetError(path) from lost
            if answer[1].get("connection", "").lower() == "close":
                writer.close()
            else:
                self.free.append((reader, writer))
            return answer


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split(" ", 2)[1])
    headers = dict(map(_header, head[1:-2]))
    if "chunked" in headers.get("transfer-encoding", ""):
        body = b""
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return status, headers, body
    return status, headers, await reader.readexactly(int(headers.get("content-length", "0")))


def _header(line: str) -> tuple[str, str]:
    """Answer a header; one that sets a cookie, under the cookie's own name."""
    name, _colon, value = line.partition(": ")
    if name.lower() != "set-cookie":
        return name.lower(), value
    name, _is, value = value.partition(";")[0].partition("=")
    return f"cookie {name}", value


@dataclass
class Told:
    """Everything that was seen, for the figures and the checker."""

    looks: list[float] = field(default_factory=list)  # seconds of each answer of the room
    waits: list[tuple[float, int]] = field(default_factory=list)  # asked at, number: told to wait
    turns: list[tuple[float, int]] = field(default_factory=list)  # answered at, number: told to come
    numbers: list[str] = field(default_factory=list)  # each place that was given, as its text
    changed: int = 0  # somebody's place became another one
    rested: int = 0  # answers that said the counter rests
    room_failed: int = 0
    web_failed: int = 0
    sends: list[float] = field(default_factory=list)
    receipts: list[tuple[float, str, str]] = field(default_factory=list)  # at, draft, number of the case
    begun: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass
class Crowd:
    """All people, the room, the pages, and the forms that lie ready."""

    room: Site
    web: Site
    ready: Sequence[Ready]
    told: Told = field(default_factory=Told)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def person(self, comes_after: float) -> None:
        """She waits until it is her turn; then she goes in and sends, if a form lies ready for her."""
        await self.sleep(comes_after)
        go = await self._wait_for_turn()
        if go and self.told.begun < len(self.ready):
            self.told.begun += 1
            await self._apply(self.ready[self.told.begun - 1], go)

    async def sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), seconds)

    async def _wait_for_turn(self) -> str:
        kept = ""
        while not self.over.is_set():
            asked = time.perf_counter()
            try:
                status, headers, body = await self.room.ask("GET", f"/{SERVICE}/place.json", f"place_{SERVICE}={kept}")
            except OSError:
                self.told.room_failed += 1
                await self.sleep(PAUSE * random.uniform(1, 3))
                continue
            self.told.looks.append(time.perf_counter() - asked)
            kept = self._keep(kept, headers.get(f"cookie place_{SERVICE}", kept))
            said = loads(body) if status == HTTPStatus.OK else {}
            number = int(kept.split(".")[1])
            if said.get("go"):
                self.told.turns.append((time.perf_counter(), number))
                return str(said["go"]).partition("/apply/")[2]
            if said.get("resting"):
                self.told.rested += 1
            else:
                self.told.waits.append((asked, number))
            await self.sleep(said.get("look_again", 5) * random.uniform(*SPREAD))
        return ""

    def _keep(self, had: str, has: str) -> str:
        if had and has != had:
            self.told.changed += 1
        elif not had:
            self.told.numbers.append(has)
        return has

    async def _apply(self, one: Ready, go: str) -> None:
        """Through the gate with the pass, to the beginning, to the check page, and sent; tried again until answered."""
        brought = await self._until("GET", f"/apply/{go}", one.cookie, {303})
        entry = f"{one.cookie}; waiting_pass={brought[1].get('cookie waiting_pass', '')}"
        await self._until("GET", f"/apply/{SERVICE}/", entry, {200, 302})
        check = f"/drafts/{one.draft.pk}/check/"
        await self._until("GET", check, entry, {200})
        answer = await self._until("POST", check, f"{entry}; csrftoken={TOKEN}", {302, 303}, timed=True)
        place = answer[1].get("location", "")
        if not place.startswith("/cases/"):
            self.told.wrong.append(f"sent, and led to {place}")
            return
        self.told.receipts.append((time.perf_counter(), str(one.draft.pk), place.split("/")[2].upper()))

    async def _until(self, method: str, path: str, cookies: str, good: set[int], *, timed: bool = False) -> Answer:
        while True:
            asked = time.perf_counter()
            try:
                answer = await self.web.ask(method, path, cookies, fresh=method == "POST")
            except OSError:
                answer = (0, {}, b"")
            if answer[0] in good:
                if timed:
                    self.told.sends.append(time.perf_counter() - asked)
                return answer
            self.told.web_failed += 1
            if 0 < answer[0] < HTTPStatus.INTERNAL_SERVER_ERROR:
                self.told.wrong.append(
                    f"{method} {path.partition('?')[0]}: {answer[0]} {answer[1].get('location', '')}"
                )
                raise RuntimeError(path)
            await asyncio.sleep(PAUSE * random.uniform(1, 2))
