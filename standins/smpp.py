"""SMPP 3.4 as a message centre reads and writes it: frames, the fields of submit_sm, parts of one text, receipts."""

import struct
from dataclasses import dataclass, field
from datetime import datetime

from smpplib.gsm import GSM_CHARACTER_TABLE

HEADER = struct.Struct(">LLLL")  # length, command, status, sequence
LONGEST = 4_096
RESPONSE = 0x80000000
GENERIC_NACK = 0x80000000
BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER = 0x1, 0x2, 0x9
BINDS = frozenset({BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER})
SUBMIT_SM, DELIVER_SM, UNBIND, ENQUIRE_LINK = 0x4, 0x5, 0x6, 0x15
OK, INVALID_COMMAND, WRONG_STATE, SYSTEM_ERROR = 0x0, 0x3, 0x4, 0x8
INVALID_LENGTH, INVALID_DESTINATION, BIND_FAILED, INVALID_PASSWORD, THROTTLED = 0x2, 0xB, 0xD, 0xE, 0x58
UCS2, LATIN1 = 8, 3
HAS_HEADER = 0x40  # esm_class: the text begins with a user data header
IS_RECEIPT = 0x04
INTERNATIONAL, ISDN = 1, 1
ESCAPE = 0x1B


class Malformed(Exception):
    """These bytes are no PDU."""


@dataclass(frozen=True)
class Pdu:
    command: int
    sequence: int
    body: bytes = b""
    status: int = OK

    def wire(self) -> bytes:
        return HEADER.pack(HEADER.size + len(self.body), self.command, self.status, self.sequence) + self.body

    def answer(self, body: bytes = b"", status: int = OK) -> "Pdu":
        return Pdu(self.command | RESPONSE, self.sequence, body, status)


@dataclass(frozen=True)
class Part:
    """One submit_sm; a text that fits into one part is part 1 of 1."""

    sender: str
    to: str
    text: bytes = field(repr=False)
    coding: int
    wants_receipt: bool
    reference: int = 0
    total: int = 1
    place: int = 1

    @property
    def whole(self) -> tuple[str, str, int, int]:
        """Answer what parts of the same text share."""
        return self.sender, self.to, self.reference, self.total


class Reader:
    """Takes field after field from a body."""

    def __init__(self, body: bytes) -> None:
        self._body, self._at = body, 0

    def octets(self, count: int) -> bytes:
        found = self._body[self._at : self._at + count]
        if len(found) < count:
            raise Malformed
        self._at += count
        return found

    def number(self) -> int:
        return self.octets(1)[0]

    def words(self) -> str:
        end = self._body.find(b"\0", self._at)
        if end < 0:
            raise Malformed
        found = self._body[self._at : end]
        self._at = end + 1
        return found.decode("latin-1")


def bound_as(body: bytes) -> tuple[str, str]:
    """Answer the name and the password of a bind."""
    reader = Reader(body)
    return reader.words(), reader.words()


def submitted(body: bytes) -> Part:
    """Answer what a submit_sm carries; a header of parts is taken off the text."""
    reader = Reader(body)
    reader.words()  # service type
    reader.octets(2)
    sender = reader.words()
    reader.octets(2)
    to = reader.words()
    esm_class = reader.number()
    reader.octets(2)  # protocol, priority
    reader.words()  # schedule
    reader.words()  # validity
    wants_receipt = bool(reader.number() & 1)
    reader.number()  # replace if present
    coding = reader.number()
    reader.number()  # canned message
    text = reader.octets(reader.number())
    reference, total, place = 0, 1, 1
    if esm_class & HAS_HEADER:
        (reference, total, place), text = _parts(text)
    return Part(sender, to, text, coding, wants_receipt, reference, total, place)


def _parts(text: bytes) -> tuple[tuple[int, int, int], bytes]:
    length = text[0] if text else 0
    header, rest = text[1 : 1 + length], text[1 + length :]
    if len(header) < length or length < 5 or header[:2] != b"\x00\x03":  # noqa: PLR2004 - 05 00 03 ref total place
        raise Malformed
    reference, total, place = header[2:5]
    if not 1 <= place <= total:
        raise Malformed
    return (reference, total, place), rest


def words(text: bytes, coding: int) -> str:
    """Answer the text, all its parts together: a character may begin in one part and end in the next."""
    if coding == UCS2:
        return text.decode("utf-16-be", "replace")
    return text.decode("latin-1") if coding == LATIN1 else _seven_bits(text)


def _seven_bits(text: bytes) -> str:
    found, shift = "", 0
    for each in text:
        if each == ESCAPE:
            shift = 128
            continue
        found += GSM_CHARACTER_TABLE[(each & 0x7F) + shift]
        shift = 0
    return found


def receipt(part: Part, *, message_id: str, state: str, now: datetime, sequence: int) -> Pdu:
    """Answer the deliver_sm that says what became of a message, in the form of appendix B."""
    delivered = "001" if state == "DELIVRD" else "000"
    day = f"{now:%y%m%d%H%M}"
    told = f"id:{message_id} sub:001 dlvrd:{delivered} submit date:{day} done date:{day} stat:{state} err:000 text:"
    ends = _address(part.to) + _address(part.sender)
    fixed = bytes([IS_RECEIPT, 0, 0]) + b"\0\0" + bytes([0, 0, 0, 0])
    short = told.encode("latin-1")
    return Pdu(DELIVER_SM, sequence, b"\0" + ends + fixed + bytes([len(short)]) + short)


def _address(number: str) -> bytes:
    return bytes([INTERNATIONAL, ISDN]) + number.encode("latin-1") + b"\0"
