"""The connection itself: one deadline for everything, one checked address, no redirects, no decoding, a size limit.

httpcore and not a full client: no proxies from the environment, no cookies, no retries, nothing unpacked unasked.
"""

import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

import httpcore

from guitai.gateways.terms import NoAnswer, Reason

TOTAL_SECONDS = 5.0
CONNECT_SECONDS = 2.0
READ_SECONDS = 4.0
MOST_BYTES = 1_048_576


@dataclass(frozen=True)
class Limits:
    total: float = TOTAL_SECONDS
    connect: float = CONNECT_SECONDS
    read: float = READ_SECONDS
    most_bytes: int = MOST_BYTES

    @classmethod
    def within(cls, seconds: float) -> "Limits":
        return cls(total=seconds, connect=min(seconds, CONNECT_SECONDS), read=min(seconds, READ_SECONDS))


@dataclass(frozen=True)
class RawAnswer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def post(url: str, *, headers: Mapping[str, str], body: bytes, loopback: bool, limits: Limits) -> RawAnswer:
    """Answer what came back, whatever it says; NoAnswer(down, slow or garbage) when nothing usable came in time."""
    target = httpcore.URL(url)
    backend = _Guarded(deadline=time.monotonic() + limits.total, loopback=loopback)
    tls = _tls() if target.scheme == b"https" else None
    connection = httpcore.HTTPConnection(target.origin, ssl_context=tls, network_backend=backend)
    timeouts = {"connect": limits.connect, "read": limits.read, "write": limits.read}
    told = {"host": urlsplit(url).netloc, "content-length": str(len(body)), "connection": "close", **headers}
    pairs = [(name.encode(), value.encode()) for name, value in told.items()]
    request = httpcore.Request("POST", target, headers=pairs, content=body, extensions={"timeout": timeouts})
    try:
        with connection:
            return _read(connection.handle_request(request), limits)
    except httpcore.TimeoutException as reason:
        raise NoAnswer(Reason.SLOW, str(reason)) from reason
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as reason:
        raise NoAnswer(Reason.DOWN, str(reason)) from reason


def _read(response: httpcore.Response, limits: Limits) -> RawAnswer:
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    if headers.get("content-encoding", "identity") != "identity":
        raise NoAnswer(Reason.GARBAGE, "packed, though we asked for plain")
    body = bytearray()
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > limits.most_bytes:
            raise NoAnswer(Reason.GARBAGE, "longer than allowed")
    return RawAnswer(response.status, headers, bytes(body))


@cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def allowed_address(address: IPv4Address | IPv6Address, *, loopback: bool) -> bool:
    """A name that was configured for elsewhere may not lead to this machine, nor to its neighbours' metadata."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if loopback:
        return address.is_loopback
    return not (address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified)


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
        address = self._resolve(host, port)
        stream = self._plain.connect_tcp(address, port, left(self._deadline, timeout), local_address, socket_options)
        return _Timed(stream, self._deadline)

    def _resolve(self, host: str, port: int) -> str:
        found = [ip_address(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not found or not all(allowed_address(address, loopback=self._loopback) for address in found):
            raise httpcore.ConnectError(f"{host} leads where we must not go")
        return str(found[0])


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
