"""What the pages of mail box and message centre share: looks, who may read them, and the orders they take."""

from html import escape
from typing import Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
STYLE = """
body { font: 1rem/1.6 "Noto Sans CJK TC", sans-serif; max-inline-size: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { inline-size: 100%; border-collapse: collapse; }
th, td { text-align: start; padding: .5rem; border-block-end: 1px solid #ccc; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f4; padding: 1rem; }
iframe { inline-size: 100%; block-size: 30rem; border: 1px solid #ccc; } dt { font-weight: bold; }
"""


class Told(Protocol):
    """What can be told to misbehave, and to forget."""

    mode: str
    seconds: float

    def clear(self) -> None: ...


def site(told: Told, modes: tuple[str, ...], routes: list[Route]) -> Starlette:
    """Answer the application; it knows only names of this machine, so no foreign page can read through it."""

    async def control(request: Request) -> Response:
        return await take_order(request, told, modes)

    return Starlette(
        routes=[*routes, Route("/style.css", style), Route("/_control", control, methods=["POST"])],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1"])],
    )


async def style(_request: Request) -> Response:
    return Response(STYLE, media_type="text/css", headers=HEADERS)


async def take_order(request: Request, told: Told, modes: tuple[str, ...]) -> Response:
    """Take an order; only JSON, so that no page in a browser can give one."""
    if request.headers.get("content-type") != "application/json":
        return JSONResponse({"error": "json_only"}, status_code=415)
    try:
        order = dict(await request.json())
        mode, seconds = str(order.get("mode", told.mode)), float(order.get("seconds", told.seconds))
    except (TypeError, ValueError):
        return JSONResponse({"error": "not_an_order"}, status_code=400)
    if mode not in modes:
        return JSONResponse({"error": "unknown_mode", "modes": list(modes)}, status_code=400)
    told.mode, told.seconds = mode, seconds
    if order.get("clear"):
        told.clear()
    return JSONResponse({"mode": mode, "seconds": seconds})


def page(title: str, body: str, *, status: int = 200) -> HTMLResponse:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><link rel="stylesheet" href="/style.css">'
    head += '<meta name="viewport" content="width=device-width">'
    whole = f'<!doctype html><html lang="zh-Hant"><head>{head}</head><body><h1>{escape(title)}</h1>{body}</body></html>'
    return HTMLResponse(whole, status_code=status, headers=HEADERS)
