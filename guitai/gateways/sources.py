"""Where each source is and how we know each other: from the setting GATEWAYS, checked before it is used."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from guitai.core.outgoing import addresses
from guitai.core.outgoing.terms import Limits
from guitai.gateways.terms import SettingsWrong


@dataclass(frozen=True)
class Source:
    name: str
    agency: str  # how the agency calls itself in the protocol
    url: str
    public_key: bytes
    our_key_id: str
    our_key: bytes
    loopback: bool
    limits: Limits


def named(name: str) -> Source | None:
    """Answer the source, None when it is not connected here."""
    entry: Mapping[str, str] | None = settings.GATEWAYS.get(name)
    if entry is None:
        return None
    loopback = check_url(entry["url"], source=name)
    return Source(
        name=name,
        agency=entry["agency"],
        url=entry["url"].rstrip("/") + "/v1/inquiries",
        public_key=_key(entry["public_key"], name),
        our_key_id=entry["our_key_id"],
        our_key=_key(entry["our_key"], name),
        loopback=loopback,
        limits=Limits.within(float(entry.get("seconds") or Limits.total)),
    )


def check_url(url: str, *, source: str) -> bool:
    """Answer whether the address is on this machine; refuse what is neither that nor https."""
    if not addresses.is_plain_url(url):
        raise SettingsWrong(f"gateway {source}: {url!r} is not a plain http or https address")
    parts = urlsplit(url)
    loopback = addresses.is_home(parts.hostname or "")
    if parts.scheme == "http" and not loopback:
        raise SettingsWrong(f"gateway {source}: only an address on this machine may go without https")
    return loopback


def _key(path: str, source: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as reason:
        raise SettingsWrong(f"gateway {source}: cannot read the key {path}: {reason.strerror}") from reason
