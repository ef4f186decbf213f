"""Reads a mail that may be hostile: bounded in size, depth and time, and never trusted."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from functools import cached_property

MOST_HEADERS = 200
MOST_PARTS = 50
LONGEST_HEADER = 2_000
LONGEST_BODY = 200_000
UNREADABLE = "（這封信的格式無法讀取，以下是原文的開頭）"


@dataclass(frozen=True)
class Reading:
    """What is shown of a mail; everything in it is text of a stranger."""

    headers: tuple[tuple[str, str], ...]
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Mail:
    number: int
    sender: str
    recipients: tuple[str, ...]
    received_at: datetime
    raw: bytes

    @cached_property
    def reading(self) -> Reading:
        return read(self.raw)


def read(raw: bytes) -> Reading:
    """Answer what can be shown; a mail that cannot be read is shown as its beginning, in text."""
    try:
        message = message_from_bytes(raw)
        headers = tuple((name, _header(value)) for name, value in message.items()[:MOST_HEADERS])
        bodies = _bodies(message)
    except (RecursionError, MessageError, ValueError, LookupError, TypeError, AttributeError):
        start = raw[:LONGEST_HEADER].decode("utf-8", "replace")
        return Reading(headers=(), subject="", text=f"{UNREADABLE}\n\n{start}", html="")
    subject = next((value for name, value in headers if name.lower() == "subject"), "")
    return Reading(headers=headers, subject=subject, text=bodies["text/plain"], html=bodies["text/html"])


def _header(value: object) -> str:
    raw = str(value)[:LONGEST_HEADER]
    try:
        return str(make_header(decode_header(raw)))
    except (MessageError, ValueError, LookupError):
        return raw


def _bodies(message: Message) -> dict[str, str]:
    """Answer the first plain and the first HTML part among the first parts."""
    found = {"text/plain": "", "text/html": ""}
    for at, part in enumerate(message.walk()):
        if at >= MOST_PARTS:
            break
        kind = part.get_content_type()
        payload = part.get_payload(decode=True) if not part.is_multipart() else None
        if isinstance(payload, bytes) and kind in found and not found[kind]:
            found[kind] = payload[:LONGEST_BODY].decode(_charset(part), "replace")
    return found


def _charset(part: Message) -> str:
    name = part.get_content_charset() or "utf-8"
    try:
        "".encode(name)
    except LookupError:
        return "utf-8"
    return name
