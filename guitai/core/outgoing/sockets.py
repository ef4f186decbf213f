"""Connections for what is not HTTP: mail, text messages. The same addresses are allowed, the same TLS is asked for."""

import socket
import ssl
from functools import cache

from guitai.core.outgoing import addresses


def connect(host: str, port: int, *, timeout: float) -> socket.socket:
    """Answer a connection to the configured host; AddressRefused (an OSError) when its name leads elsewhere."""
    address = addresses.resolve(host, port, loopback=addresses.is_home(host))
    return socket.create_connection((address, port), timeout)


def connect_tls(host: str, port: int, *, timeout: float) -> ssl.SSLSocket:
    """Answer a connection on which the certificate is good and names the host."""
    plain = connect(host, port, timeout=timeout)
    try:
        return tls().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


@cache
def tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def local(path: str, *, timeout: float) -> socket.socket:
    """Answer a connection to a neighbour process on this machine, by its socket in the file system."""
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(timeout)
        line.connect(path)
    except BaseException:
        line.close()
        raise
    return line
