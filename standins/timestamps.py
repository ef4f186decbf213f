"""The demo's time-stamping authority: RFC 3161 over HTTP, answered by openssl. Loopback only, worth nothing outside.

`python -m standins.timestamps --port N --data DIR` makes keys and certificates in DIR when there are none, writes the
root to trust to DIR/root.pem, and prints "ready timestamps URL". It misbehaves when told: POST /_control {"mode": …}.
"""

import argparse
import asyncio
import signal
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from standins import timestamp_keys
from standins.mailbox import HOST, Web, listening

MODES = {
    "normal": "everything is stamped",
    "down": "503, as when the authority is being repaired",
    "slow": "stamped, after some seconds",
    "refuse": "an answer that says no",
    "garbage": "an answer that is none",
    "again": "the stamp that was given last, whatever is asked now",
    "stranger": "stamped by somebody whom nobody trusts",
}
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
MOST_BYTES = 4096
REJECTION = bytes.fromhex("30053003020102")  # PKIStatusInfo: rejection


@dataclass
class Authority:
    """What stamps, and how it behaves."""

    data: Path
    mode: str = "normal"
    seconds: float = 30.0
    given: int = 0
    last: bytes = REJECTION

    async def stamp(self, query: bytes) -> bytes:
        """Answer what openssl says to the query, with the keys of the mode."""
        folder = self.data / ("stranger" if self.mode == "stranger" else "authority")
        words = ["ts", "-reply", "-config", str(folder / "openssl.cnf"), "-queryfile", "/dev/stdin"]
        pipe = asyncio.subprocess.PIPE
        openssl = await asyncio.create_subprocess_exec("openssl", *words, stdin=pipe, stdout=pipe, stderr=pipe)
        answer, _complaint = await openssl.communicate(query)
        if openssl.returncode:
            return REJECTION
        self.given += 1
        self.last = answer
        return answer


class Desk:
    """The pages of the authority."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._one_at_a_time = asyncio.Lock()  # openssl counts its serial numbers in a file

    def site(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self.stamp, methods=["POST"]),
                Route("/root.pem", self.root),
                Route("/health", self.health),
                Route("/_control", self.control, methods=["POST"]),
            ]
        )

    async def stamp(self, request: Request) -> Response:
        query = await request.body()
        if request.headers.get("content-type") != QUERY or len(query) > MOST_BYTES:
            return PlainTextResponse("This is no time-stamp query.", status_code=415)
        authority = self._authority
        if authority.mode == "down":
            return PlainTextResponse("The authority is being repaired.", status_code=503)
        if authority.mode == "slow":
            await asyncio.sleep(authority.seconds)
        fixed = {"refuse": REJECTION, "garbage": b"not DER", "again": authority.last}.get(authority.mode)
        async with self._one_at_a_time:
            return Response(fixed or await authority.stamp(query), media_type=REPLY)

    async def root(self, _request: Request) -> Response:
        return FileResponse(self._authority.data / "root.pem", media_type="application/x-pem-file")

    async def health(self, _request: Request) -> Response:
        return JSONResponse({"mode": self._authority.mode, "given": self._authority.given})

    async def control(self, request: Request) -> Response:
        """Take an order; only JSON, so that no page in a browser can give one."""
        if request.headers.get("content-type") != "application/json":
            return JSONResponse({"error": "json_only"}, status_code=415)
        order = await request.json()
        if order.get("mode") not in MODES:
            return JSONResponse({"error": "unknown_mode", "modes": MODES}, status_code=400)
        self._authority.mode, self._authority.seconds = order["mode"], float(order.get("seconds", 30.0))
        return JSONResponse({"mode": self._authority.mode})


async def serve(port: int, data: Path) -> None:
    timestamp_keys.make(data)
    own = listening(port)
    print(f"ready timestamps http://{HOST}:{own.getsockname()[1]}/", flush=True)
    web = Web(uvicorn.Config(Desk(Authority(data)).site(), log_level="warning", lifespan="off"))
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, web.stop)
    await web.serve(sockets=[own])


def main() -> None:
    parser = argparse.ArgumentParser(description="The demo's time-stamping authority")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    asyncio.run(serve(given.port, given.data))


if __name__ == "__main__":
    main()
