"""The core every stand-in shares: listens on the loopback, checks who asks, answers signed, and misbehaves when told.

A stand-in is `python -m standins.NAME --port N --data DIR --keys DIR`; it prints "ready NAME URL" once it serves.
"""

import argparse
import asyncio
import json
import signal
import socket
import sys
import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import uvicorn
from http_message_signatures import InvalidSignature
from starlette.applications import Starlette
from starlette.requests import Request as WebRequest
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from standins import misbehaviour
from standins.signing import Answer, Request, Seal, person_digest

Record = dict[str, Any]
Answering = Callable[[Record, Record], Record | None]  # (ledger, question) -> what is known, None for an unknown person
MAX_QUESTION = 65_536
REMEMBERED = 300.0  # seconds an inquiry id cannot be used again; longer than a signature is believed


class Refused(Exception):
    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


@dataclass(frozen=True)
class Order:
    """One instruction from /_control; for everybody, or for questions about one number."""

    mode: str = "normal"
    seconds: float = 30.0
    for_number: str = ""


class Agency:
    def __init__(self, name: str, answering: Answering, *, data: Path, keys: Path) -> None:
        self.name, self._answering = name, answering
        self._ledger: Record = json.loads((data / f"{name}.json").read_text(encoding="utf-8"))
        self._seal = Seal(name, keys)
        self._seen: dict[str, float] = {}
        self._orders: dict[str, Order] = {}
        self._pages = Starlette(
            routes=[Route("/health", self._health), Route("/_control", self._control, methods=["POST"])]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/v1/inquiries":
            await self._inquiry(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    async def _health(self, _request: WebRequest) -> JSONResponse:
        return JSONResponse(
            {"agency": self.name, "modes": {order.for_number: order.mode for order in self._orders.values()}}
        )

    async def _control(self, request: WebRequest) -> JSONResponse:
        """Take an order; only JSON, so that no page in a browser can give one."""
        if request.headers.get("content-type") != misbehaviour.JSON_TYPE:
            return JSONResponse({"error": "json_only"}, status_code=415)
        try:
            order = Order(**await request.json())
        except (TypeError, ValueError):
            return JSONResponse({"error": "not_an_order"}, status_code=400)
        if order.mode not in misbehaviour.MODES:
            return JSONResponse({"error": "unknown_mode", "modes": sorted(misbehaviour.MODES)}, status_code=400)
        if order.mode == "normal" and not order.for_number:
            self._orders.clear()
        else:
            self._orders[order.for_number] = order
        return JSONResponse({"mode": order.mode})

    async def _inquiry(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = _request(scope)
        try:
            body = await _read(receive)
            question = self._check(request, body)
        except Refused as refusal:
            await JSONResponse({"error": refusal.error}, status_code=refusal.status)(scope, receive, send)
            return

        def compose(
            *, about_other: bool = False, inquiry_id: str = "", record: Record | None = None, body: bytes = b""
        ) -> Answer:
            asked = {**question, "number": self._another(question["number"])} if about_other else question
            return self._compose(request, asked, inquiry_id=inquiry_id, record=record, body=body)

        order = self._orders.get(question["number"]) or self._orders.get("") or Order()
        exchange = misbehaviour.Exchange(request, send, _transport(send), order.seconds, compose)
        await misbehaviour.MODES[order.mode](exchange)

    def _check(self, request: Request, body: bytes) -> Record:
        """Answer the question, or refuse: unsigned, old, repeated, addressed to another agency, or not a question."""
        if request.method != "POST":
            raise Refused(405, "post_only")
        try:
            self._seal.check(request, body)
        except InvalidSignature as reason:
            raise Refused(401, "signature_invalid") from reason
        try:
            question = json.loads(body)
            whole = question["agency"] == self.name and isinstance(question["number"], str)
        except (ValueError, KeyError, TypeError) as reason:
            raise Refused(400, "not_a_question") from reason
        inquiry_id = request.headers["inquiry-id"]
        if not whole or request.headers["inquiry-person"] != person_digest(inquiry_id, question["number"]):
            raise Refused(400, "not_a_question")
        self._remember(inquiry_id)
        return dict(question)

    def _remember(self, inquiry_id: str) -> None:
        now = time.monotonic()
        self._seen = {seen: until for seen, until in self._seen.items() if until > now}
        if inquiry_id in self._seen:
            raise Refused(409, "inquiry_repeated")
        self._seen[inquiry_id] = now + REMEMBERED

    def _compose(
        self, request: Request, question: Record, *, inquiry_id: str, record: Record | None, body: bytes
    ) -> Answer:
        inquiry_id, number = inquiry_id or request.headers["inquiry-id"], question["number"]
        known = record if record is not None else self._answering(self._ledger, question)
        answered_at = datetime.fromtimestamp(time.time(), UTC).isoformat()  # another agency has its own clock
        content = {"inquiry_id": inquiry_id, "number": number, "answered_at": answered_at}
        content |= {"error": "unknown_person"} if known is None else {"record": known}
        headers = {
            "content-type": misbehaviour.JSON_TYPE,
            "inquiry-id": inquiry_id,
            "inquiry-person": person_digest(inquiry_id, number),
        }
        payload = body or json.dumps(content, ensure_ascii=False).encode()
        answer = Answer(404 if known is None else 200, request, headers, payload)
        self._seal.sign(answer)
        return answer

    def _another(self, number: str) -> str:
        people: Record = self._ledger.get("人口", self._ledger)
        return next(other for other in people if other != number)


def _transport(send: Any) -> asyncio.Transport:
    """The wire under uvicorn's h11 cycle; without it nobody can misbehave for real."""
    return cast("asyncio.Transport", send.__self__.transport)


def _request(scope: MutableMapping[str, Any]) -> Request:
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    query = f"?{scope['query_string'].decode()}" if scope["query_string"] else ""
    return Request(scope["method"], f"{scope['scheme']}://{headers.get('host', '')}{scope['path']}{query}", headers)


async def _read(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
        if len(body) > MAX_QUESTION:
            raise Refused(413, "too_long")
    return body


class _Server(uvicorn.Server):
    """Says so once it serves."""

    def __init__(self, config: uvicorn.Config, name: str) -> None:
        super().__init__(config)
        self._name = name

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        host, port = (sockets or [])[0].getsockname()
        sys.stdout.write(f"ready {self._name} http://{host}:{port}\n")
        sys.stdout.flush()


def serve(name: str, answering: Answering) -> int:
    """Run the stand-in until it is told to stop."""
    parser = argparse.ArgumentParser(prog=f"standins.{name}")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--keys", type=Path, required=True)
    told = parser.parse_args()
    agency = Agency(name, answering, data=told.data, keys=told.keys)
    listening = socket.create_server(("127.0.0.1", told.port))
    for stop in (signal.SIGTERM, signal.SIGINT):  # uvicorn stops cleanly and then raises the signal again
        signal.signal(stop, signal.SIG_IGN)
    config = uvicorn.Config(
        agency, http="h11", log_level="warning", proxy_headers=False, lifespan="off", timeout_graceful_shutdown=1
    )
    _Server(config, name).run(sockets=[listening])
    return 0
