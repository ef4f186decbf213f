"""The pages of the message centre: every text as the telephone would show it, and the orders it takes."""

from html import escape
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from standins.mailbox_pages import HEADERS, STYLE, page

EMPTY = "<p>還沒有簡訊。系統送出的每一則簡訊都會到這裡，不會真的送到手機。</p>"
TAIWAN = "886"


class Holding(Protocol):
    mode: str
    seconds: float

    @property
    def texts(self) -> Any: ...

    def clear(self) -> None: ...


def site(centre: Holding, modes: tuple[str, ...]) -> Starlette:
    """Answer the application; it knows only names of this machine, so no foreign page can read texts through it."""
    pages = Pages(centre, modes)
    return Starlette(
        routes=[
            Route("/", pages.received),
            Route("/style.css", pages.style),
            Route("/health", pages.health),
            Route("/messages.json", pages.messages),
            Route("/_control", pages.control, methods=["POST"]),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1"])],
    )


class Pages:
    def __init__(self, centre: Holding, modes: tuple[str, ...]) -> None:
        self._centre, self._modes = centre, modes

    async def received(self, _request: Request) -> Response:
        rows = "".join(_row(text) for text in self._centre.texts)
        table = f"<table><thead><tr><th>時間<th>手機號碼<th>內容</thead><tbody>{rows}</tbody></table>"
        return page("示範手機簡訊", table if rows else EMPTY)

    async def style(self, _request: Request) -> Response:
        return Response(STYLE, media_type="text/css", headers=HEADERS)

    async def health(self, _request: Request) -> Response:
        return JSONResponse({"sms": "ok", "texts": len(self._centre.texts), "mode": self._centre.mode})

    async def messages(self, request: Request) -> Response:
        wanted = request.query_params.get("to", "")
        texts = [_as_json(text) for text in self._centre.texts]
        return JSONResponse([text for text in texts if wanted in {"", text["to"]}], headers=HEADERS)

    async def control(self, request: Request) -> Response:
        """Take an order; only JSON, so that no page in a browser can give one."""
        if request.headers.get("content-type") != "application/json":
            return JSONResponse({"error": "json_only"}, status_code=415)
        try:
            order = dict(await request.json())
            mode, seconds = str(order.get("mode", self._centre.mode)), float(order.get("seconds", self._centre.seconds))
        except (TypeError, ValueError):
            return JSONResponse({"error": "not_an_order"}, status_code=400)
        if mode not in self._modes:
            return JSONResponse({"error": "unknown_mode", "modes": list(self._modes)}, status_code=400)
        self._centre.mode, self._centre.seconds = mode, seconds
        if order.get("clear"):
            self._centre.clear()
        return JSONResponse({"mode": mode, "seconds": seconds})


def _row(text: Any) -> str:
    when, to = f"{text.received_at.astimezone():%H:%M:%S}", escape(_as_dialled(text.to))
    return f"<tr><td>{when}<td>{to}<td>{escape(text.words).replace(chr(10), '<br>')}</tr>"


def _as_dialled(number: str) -> str:
    return "0" + number.removeprefix(TAIWAN) if number.startswith(TAIWAN) else number


def _as_json(text: Any) -> dict[str, Any]:
    return {
        "number": text.number,
        "from": text.sender,
        "to": _as_dialled(text.to),
        "text": text.words,
        "parts": text.parts,
        "received_at": text.received_at.isoformat(),
    }
