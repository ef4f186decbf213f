"""Hands one mail to the next server and tells its fate: taken, refused, to be tried later, or unknown.

smtplib raises one error for a connection lost before and after the mail was handed over. The difference decides
whether a repetition may tell somebody twice, so DATA is spoken here step by step.
"""

import re
import smtplib
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from socket import socket
from typing import Self

from django.conf import settings

from guitai.core.outgoing import sockets
from guitai.notices.terms import Fate, NoticeContent, Outcome
from guitai.notices.words import html, one_line, plain

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
TIMEOUT_SECONDS = 20
GO_AHEAD, TAKEN, FORWARDED = 354, 250, 251
PERMANENT = range(500, 600)
LEADING_DOT = re.compile(rb"(?m)^\.")


class Line(smtplib.SMTP):
    """A connection to the next server by our own guarded socket; with GUITAI_SMTP_TLS it is TLS from the start."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket:  # the library's one place to connect
        opened = sockets.connect_tls if settings.EMAIL_USE_SSL else sockets.connect
        return opened(host, port, timeout=timeout)


def build(content: NoticeContent, *, email: str, name: str, sender_name: str, message_id: str) -> EmailMessage:
    """Answer the mail: plain text and its HTML twin, in base64, so that no line of them can end the mail."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["Subject"] = one_line(content.subject)
    mail["From"] = Address(one_line(sender_name), addr_spec=parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    mail["To"] = Address(one_line(name), addr_spec=email)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: other machines do not answer
    mail["Content-Language"] = {"zh": "zh-Hant", "en": "en"}[content.language]
    mail.set_content(plain(content), cte="base64")
    mail.add_alternative(html(content), subtype="html", cte="base64")
    return mail


def is_address(email: str) -> bool:
    return bool(ADDRESS.fullmatch(email)) and ".." not in email


class Round:
    """Mails handed over one after another: on one connection while all goes well, after trouble on a new one."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_trouble: object) -> None:
        if self._server is not None:
            _hang_up(self._server)
            self._server = None

    def hand_over(self, mail: EmailMessage, *, to: str) -> Outcome:
        """Give the mail to the configured server; every way this can end has its own fate."""
        try:
            self._server = self._server or _connect()
        except (OSError, smtplib.SMTPException) as problem:
            return Outcome(Fate.LATER, _reason(problem))
        outcome = _speak(self._server, mail, to)
        if outcome.fate is not Fate.TAKEN:
            self.__exit__()
        return outcome


def hand_over(mail: EmailMessage, *, to: str) -> Outcome:
    """Give one mail to the configured server, on a connection of its own."""
    with Round() as line:
        return line.hand_over(mail, to=to)


def _connect() -> smtplib.SMTP:
    server = Line(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=_timeout())
    if settings.EMAIL_USE_TLS:
        server.starttls(context=sockets.tls())
    if settings.EMAIL_HOST_USER:
        server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    return server


def _speak(server: smtplib.SMTP, mail: EmailMessage, to: str) -> Outcome:
    try:
        server.ehlo_or_helo_if_needed()
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        if (code := server.mail(sender)[0]) != TAKEN:
            return Outcome(Fate.LATER, str(code))  # our own address is refused: not the reader's fault
        if (code := server.rcpt(to)[0]) not in {TAKEN, FORWARDED}:
            return _not_taken(code)
        if (code := server.docmd("DATA")[0]) != GO_AHEAD:
            return _not_taken(code)
    except (OSError, smtplib.SMTPException) as problem:
        return Outcome(Fate.LATER, _reason(problem))
    return _send_body(server, mail)


def _send_body(server: smtplib.SMTP, mail: EmailMessage) -> Outcome:
    """From here on the server may have the whole mail although we never hear so."""
    body = LEADING_DOT.sub(b"..", mail.as_bytes())
    try:
        server.send(body.rstrip(b"\r\n") + b"\r\n.\r\n")
        code = server.getreply()[0]
    except (OSError, smtplib.SMTPException) as problem:
        return Outcome(Fate.UNKNOWN, _reason(problem))
    return Outcome(Fate.TAKEN) if code == TAKEN else _not_taken(code)


def _not_taken(code: int) -> Outcome:
    return Outcome(Fate.REFUSED if code in PERMANENT else Fate.LATER, str(code))


def _reason(problem: Exception) -> str:
    code = getattr(problem, "smtp_code", None)
    return str(code) if code else type(problem).__name__


def _timeout() -> float:
    return float(settings.EMAIL_TIMEOUT or TIMEOUT_SECONDS)


def _hang_up(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()
