"""T13 and T14: the product goes nowhere it was not told to, and sends nobody elsewhere."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from guitai.accounts.identity_page import next_page
from guitai.gateways import sources
from guitai.gateways.terms import SettingsWrong
from guitai.notices import smpp, smtp
from guitai.notices.terms import Fate

CODE = Path(configured.ROOT) / "guitai"
GUARDED = CODE / "core" / "outgoing"
# Each line that opens a connection by itself, and why it may.
ALLOWED = {
    "config/preflight.py": "binds to see whether a port is free",
    "config/processes.py": "asks our own processes whether they live",
    "config/postgres.py": "binds to find a free port",
    "waiting/room.py": "asks our own pages whether they live",
}
CONNECTS = re.compile(
    r"socket\.socket\(|create_connection|urlopen|http\.client|httpx\.|\brequests\.(?:get|post|request)|smtplib\.SMTP\w*\(|asyncio\.open_connection"
)
ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://localhost@evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "https://testserver.evil.example/",
    "https://evil.example/testserver",
    "data:text/html,x",
]


def test_t13_only_the_guarded_client_opens_connections() -> None:
    found = {
        str(file.relative_to(CODE)): line.strip()
        for file in CODE.rglob("*.py")
        if "tests" not in file.parts and GUARDED not in file.parents
        for line in file.read_text(encoding="utf-8").splitlines()
        if CONNECTS.search(line)
    }

    assert {file: line for file, line in found.items() if file not in ALLOWED} == {}


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://0/",
        "http://[::ffff:169.254.169.254]/",
        "http://169.254.169.254/latest/meta-data",
        "http://localhost.evil.example/",
        "https://x@127.0.0.1/",
        "https://tax.example/\r\nX: y",
        "gopher://127.0.0.1:25/_HELO",
    ],
)
def test_t13_no_address_of_an_agency_hides_another(url: str) -> None:
    with pytest.raises(SettingsWrong):
        sources.check_url(url, source="tax")


@pytest.fixture
def led_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Every name leads to the metadata of the machine; answer what was connected to."""
    asked: list[object] = []
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 25))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_options: answer)
    monkeypatch.setattr("socket.create_connection", lambda address, *_args, **_options: asked.append(address))
    yield asked
    assert asked == []


@pytest.mark.usefixtures("led_home")
def test_t13_mail_and_texts_are_not_led_to_this_machine(settings: Settings) -> None:
    settings.EMAIL_HOST = settings.SMS_HOST = "relay.example"
    mail = smtp.EmailMessage()

    assert smtp.hand_over(mail, to="a@example.net").fate is Fate.LATER
    assert smpp.hand_over("x", to="0912345678").fate is Fate.LATER


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_t14_nobody_is_sent_elsewhere(wanted: str) -> None:
    for given in ("GET", "POST"):
        request = HttpRequest()
        request.META["SERVER_NAME"], request.META["SERVER_PORT"] = "testserver", "80"
        getattr(request, given)._mutable = True
        getattr(request, given)["next"] = wanted
        assert next_page(request).startswith("/")
        assert not next_page(request).startswith(("//", "/\\", "/\t"))


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ELSEWHERE)
@pytest.mark.parametrize("path", ["/i18n/setlang/", "/accounts/login/", "/accounts/logout/"])
def test_t14_no_page_sends_to_an_address_that_was_put_in(path: str, wanted: str) -> None:
    answer = Client().post(path, {"language": "en", "next": wanted}, HTTP_REFERER=wanted)

    assert "evil" not in answer.headers.get("Location", "").partition("?")[0]
    assert "javascript" not in answer.headers.get("Location", "")


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "", "a b"])
def test_t14_another_name_in_the_request_is_refused(host: str) -> None:
    assert Client(raise_request_exception=False).get("/", HTTP_HOST=host).status_code in {400, 200 if not host else 400}


@pytest.mark.django_db
def test_t14_what_a_proxy_did_not_say_is_not_believed_and_not_written_into_pages() -> None:
    answer = Client().get("/", HTTP_X_FORWARDED_HOST="evil.example", HTTP_FORWARDED="host=evil.example")

    assert b"evil.example" not in answer.content
