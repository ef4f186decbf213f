"""A TCP proxy that misbehaves when told: between the product and its database, and for any other link.

`python -m tests.faults.chaos_proxy --listen 9001 --to 127.0.0.1:5432 --orders 9002 --seed 1`. An order is one line of
JSON on the port of orders, answered by one line: {"mode": "cut"}.
"""

import argparse
import asyncio
import contextlib
import json
import random
import socket
import struct
from dataclasses import dataclass, field

BLOCK = 65_536
COMMIT = b"COMMIT"
TICK = 0.02
SLOW_BYTES = 8_192  # a second: 64 kbit/s


@dataclass(eq=False)
class Link:
    """One connection of somebody to the far side, with both writers."""

    near: asyncio.StreamWriter
    far: asyncio.StreamWriter
    clogged: bool = False
    doomed: bool = False  # its COMMIT was passed on; the answer never comes

    def cut(self) -> None:
        """Both ends hear a reset, as when a machine in between forgets the connection."""
        for writer in (self.near, self.far):
            sock = writer.get_extra_info("socket")
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()


@dataclass
class Proxy:
    """What passes, and how: normal, refuse, clog (nothing passes), slow, lossy, lose_commits, garble.

    A host that begins with a slash is a Unix socket.
    """

    host: str
    port: int
    rng: random.Random
    mode: str = "normal"
    chance: float = 0.1
    links: set[Link] = field(default_factory=set)
    commits_lost: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.mode == "refuse":
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await self._far()
        except OSError:
            writer.transport.abort()
            return
        link = Link(writer, far_writer)
        self.links.add(link)
        try:
            await asyncio.gather(self._up(link, reader), self._down(link, far_reader))
        finally:
            self.links.discard(link)
            link.cut()

    async def _far(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.host.startswith("/"):
            return await asyncio.open_unix_connection(self.host)
        return await asyncio.open_connection(self.host, self.port)

    async def _up(self, link: Link, reader: asyncio.StreamReader) -> None:
        """From the product to the database."""
        while data := await _read(reader):
            if self.mode == "lose_commits" and COMMIT in data and self.rng.random() < self.chance:
                link.doomed = True
            if not await self._pass(link, data, link.far):
                break
        _close(link.far)

    async def _down(self, link: Link, reader: asyncio.StreamReader) -> None:
        """From the database to the product."""
        while data := await _read(reader):
            if link.doomed:
                self.commits_lost += 1
                link.cut()
                return
            if self.mode == "garble" and self.rng.random() < self.chance:
                data = bytes([data[0] ^ 0x55]) + data[1:]
            if not await self._pass(link, data, link.near):
                break
        _close(link.near)

    async def _pass(self, link: Link, data: bytes, writer: asyncio.StreamWriter) -> bool:
        while self.mode == "clog" or link.clogged:  # noqa: ASYNC110 - a link has two reasons to wait; a tick is enough
            await asyncio.sleep(TICK)
        if self.mode == "lossy" and self.rng.random() < self.chance / 10:
            link.cut()
            return False
        if self.mode == "slow":
            await asyncio.sleep(len(data) / SLOW_BYTES)
        try:
            writer.write(data)
            await writer.drain()
        except OSError:
            return False
        return True

    async def order(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        told = json.loads(await reader.readline())
        await self.obey(told)
        answer = {"mode": self.mode, "links": len(self.links), "commits_lost": self.commits_lost}
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()
        writer.close()

    async def obey(self, told: dict[str, object]) -> None:
        self.mode = str(told.get("mode", self.mode))
        self.chance = float(str(told.get("chance", self.chance)))
        links = sorted(self.links, key=id)
        if told.get("cut"):
            for link in links:
                link.cut()
        if told.get("clog_some"):  # swizzle: one by one, healed in another order
            for link in self.rng.sample(links, k=len(links) // 2):
                link.clogged = True
        if self.mode == "normal":
            self.rng.shuffle(links)
            for link in links:
                link.clogged = False


async def _read(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(BLOCK)
    except OSError:
        return b""


def _close(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, RuntimeError):
        writer.close()


def tell(port: int, **order: object) -> dict[str, object]:
    """Give the proxy behind that port of orders an order; answer how it is now."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(json.dumps(order).encode() + b"\n")
        with line.makefile(encoding="utf-8") as told:
            answer: dict[str, object] = json.loads(told.readline())
            return answer


async def run(listen: int, to: str, orders: int, seed: int) -> None:
    host, _colon, port = (to, "", "0") if to.startswith("/") else to.rpartition(":")
    proxy = Proxy(host, int(port), random.Random(seed))
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", listen)
    control = await asyncio.start_server(proxy.order, "127.0.0.1", orders)
    print("ready", server.sockets[0].getsockname()[1], control.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    async with server, control:
        await asyncio.gather(server.serve_forever(), control.serve_forever())


def main() -> None:
    parser = argparse.ArgumentParser(description="A TCP proxy that misbehaves when told")
    parser.add_argument("--listen", type=int, required=True)
    parser.add_argument("--to", required=True)
    parser.add_argument("--orders", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    asyncio.run(run(told.listen, told.to, told.orders, told.seed))


if __name__ == "__main__":
    main()
