"""Where a name may lead: judged on the resolved address, and only that address is connected to."""

import re
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from guitai.core.outgoing.terms import AddressRefused

LOOPBACK_NAMES = frozenset({"127.0.0.1", "::1", "localhost"})
# Machines in a cloud learn their own secrets at these; an agency never answers there.
METADATA = tuple(ip_network(each) for each in ("100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::254/128"))
NAT64 = IPv6Network("64:ff9b::/96")
PLAIN = re.compile(r"[!-~]+")  # visible ASCII: no space, no line break, no character that looks like another

Address = IPv4Address | IPv6Address


def is_home(host: str) -> bool:
    """Answer whether the configuration names this very machine, and not only something that resolves to it."""
    return host in LOOPBACK_NAMES


def is_plain_url(url: str) -> bool:
    """Answer whether this is an http(s) address with a host and a path, and nothing that hides another one."""
    if not PLAIN.fullmatch(url) or "\\" in url:
        return False
    parts = urlsplit(url)
    try:
        hides = parts.username or parts.password or parts.query or parts.fragment or parts.port == 0
    except ValueError:  # a port that is none
        return False
    return bool(parts.hostname) and not hides and parts.scheme in {"http", "https"}


def allowed(address: Address, *, loopback: bool) -> bool:
    """A name that was configured for elsewhere may not lead to this machine, nor to its neighbours' metadata."""
    return all(_allowed(each, loopback=loopback) for each in _meant(address))


def resolve(host: str, port: int, *, loopback: bool) -> str:
    """Answer the one address to connect to; AddressRefused when any answer for the name leads where we must not go."""
    found = [ip_address(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(allowed(address, loopback=loopback) for address in found):
        raise AddressRefused(f"{host} leads where we must not go")
    return str(found[0])


def _meant(address: Address) -> Iterator[Address]:
    """Answer the address and the IPv4 address that it carries inside, where it does."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    if mapped is not None:
        yield mapped
        return
    yield address
    if isinstance(address, IPv6Address):
        teredo = address.teredo[1] if address.teredo else None
        nat64 = IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None
        yield from (carried for carried in (address.sixtofour, teredo, nat64) if carried is not None)


def _allowed(address: Address, *, loopback: bool) -> bool:
    if loopback:
        return address.is_loopback
    nowhere = address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified
    broadcast = isinstance(address, IPv4Address) and address.is_reserved
    return not (nowhere or broadcast or any(address in network for network in METADATA))
