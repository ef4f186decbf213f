"""The message centre speaks SMPP 3.4 with a library that is not ours, shows what came, and misbehaves when told."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen

import pytest
from smpplib import gsm
from smpplib.client import Client
from smpplib.exceptions import ConnectionError as Broken
from smpplib.exceptions import PDUError
from smpplib.smpp import make_pdu

from standins import smpp
from standins.tests.sms_process import Centre, message_centre

pytestmark = pytest.mark.server
LONG = "您的確認碼是 123456，請在 10 分鐘內輸入。𠮷" * 5


@pytest.fixture(scope="module")
def running() -> Iterator[Centre]:
    with message_centre() as centre:
        yield centre


@pytest.fixture
def centre(running: Centre) -> Centre:
    running.order(mode="normal", clear=True)
    return running


@contextmanager
def bound(centre: Centre, *, timeout: float = 3) -> Iterator[Client]:
    client = Client("127.0.0.1", centre.smpp_port, timeout=timeout, allow_unknown_opt_params=True)
    client.connect()
    try:
        client.bind_transceiver(system_id="test", password="secret")
        yield client
    finally:
        client.disconnect()


def submit(client: Client, text: str, *, coding: int = smpp.UCS2, receipt: bool = False) -> list[Any]:
    """Send every part; answer what was said to them, and the receipts that came in between."""
    heard: list[Any] = []

    def hear(pdu: Any) -> None:
        heard.append(pdu)

    client.set_message_sent_handler(hear)
    client.set_message_received_handler(hear)
    parts, coding, esm_class = gsm.make_parts(text, encoding=coding)
    for part in parts:
        client.send_message(
            source_addr="Guitai",
            destination_addr="886912345678",
            short_message=part,
            data_coding=coding,
            esm_class=esm_class,
            registered_delivery=receipt,
        )
        client.read_once(auto_send_enquire_link=False)
    return heard


def test_a_text_arrives_with_its_words_for_the_number_as_people_dial_it(centre: Centre) -> None:
    with bound(centre) as client:
        submit(client, "確認碼 𠮷 123456")
        client.unbind()

    (text,) = centre.messages()
    assert (text["to"], text["text"], text["parts"]) == ("0912345678", "確認碼 𠮷 123456", 1)
    assert "確認碼 𠮷 123456" in centre.get("/")


def test_a_long_text_is_put_together_from_its_parts(centre: Centre) -> None:
    with bound(centre) as client:
        submit(client, LONG)

    (text,) = centre.messages()
    assert text["text"] == LONG
    assert text["parts"] > 1


def test_the_old_alphabet_of_telephones_is_read(centre: Centre) -> None:
    with bound(centre) as client:
        submit(client, "Code: 12@[€]", coding=0)

    assert centre.messages()[0]["text"] == "Code: 12@[€]"


@pytest.mark.parametrize(("mode", "state"), [("normal", b"DELIVRD"), ("undeliverable", b"UNDELIV")])
def test_who_asks_for_a_receipt_gets_one(centre: Centre, mode: str, state: bytes) -> None:
    centre.order(mode=mode)
    with bound(centre) as client:
        heard = submit(client, "hi", receipt=True)
        client.read_once(auto_send_enquire_link=False)
        client.unbind()

    said, receipt = heard
    assert b"id:" + said.message_id.rstrip(b"\0") + b" " in receipt.short_message
    assert b"stat:" + state in receipt.short_message
    assert receipt.esm_class == smpp.IS_RECEIPT


def test_it_answers_whoever_asks_whether_it_is_there(centre: Centre) -> None:
    with bound(centre) as client:
        client.send_pdu(make_pdu("enquire_link", client=client))
        assert client.read_pdu().command == "enquire_link_resp"


@pytest.mark.parametrize(("mode", "code"), [("refuse", smpp.INVALID_DESTINATION), ("busy", smpp.THROTTLED)])
def test_it_refuses_when_told(centre: Centre, mode: str, code: int) -> None:
    centre.order(mode=mode)
    with bound(centre) as client, pytest.raises(PDUError) as refusal:
        submit(client, "hi")

    assert refusal.value.args[1] == code
    assert centre.messages() == []


def test_it_lets_nobody_in_when_told(centre: Centre) -> None:
    centre.order(mode="refuse_bind")

    with pytest.raises(PDUError), bound(centre):
        pass


def test_it_takes_the_text_and_breaks_the_connection_when_told(centre: Centre) -> None:
    centre.order(mode="drop")
    with bound(centre) as client, pytest.raises((Broken, OSError)):
        submit(client, "hi")

    assert len(centre.messages()) == 1


def test_it_takes_the_text_and_says_nothing_when_told(centre: Centre) -> None:
    centre.order(mode="lose")
    with bound(centre, timeout=0.2) as client, pytest.raises(TimeoutError):
        submit(client, "hi")

    assert len(centre.messages()) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        struct.pack(">LLLL", 2**32 - 1, 4, 0, 1),
        struct.pack(">LLLL", 3, 4, 0, 1),
        smpp.Pdu(smpp.BIND_TRANSCEIVER, 1, b"no end").wire(),
        smpp.Pdu(0x4711, 1).wire(),
        smpp.Pdu(smpp.SUBMIT_SM, 1, b"\0" * 17 + b"\x05\x05\x00\x03\x01\x00").wire(),
        smpp.Pdu(smpp.BIND_TRANSCEIVER, 1, b"a\0b\0").wire()
        + smpp.Pdu(smpp.SUBMIT_SM, 2, b"\0\0\0a\0\0\0b\0\x40" + b"\0" * 8 + b"\x01\x05").wire(),
    ],
    ids=["another protocol", "huge", "too short", "no end of a field", "unknown command", "not bound", "broken parts"],
)
def test_it_survives_hostile_clients(centre: Centre, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", centre.smpp_port), timeout=3) as line:
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        while line.recv(1024):
            pass
    with bound(centre) as client:
        submit(client, "still alive")

    assert [text["text"] for text in centre.messages()] == ["still alive"]


def test_markup_in_a_text_is_shown_and_never_run(centre: Centre) -> None:
    with bound(centre) as client:
        submit(client, "<script>alert(1)</script>")

    assert "<script>" not in centre.get("/")


def test_a_form_of_another_page_cannot_give_orders(centre: Centre) -> None:
    request = Request(centre.http + "/_control", data=b'{"mode": "refuse"}', headers={"Content-Type": "text/plain"})

    with pytest.raises(OSError, match="415"):
        urlopen(request, timeout=5)
