"""The room itself: its pages, its clock, and what the application tells it. One process, no database, no person.

Everything somebody who waits needs is here: the page, its style, her place. When the application does not answer, the
line stands still and says so; when the room is killed, tickets keep their places.
"""

import asyncio
import hmac
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from guitai.waiting import pages, tickets
from guitai.waiting.line import Line, waiting
from guitai.waiting.terms import NotOurs, Opening, Standing, Ticket

TICK, LOOK = 0.2, 1.0  # seconds
SLOW = 5.0  # an application that needs longer for nothing gets nobody sent
ORDER_LASTS = 60
LONGEST_ORDER = 4096  # bytes
SECONDS = re.compile(r"[0-9]{1,12}")
AGAIN = "again"  # in the address: the pass of this place is used up, a new place is wanted
SIGNED, SIGNED_AT = "guitai-signature", "guitai-at"
SAFELY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass
class Room:
    """All lines, and where the application is."""

    folder: Path
    assets: Path
    application: str
    key: bytes
    now: Callable[[], float] = time.time
    lines: dict[str, Line] = field(default_factory=dict)
    secure: bool = False

    def __post_init__(self) -> None:
        for file in sorted(self.folder.glob("*.json")):
            told = json.loads(file.read_text(encoding="ascii"))["opening"]
            self.open(_opening(told))

    def open(self, opening: Opening) -> None:
        """The line is run this way from now on; places stay."""
        line = self.lines.get(opening.service)
        if line is None:
            self.lines[opening.service] = Line.begin(self.folder, opening, self.key)
            return
        line.kept = replace(line.kept, opening=opening)
        line.keep()

    def application_is(self, *, well: bool) -> None:
        for line in self.lines.values():
            line.is_resting = not well

    def tick(self) -> None:
        for line in self.lines.values():
            line.tick(self.now())

    def settle(self) -> None:
        for line in self.lines.values():
            line.settle()

    def standing(self, line: Line, request: Request) -> tuple[Ticket, Standing]:
        """Answer the place of this browser; who has none gets the next."""
        service = line.opening.service
        shown = request.query_params.get("place") or request.cookies.get(_cookie(service), "")
        try:
            ticket = tickets.read(shown, kind=tickets.TICKET, key=self.key, now=self.now())
        except NotOurs:
            ticket = line.take_number(self.now())
        if ticket.service != service:
            ticket = line.take_number(self.now())
        return ticket, line.standing(ticket, self.now())

    def entrance(self, ticket: Ticket) -> str:
        """Answer the address where this ticket is let in, once and within the next minutes."""
        entry = replace(ticket, given_at=int(self.now()))
        return (
            f"{self.application}/apply/{ticket.service}/?pass={tickets.write(entry, kind=tickets.PASS, key=self.key)}"
        )


def app(room: Room) -> Starlette:
    @asynccontextmanager
    async def alive(_app: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(_run_clock(room)), asyncio.create_task(_watch_application(room))]
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        room.settle()

    routes = [
        Route("/health", lambda _request: PlainTextResponse("well")),
        Route("/assets/{name}", _bound(_asset, room)),
        Route("/rooms/{service}", _bound(_order, room), methods=["POST"]),
        Route("/{service}/", _bound(_wait, room)),
        Route("/{service}/place.json", _bound(_place, room)),
    ]
    return Starlette(routes=routes, lifespan=alive)


View = Callable[[Room, Request], Response]


def _bound(view: View, room: Room) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        if view is _order:
            request.state.body = await _body(request)
        return view(room, request)

    return answer


async def _body(request: Request) -> bytes:
    """Answer what an order says; of anything longer only that it is too long."""
    found = b""
    async for part in request.stream():
        found += part
        if len(found) > LONGEST_ORDER:
            return b""
    return found


def _wait(room: Room, request: Request) -> Response:
    line = room.lines.get(request.path_params["service"])
    if line is None:
        return PlainTextResponse("Not found", status_code=404, headers=SAFELY)
    ticket, standing = room.standing(line, request)
    if standing.is_turn and AGAIN in request.query_params:
        ticket = line.take_number(room.now())
        response: Response = RedirectResponse(f"/{ticket.service}/", status_code=303, headers=SAFELY)
    elif standing.is_turn:
        response = RedirectResponse(room.entrance(ticket), status_code=303, headers=SAFELY)
    else:
        keep = tickets.write(ticket, kind=tickets.TICKET, key=room.key)
        language = pages.language(request.query_params.get("language"), request.headers.get("accept-language", ""))
        html = pages.waiting(line.opening, standing, keep=keep, language=language, resting=line.is_resting)
        response = Response(html, media_type="text/html", headers=SAFELY)
    _give(response, room, ticket, request)
    return response


