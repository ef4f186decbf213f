"""Hands one text message to the message centre by SMPP 3.4 and tells its fate.

A text longer than 70 characters goes in parts; once one part was taken, nothing that happens later may be repeated.
Receipts are not asked for: taken by the centre is to a text what taken by the next server is to a mail.
"""

import contextlib
import logging
import secrets
import struct
import time
from dataclasses import dataclass

from django.conf import settings
from smpplib import consts, exceptions
from smpplib.client import Client
from smpplib.command import Command

from guitai.core.outgoing import sockets
from guitai.notices.terms import Fate, Outcome

MOST_PARTS = 255
PASSWORD_LENGTH = 8  # SMPP 3.4 has no room for more
NUMBER_REFUSED = frozenset({consts.SMPP_ESME_RINVDSTADR, consts.SMPP_ESME_RINVDSTTON, consts.SMPP_ESME_RINVDSTNPI})
OF_THE_LIBRARY = (exceptions.ConnectionError, exceptions.PDUError, exceptions.UnknownCommandError)
BROKEN: tuple[type[Exception], ...] = (OSError, struct.error, ValueError, IndexError, *OF_THE_LIBRARY)
SILENT = "silent"
TAIWAN = "886"

logging.getLogger("guitai.smpp").setLevel(logging.CRITICAL)  # the library writes whole messages into its log


class Line(Client):  # type: ignore[misc]  # the library has no types
    """A connection to the centre by our own guarded socket: the library checks neither address nor certificate."""

    def connect(self) -> None:
        opened = sockets.connect_tls if settings.SMS_TLS else sockets.connect
        self._socket = opened(self.host, self.port, timeout=self.timeout)
        self.state = consts.SMPP_CLIENT_STATE_OPEN


@dataclass
class Answers:
    """What the centre said to our parts, by their number in the conversation."""

    by_sequence: dict[int, int]

    def note(self, pdu: Command) -> None:
        self.by_sequence[pdu.sequence] = pdu.status


def hand_over(text: str, *, to: str) -> Outcome:
    """Give the text to the configured centre; every way this can end has its own fate."""
    answers = Answers({})
    line = Line(
        settings.SMS_HOST,
        settings.SMS_PORT,
        timeout=settings.SMS_TIMEOUT,
        logger_name="guitai.smpp",
        allow_unknown_opt_params=True,
    )
    line.set_message_sent_handler(answers.note)
    line.set_error_pdu_handler(answers.note)
    line.set_message_received_handler(lambda **_ignored: None)  # receipts of others, and answers of readers
    try:
        return _speak(line, answers, text, to)
    finally:
        _hang_up(line)


def parts_of(text: str) -> tuple[list[bytes], int, int]:
    """Answer the parts, their coding and class: always UCS-2, which every centre and every telephone reads alike."""
    encoded = text.encode("utf-16-be")
    if len(encoded) <= consts.UCS2_LENGTH:
        return [encoded], consts.SMPP_ENCODING_ISO10646, consts.SMPP_MSGTYPE_DEFAULT
    chunks, mark = _chunks(text), secrets.randbelow(256)
    parts = [bytes((5, 0, 3, mark, len(chunks), at)) + chunk for at, chunk in enumerate(chunks, start=1)]
    return parts, consts.SMPP_ENCODING_ISO10646, consts.SMPP_GSMFEAT_UDHI


def _chunks(text: str) -> list[bytes]:
    """Answer the text in pieces that fit behind the header of a part; a rare character is never cut in two."""
    chunks = [b""]
    for character in text:
        encoded = character.encode("utf-16-be")
        if len(chunks[-1]) + len(encoded) > consts.UCS2_PART_SIZE:
            chunks.append(b"")
        chunks[-1] += encoded
    if len(chunks) > MOST_PARTS:
        raise exceptions.MessageTooLong
    return chunks


def _speak(line: Line, answers: Answers, text: str, to: str) -> Outcome:
    try:
        line.connect()
        line.bind_transceiver(system_id=settings.SMS_USER, password=settings.SMS_PASSWORD[:PASSWORD_LENGTH])
    except BROKEN as problem:
        return Outcome(Fate.LATER, _reason(problem))
    parts, coding, esm_class = parts_of(text)
    for taken, part in enumerate(parts):
        try:
            sent = line.send_message(
                source_addr_ton=consts.SMPP_TON_UNK if settings.SMS_SENDER.isdigit() else consts.SMPP_TON_ALNUM,
                source_addr_npi=consts.SMPP_NPI_UNK,
                source_addr=settings.SMS_SENDER,
                dest_addr_ton=consts.SMPP_TON_INTL,
                dest_addr_npi=consts.SMPP_NPI_ISDN,
                destination_addr=TAIWAN + to.removeprefix("0"),
                short_message=part,
                data_coding=coding,
                esm_class=esm_class,
                registered_delivery=False,
            )
            status = _status_of(line, answers, sent.sequence)
        except BROKEN as problem:  # the centre may have the part although we never hear so
            return Outcome(Fate.UNKNOWN, _reason(problem))
        if status != consts.SMPP_ESME_ROK:
            return _not_taken(status, taken)
    return Outcome(Fate.TAKEN)


def _status_of(line: Line, answers: Answers, sequence: int) -> int:
    """Answer what the centre says to this part, and whatever else it says meanwhile is answered."""
    until = time.monotonic() + settings.SMS_TIMEOUT
    while sequence not in answers.by_sequence:
        if time.monotonic() > until:
            raise TimeoutError(SILENT)
        line.read_once(auto_send_enquire_link=False)
    return answers.by_sequence[sequence]


def _not_taken(status: int, taken: int) -> Outcome:
    """Half a text may be on its way: nobody can tell what the reader sees of it."""
    if taken:
        return Outcome(Fate.UNKNOWN, f"{status:#06x}")
    return Outcome(Fate.REFUSED if status in NUMBER_REFUSED else Fate.LATER, f"{status:#06x}")


def _reason(problem: Exception) -> str:
    """Answer a code: the centre's own where it gave one, never its words."""
    code = problem.args[1] if isinstance(problem, exceptions.PDUError) and len(problem.args) > 1 else None
    return f"{code:#06x}" if isinstance(code, int) else type(problem).__name__


def _hang_up(line: Line) -> None:
    """The centre was told goodbye, if it still listens."""
    with contextlib.suppress(*BROKEN):
        if line.state == consts.SMPP_CLIENT_STATE_BOUND_TRX:
            line.unbind()
    with contextlib.suppress(OSError):
        line.disconnect()
