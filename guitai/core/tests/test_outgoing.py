"""Where the product connects to, and where never: tables without a network, then T13 with names that lie."""

import socket
from ipaddress import ip_address
from typing import Any

import httpcore
import pytest

from guitai.core.outgoing import addresses, http, sockets
from guitai.core.outgoing.terms import AddressRefused, Limits, NothingCame, Trouble


@pytest.mark.parametrize(
    ("address", "elsewhere", "here"),
    [
        ("127.0.0.1", False, True),
        ("127.8.8.8", False, True),
        ("::1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("0.0.0.0", False, False),  # noqa: S104 - the address is judged, not listened on
        ("::", False, False),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("2002:7f00:1::", False, False),  # 127.0.0.1 carried by 6to4
        ("64:ff9b::a9fe:a9fe", False, False),  # 169.254.169.254 carried by NAT64
        ("64:ff9b::7f00:1", False, False),
        ("fd00:ec2::254", False, False),
        ("100.100.100.200", False, False),
        ("192.0.0.192", False, False),
        ("fe80::1", False, False),
        ("224.0.0.1", False, False),
        ("255.255.255.255", False, False),
        ("240.0.0.1", False, False),
        ("10.1.2.3", True, False),
        ("203.0.113.9", True, False),
        ("2001:db8::1", True, False),
    ],
)
def test_a_name_may_lead_only_where_its_configuration_says(address: str, elsewhere: bool, here: bool) -> None:
    assert addresses.allowed(ip_address(address), loopback=False) is elsewhere
    assert addresses.allowed(ip_address(address), loopback=True) is here


@pytest.mark.parametrize(
    "url",
    [
        "https://user:secret@tax.example.gov.tw",
        "https://tax.example.gov.tw@127.0.0.1/",
        "https://tax.example.gov.tw\\@127.0.0.1/",
        "https://tax.example.gov.tw/?a=1",
        "https://tax.example.gov.tw/#x",
        "https://tax.example.gov.tw/\r\nHost: 127.0.0.1",
        "https://tax.example.gov.tw/\tv1",
        " https://tax.example.gov.tw",
        "https://tax.example.gov.tw:99999/",
        "ftp://tax.example.gov.tw",
        "file:///etc/passwd",
        "gopher://127.0.0.1",
        "https://",
        "https://tax．example.gov.tw",
        "",
    ],
)
def test_an_address_that_hides_another_is_none(url: str) -> None:
    assert not addresses.is_plain_url(url)


def named(monkeypatch: pytest.MonkeyPatch, *found: str) -> list[tuple[Any, ...]]:
    """Every name leads to these addresses; answer what was connected to."""
    connected: list[tuple[Any, ...]] = []
    answers = [(2, 1, 6, "", (each, 443)) for each in found]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_options: answers)

    def note(address: tuple[str, int], *_args: object, **_options: object) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.create_connection", note)
    return connected


BAD = ["127.0.0.1", "0.0.0.0", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"]  # noqa: S104 - judged


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("way", [http, sockets])
def test_t13_a_name_that_resolves_to_this_machine_is_never_connected_to(
    way: object, bad: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = named(monkeypatch, "203.0.113.9", bad)  # rebinding: one good, one bad

    if way is http:
        with pytest.raises(NothingCame) as caught:
            http.post("https://tax.example.gov.tw/v1", headers={}, body=b"", loopback=False, limits=Limits())
        assert caught.value.trouble is Trouble.DOWN
    else:
        with pytest.raises(AddressRefused):
            sockets.connect("mail.example.gov.tw", 25, timeout=1)

    assert connected == []


def test_t13_the_address_that_was_checked_is_the_address_that_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second answer of the name server cannot lead elsewhere: the name is not asked for again."""
    connected = named(monkeypatch, "203.0.113.9")

    with pytest.raises(ConnectionRefusedError):
        sockets.connect("mail.example.gov.tw", 25, timeout=1)

    assert connected == [("203.0.113.9", 25)]


def test_t13_what_is_configured_for_this_machine_is_not_led_away(monkeypatch: pytest.MonkeyPatch) -> None:
    connected = named(monkeypatch, "203.0.113.9")

    with pytest.raises(AddressRefused):
        sockets.connect("localhost", 25, timeout=1)

    assert connected == []


def test_no_time_left_is_a_timeout() -> None:
    with pytest.raises(httpcore.ReadTimeout):
        http.left(0.0, 5.0)
