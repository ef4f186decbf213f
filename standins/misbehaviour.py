"""Everything a far system can do wrong, done for real on the connection, chosen through POST /_control."""

import asyncio
import gzip
import json
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from standins.signing import Answer, Request

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
BLOCK = b" " * 65_536
HUGE_BLOCKS = 16_384  # one GiB
JSON_TYPE = "application/json"


@dataclass(frozen=True)
class Exchange:
    """One question being answered; ``compose`` makes the signed answer, about whom and for which inquiry it is told."""

    request: Request
    send: Send
    transport: asyncio.Transport
    seconds: float
    compose: Callable[..., Answer]

    async def deliver(self, answer: Answer, *, chunks: tuple[bytes, ...] = (), length: int | None = None) -> None:
        headers = {**answer.headers, "content-length": str(len(answer.body) if length is None else length)}
        await self.start(answer.status_code, headers)
        for chunk in chunks or (answer.body,):
            await self.send({"type": "http.response.body", "body": chunk, "more_body": True})
        await self.send({"type": "http.response.body", "body": b""})

    async def start(self, status: int, headers: dict[str, str]) -> None:
        pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await self.send({"type": "http.response.start", "status": status, "headers": pairs})


async def normal(exchange: Exchange) -> None:
    await exchange.deliver(exchange.compose())


async def slow(exchange: Exchange) -> None:
    await asyncio.sleep(exchange.seconds)
    await normal(exchange)


async def drip(exchange: Exchange) -> None:
    answer = exchange.compose()
    await exchange.start(answer.status_code, {**answer.headers, "content-length": str(len(answer.body))})
    for byte in answer.body:
        await exchange.send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
        await asyncio.sleep(min(1.0, exchange.seconds))
    await exchange.send({"type": "http.response.body", "body": b""})


async def down(exchange: Exchange) -> None:
    exchange.transport.close()


async def reset(exchange: Exchange) -> None:
    """Begin the answer, then send a TCP reset."""
    answer = exchange.compose()
    await exchange.start(answer.status_code, {**answer.headers, "content-length": str(len(answer.body))})
    await exchange.send({"type": "http.response.body", "body": answer.body[:10], "more_body": True})
    sock = exchange.transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    exchange.transport.abort()


async def half(exchange: Exchange) -> None:
    """Promise the whole body, send half, hang up."""
    answer = exchange.compose()
    await exchange.start(answer.status_code, {**answer.headers, "content-length": str(len(answer.body))})
    part = answer.body[: len(answer.body) // 2]
    await exchange.send({"type": "http.response.body", "body": part, "more_body": True})
    exchange.transport.close()


async def wrong(exchange: Exchange) -> None:
    """Change one byte after signing."""
    answer = exchange.compose()
    answer.body = answer.body[:-2] + bytes([answer.body[-2] ^ 1]) + answer.body[-1:]
    await exchange.deliver(answer)


async def unsigned(exchange: Exchange) -> None:
    answer = exchange.compose()
    answer.headers = {"content-type": JSON_TYPE}
    await exchange.deliver(answer)


async def other_person(exchange: Exchange) -> None:
    await exchange.deliver(exchange.compose(about_other=True))


async def stale(exchange: Exchange) -> None:
    """Answer, properly signed, an inquiry that nobody made."""
    await exchange.deliver(exchange.compose(inquiry_id="00000000-0000-4000-8000-000000000000"))


async def garbage(exchange: Exchange) -> None:
    await exchange.deliver(exchange.compose(record={"所得": "很多", "障礙等級": None, "人": [1, "x"]}))


async def not_json(exchange: Exchange) -> None:
    await exchange.deliver(exchange.compose(body=b"NaN,,,{{{"))


async def html(exchange: Exchange) -> None:
    page = "<!doctype html><title>系統維護中</title>".encode()
    await exchange.deliver(Answer(200, exchange.request, {"content-type": "text/html; charset=utf-8"}, page))


async def redirect(exchange: Exchange) -> None:
    await exchange.deliver(Answer(302, exchange.request, {"location": "http://169.254.169.254/latest/meta-data/"}))


async def busy(exchange: Exchange) -> None:
    body = json.dumps({"error": "busy"}).encode()
    await exchange.deliver(Answer(429, exchange.request, {"content-type": JSON_TYPE, "retry-after": "30"}, body))


async def broken(exchange: Exchange) -> None:
    body = json.dumps({"error": "internal"}).encode()
    await exchange.deliver(Answer(500, exchange.request, {"content-type": JSON_TYPE}, body))


async def huge(exchange: Exchange) -> None:
    await exchange.start(200, {"content-type": JSON_TYPE})
    for _ in range(HUGE_BLOCKS):
        if exchange.transport.is_closing():
            return
        await exchange.send({"type": "http.response.body", "body": BLOCK, "more_body": True})
    await exchange.send({"type": "http.response.body", "body": b""})


async def gzip_bomb(exchange: Exchange) -> None:
    bomb = gzip.compress(bytes(16 * 1024 * 1024), compresslevel=1)
    headers = {"content-type": JSON_TYPE, "content-encoding": "gzip"}
    await exchange.deliver(Answer(200, exchange.request, headers, bomb))


MODES: dict[str, Callable[[Exchange], Awaitable[None]]] = {
    act.__name__: act
    for act in (
        *(normal, slow, drip, down, reset, half, wrong, unsigned, other_person, stale),
        *(garbage, not_json, html, redirect, busy, broken, huge, gzip_bomb),
    )
}
