"""The pages of the message centre: every text as the telephone would show it, and the orders it takes."""

from html import escape
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from standins import holding_pages
from standins.holding_pages import HEADERS, Told, page

EMPTY = "<p>還沒有簡訊。系統送出的每一則簡訊都會到這裡，不會真的送到手機。</p>"
TAIWAN = "886"


class Holding(Told, Protocol):
    @property
    def texts(self) -> Any: ...


def site(centre: Holding, modes: tuple[str, ...]) -> Starlette:
    """Answer the application that shows the texts."""
    pages = Pages(centre)
    routes = [
        Route("/", pages.received),
        Route("/health", pages.health),
        Route("/messages.json", pages.messages),
    ]
    return holding_pages.site(centre, modes, routes)


class Pages:
    def __init__(self, centre: Holding) -> None:
        self._centre = centre

    async def received(self, _request: Request) -> Response:
        rows = "".join(_row(text) for text in self._centre.texts)
        table = f"<table><thead><tr><th>時間<th>手機號碼<th>內容</thead><tbody>{rows}</tbody></table>"
        return page("示範手機簡訊", table if rows else EMPTY)

    async def health(self, _request: Request) -> Response:
        return JSONResponse({"sms": "ok", "texts": len(self._centre.texts), "mode": self._centre.mode})

    async def messages(self, request: Request) -> Response:
        wanted = request.query_params.get("to", "")
        texts = [_as_json(text) for text in self._centre.texts]
        return JSONResponse([text for text in texts if wanted in {"", text["to"]}], headers=HEADERS)


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
