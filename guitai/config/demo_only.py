"""Whether this may be the demo: one-click sign-in and assumed amounts are never served under a name of the world."""

from collections.abc import Iterable
from urllib.parse import urlsplit

AT_HOME = frozenset({"localhost", "127.0.0.1", "::1", "testserver"})


class DemoAbroad(SystemExit):
    """One line a person can act on; no process of the product comes up."""


def strangers(base_url: str, hosts: Iterable[str]) -> list[str]:
    """Answer the names that are not this machine's own."""
    return sorted({urlsplit(base_url).hostname or "", *hosts} - AT_HOME)


def demo(asked: bool, *, base_url: str, hosts: Iterable[str]) -> bool:
    """Answer whether this is the demo; refuse to be it anywhere but at home."""
    names = strangers(base_url, hosts)
    if asked and names:
        served = ", ".join(names)
        raise DemoAbroad(f"guitai: GUITAI_DEMO is set, yet this serves {served}: the demo is for localhost only.")
    return asked
