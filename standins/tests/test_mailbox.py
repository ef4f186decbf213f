"""The mail box takes what comes, shows it harmlessly, misbehaves when told, and survives hostile mail."""

import re
import smtplib
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from urllib.request import Request, urlopen

import pytest

from standins.mailbox_reading import read
from standins.tests.mailbox_process import Running, mailbox


@pytest.fixture(scope="module")
def box() -> Iterator[Running]:
    with mailbox() as running:
        yield running


@pytest.fixture(autouse=True)
def _as_normal(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("server"):
        request.getfixturevalue("box").order(mode="normal", clear=True)


def mail(subject: str = "核定通知", text: str = "您好 𠮷", html: str = "") -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "from@example.test", "to@example.test"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


@pytest.mark.server
def test_a_mail_that_was_sent_is_listed_with_its_true_words(box: Running) -> None:
    box.send(mail(subject="核定通知 𠮷"))

    assert box.messages()[0]["subject"] == "核定通知 𠮷"
    assert "核定通知 𠮷" in box.get("/")


@pytest.mark.server
def test_markup_in_a_mail_is_shown_and_never_run(box: Running) -> None:
    box.send(
        mail(subject="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>", html="<script>alert(2)</script>")
    )

    page = box.get(f"/mails/{box.messages()[0]['number']}")

    assert "<script>" not in page
    assert "<img" not in page
    assert 'iframe sandbox title="HTML" srcdoc="&lt;script&gt;' in page


@pytest.mark.server
def test_only_links_to_this_machine_can_be_clicked(box: Running) -> None:
    box.send(mail(text="http://localhost:8000/cases/A http://evil.test/ http://localhost.evil.test/"))

    page = box.get(f"/mails/{box.messages()[0]['number']}")

    assert re.findall(r'<a href="(http[^"]*)"', page) == ["http://localhost:8000/cases/A"]


@pytest.mark.server
@pytest.mark.parametrize(("mode", "code"), [("refuse", 550), ("busy", 451)])
def test_it_refuses_when_told(box: Running, mode: str, code: int) -> None:
    box.order(mode=mode)

    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        box.send(mail())

    assert refusal.value.recipients["to@example.test"][0] == code
    assert box.messages() == []


@pytest.mark.server
def test_it_takes_the_mail_and_hangs_up_when_told(box: Running) -> None:
    box.order(mode="drop_after_data")

    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionResetError)):
        box.send(mail())

    assert len(box.messages()) == 1


@pytest.mark.server
@pytest.mark.parametrize(
    "raw",
    [
        b"".join(b"X-%d: %s\r\n" % (at, b"a" * 60) for at in range(10_000)) + b"\r\nbody",
        b"Subject: " + b"=?utf-8?b?" + b"A" * 400 + b"?=" * 20 + b"\r\n\r\nx",
        b"Content-Type: text/plain; charset=no-such-thing\r\n\r\nx",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
        + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 9_000,
        b"\x00\xff\xfe no headers at all",
    ],
    ids=["ten thousand headers", "broken encoded word", "unknown charset", "nested parts", "no mail"],
)
def test_it_survives_hostile_mail(box: Running, raw: bytes) -> None:
    with suppress(smtplib.SMTPException):
        box.send(raw)

    box.get("/")
    for each in box.messages():
        box.get(f"/mails/{each['number']}")
    box.send(mail(subject="still alive"))

    assert box.messages()[0]["subject"] == "still alive"


@pytest.mark.server
def test_a_form_of_another_page_cannot_give_orders(box: Running) -> None:
    request = Request(box.http + "/_control", data=b'{"mode": "refuse"}', headers={"Content-Type": "text/plain"})

    with pytest.raises(OSError, match="415"):
        urlopen(request, timeout=5)


@pytest.mark.server
def test_a_foreign_name_for_this_machine_is_refused(box: Running) -> None:
    request = Request(box.http + "/messages.json", headers={"Host": "evil.test"})

    with pytest.raises(OSError, match="400"):
        urlopen(request, timeout=5)


def test_deeply_nested_parts_are_shown_as_text() -> None:
    parts = [f"Content-Type: multipart/mixed; boundary=b{at}\r\n\r\n--b{at}\r\n" for at in range(3_000)]

    reading = read("".join(parts).encode())

    assert "無法讀取" in reading.text