def _place(room: Room, request: Request) -> Response:
    line = room.lines.get(request.path_params["service"])
    if line is None:
        return JSONResponse({}, status_code=404, headers=SAFELY)
    ticket, standing = room.standing(line, request)
    told = asdict(standing) | {"resting": line.is_resting}
    told["go"] = room.entrance(ticket) if standing.is_turn else ""
    response = JSONResponse(told, headers=SAFELY)
    _give(response, room, ticket, request)
    return response


def _give(response: Response, room: Room, ticket: Ticket, request: Request) -> None:
    """The browser keeps the place, also when it is closed meanwhile."""
    kept = tickets.write(ticket, kind=tickets.TICKET, key=room.key)
    if request.cookies.get(_cookie(ticket.service)) == kept:
        return
    response.set_cookie(
        _cookie(ticket.service),
        kept,
        max_age=tickets.TICKET_LASTS,
        httponly=True,
        samesite="lax",
        secure=room.secure,
    )


def _asset(room: Room, request: Request) -> Response:
    files = {
        "kit.css": room.assets / "kit.css",
        "mark.svg": room.assets / "mark.svg",
        "room.js": pages.FOLDER / "room.js",
    }
    file = files.get(request.path_params["name"])
    if file is None or not file.is_file():
        return PlainTextResponse("Not found", status_code=404, headers=SAFELY)
    return FileResponse(file, headers=SAFELY | {"Cache-Control": "public, max-age=3600"})


def _order(room: Room, request: Request) -> Response:
    """The application says how a line is run, and hears how long it is; nobody else can."""
    body: bytes = request.state.body
    at = request.headers.get(SIGNED_AT, "0")
    fresh = SECONDS.fullmatch(at) is not None and abs(room.now() - int(at)) < ORDER_LASTS
    signature = request.headers.get(SIGNED, "").encode()
    if not fresh or not hmac.compare_digest(signature, sign_order(body, at, room.key).encode()):
        return PlainTextResponse("Not signed by the application.", status_code=403, headers=SAFELY)
    opening = _opening(json.loads(body))
    if opening.service != request.path_params["service"]:
        return PlainTextResponse("Another service.", status_code=400, headers=SAFELY)
    if opening != getattr(room.lines.get(opening.service), "opening", None):
        room.open(opening)
    line = room.lines[opening.service]
    told = {"waiting": waiting(line), "given": line.given, "admitted": int(line.admitted), "resting": line.is_resting}
    return JSONResponse(told, headers=SAFELY)


def sign_order(body: bytes, at: str, key: bytes) -> str:
    return hmac.new(key, b"waiting-order\n" + at.encode() + b"\n" + body, sha256).hexdigest()


def order(opening: Opening) -> bytes:
    """Answer the bytes in which the application writes an order."""
    return json.dumps(asdict(opening) | {"opens_at": opening.opens_at.isoformat()}).encode()


def _opening(told: dict[str, object]) -> Opening:
    return Opening(
        service=str(told["service"]),
        opens_at=datetime.fromisoformat(str(told["opens_at"])),
        per_minute=int(str(told["per_minute"])),
        is_closed=told["is_closed"] is True,
        title=str(told.get("title", "")),
        title_en=str(told.get("title_en", "")),
    )


def _cookie(service: str) -> str:
    return f"place_{service}"


async def _run_clock(room: Room) -> None:
    while True:
        room.tick()
        await asyncio.sleep(TICK)


async def _watch_application(room: Room) -> None:
    """Nobody is sent to an application that does not answer."""
    async with httpx.AsyncClient(timeout=SLOW, trust_env=False) as client:
        while True:
            try:
                answer = await client.get(f"{room.application}/health/")
                room.application_is(well=answer.is_success)
            except httpx.HTTPError:
                room.application_is(well=False)
            await asyncio.sleep(LOOK)
