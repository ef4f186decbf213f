"""The pages of the mail box. Text of mails is escaped; their HTML is shown in a frame that may do nothing."""

import re
from html import escape
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from standins import holding_pages
from standins.holding_pages import HEADERS, Told, page
from standins.mailbox_reading import Mail

LOCAL_LINK = re.compile(r"http://(?:localhost|127\.0\.0\.1)(?::\d+)?/[\w./?=&%-]*")


class Holding(Told, Protocol):
    @property
    def mails(self) -> Any: ...


def site(box: Holding, modes: tuple[str, ...]) -> Starlette:
    """Answer the application that shows the mails."""
    pages = Pages(box)
    routes = [
        Route("/", pages.inbox),
        Route("/mails/{number:int}", pages.mail),
        Route("/health", pages.health),
        Route("/messages.json", pages.messages),
    ]
    return holding_pages.site(box, modes, routes)


class Pages:
    def __init__(self, box: Holding) -> None:
        self._box = box

    async def inbox(self, _request: Request) -> Response:
        rows = "".join(_row(mail) for mail in self._box.mails)
        table = f"<table><thead><tr><th>時間<th>收件人<th>主旨</thead><tbody>{rows}</tbody></table>"
        return page("示範信箱", table if rows else "<p>還沒有信。系統寄出的每一封信都會到這裡，不會真的寄出去。</p>")

    async def mail(self, request: Request) -> Response:
        found = next((mail for mail in self._box.mails if mail.number == request.path_params["number"]), None)
        if found is None:
            return page("沒有這封信", '<p><a href="/">回信箱</a></p>', status=404)
        return page(found.reading.subject or "（沒有主旨）", _mail_body(found))

    async def health(self, _request: Request) -> Response:
        return JSONResponse({"mailbox": "ok", "mails": len(self._box.mails), "mode": self._box.mode})

    async def messages(self, request: Request) -> Response:
        wanted = request.query_params.get("to", "")
        mails = [mail for mail in self._box.mails if not wanted or wanted in mail.recipients]
        return JSONResponse([_as_json(mail) for mail in mails], headers=HEADERS)


def _row(mail: Mail) -> str:
    subject = escape(mail.reading.subject or "（沒有主旨）")
    to = escape("、".join(mail.recipients))
    when = f"{mail.received_at.astimezone():%H:%M:%S}"
    return f'<tr><td>{when}<td>{to}<td><a href="/mails/{mail.number}">{subject}</a></tr>'


def _mail_body(mail: Mail) -> str:
    reading, when = mail.reading, f"{mail.received_at.astimezone():%Y-%m-%d %H:%M:%S}"
    facts = (("寄件人", mail.sender), ("收件人", "、".join(mail.recipients)), ("時間", when))
    head = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    every = "\n".join(f"{name}: {value}" for name, value in reading.headers)
    frame = f'<h2>HTML</h2><iframe sandbox title="HTML" srcdoc="{escape(reading.html)}"></iframe>'
    return (
        f'<p><a href="/">回信箱</a></p><dl>{head}</dl><pre>{_with_local_links(reading.text)}</pre>'
        f"{frame if reading.html else ''}"
        f"<details><summary>標頭</summary><pre>{escape(every)}</pre></details>"
    )


def _with_local_links(text: str) -> str:
    """Answer the escaped text; only addresses of this machine can be clicked."""
    escaped = escape(text, quote=False)
    return LOCAL_LINK.sub(lambda found: f'<a href="{found[0]}" rel="noreferrer">{found[0]}</a>', escaped)


def _as_json(mail: Mail) -> dict[str, Any]:
    reading = mail.reading
    return {
        "number": mail.number,
        "from": mail.sender,
        "to": list(mail.recipients),
        "received_at": mail.received_at.isoformat(),
        "subject": reading.subject,
        "text": reading.text,
        "html": reading.html,
        "headers": [list(header) for header in reading.headers],
    }
