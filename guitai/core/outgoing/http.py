"""One question over HTTP: one deadline for everything, no redirects, no decoding, a size limit.

httpcore and not a full client: no proxies from the environment, no cookies, no retries, nothing unpacked unasked.
"""

import ssl
import time
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpcore

from guitai.core.outgoing import addresses, sockets
from guitai.core.outgoing.terms import AddressRefused, Limits, NothingCame, RawAnswer, Trouble


def post(url: str, *, headers: Mapping[str, str], body: bytes, loopback: bool, limits: Limits) -> RawAnswer:
    """Answer what came back, whatever it says; NothingCame (down, slow or garbage) when nothing usable came in time."""
    target = httpcore.URL(url)
    backend = _Guarded(deadline=time.monotonic() + limits.total, loopback=loopback)
    tls = sockets.tls() if target.scheme == b"https" else None
    connection = httpcore.HTTPConnection(target.origin, ssl_context=tls, network_backend=backend)
    timeouts = {"connect": limits.connect, "read": limits.read, "write": limits.read}
    told = {"host": urlsplit(url).netloc, "content-length": str(len(body)), "connection": "close", **headers}
    pairs = [(name.encode(), value.encode()) for name, value in told.items()]
    request = httpcore.Request("POST", target, headers=pairs, content=body, extensions={"timeout": timeouts})
    try:
        with connection:
            return _read(connection.handle_request(request), limits)
    except httpcore.TimeoutException as reason:
        raise NothingCame(Trouble.SLOW, str(reason)) from reason
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as reason:
        raise NothingCame(Trouble.DOWN, str(reason)) from reason


def _read(response: httpcore.Response, limits: Limits) -> RawAnswer:
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    if headers.get("content-encoding", "identity") != "identity":
        raise NothingCame(Trouble.GARBAGE, "packed, though we asked for plain")
    body = bytearray()
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > limits.most_bytes:
            raise NothingCame(Trouble.GARBAGE, "longer than allowed")
    return RawAnswer(response.status, headers, bytes(body))


class _Guarded(httpcore.NetworkBackend):
    """Connects to an address that was checked after resolving, and gives every step only what is left of the time."""

    def __init__(self, *, deadline: float, loopback: bool) -> None:
        self._deadline, self._loopback = deadline, loopback
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            address = addresses.resolve(host, port, loopback=self._loopback)
        except AddressRefused as refused:
            raise httpcore.ConnectError(str(refused)) from refused
        stream = self._plain.connect_tcp(address, port, left(self._deadline, timeout), local_address, socket_options)
        return _Timed(stream, self._deadline)


class _Timed(httpcore.NetworkStream):
    """A stream on which even one byte a second comes to an end."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, left(self._deadline, timeout))
        return _Timed(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def left(deadline: float, timeout: float | None) -> float:
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise httpcore.ReadTimeout("the time for this question is used up")
    return min(remaining, timeout) if timeout else remaining
