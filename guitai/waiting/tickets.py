"""Tickets and passes: short texts that only we can have written, so that the room need not remember anybody.

``service.number.seconds.signature``, HMAC-SHA-256 under a key of its own; a ticket is never good as a pass.
"""

import hmac
from dataclasses import astuple
from hashlib import sha256

from guitai.waiting.terms import NotOurs, Ticket

TICKET, PASS, ADMITTED, STARTED = "ticket", "pass", "admitted", "started"
TICKET_LASTS, PASS_LASTS, STARTED_LASTS = 24 * 3600, 15 * 60, 12 * 3600
LASTS = {TICKET: TICKET_LASTS, PASS: PASS_LASTS, ADMITTED: PASS_LASTS, STARTED: STARTED_LASTS}
LONGEST = 200


def write(ticket: Ticket, *, kind: str, key: bytes) -> str:
    said = ".".join(map(str, astuple(ticket)))
    return f"{said}.{_signature(said, kind, key)}"


def read(text: str, *, kind: str, key: bytes, now: float) -> Ticket:
    """Answer the ticket of that kind; raises NotOurs for any other text, and for one whose time is over."""
    said, _dot, signature = text[:LONGEST].rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(said, kind, key).encode()):
        raise NotOurs(kind)
    service, number, given_at = said.split(".")
    ticket = Ticket(service, int(number), int(given_at))
    if now - ticket.given_at > LASTS[kind]:
        raise NotOurs(kind)
    return ticket


def _signature(said: str, kind: str, key: bytes) -> str:
    return hmac.new(key, f"waiting-{kind}\n{said}".encode(), sha256).hexdigest()[:40]
