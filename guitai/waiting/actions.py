"""Administrators open, change and close rooms; the room's process is told at once, and again every minute."""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from guitai.audit import actions as audit
from guitai.core import encryption
from guitai.core.outgoing import addresses, http
from guitai.core.outgoing.terms import Limits, NothingCame
from guitai.waiting import room
from guitai.waiting.models import WaitingRoom
from guitai.waiting.queries import opening_of
from guitai.waiting.terms import Opening

PURPOSE = "waiting-room"
SOON = Limits.within(2.0)
OK = 200


@dataclass(frozen=True)
class Length:
    """How long a line is."""

    waiting: int
    given: int
    admitted: int
    resting: bool


def key() -> bytes:
    """Answer the key that room and application share."""
    return encryption.derived_key(PURPOSE)


@transaction.atomic
def set_room(opening: Opening, *, actor: str, now: datetime) -> None:
    """The room is run this way from now on."""
    values = {"opens_at": opening.opens_at, "per_minute": opening.per_minute, "is_closed": opening.is_closed}
    titles = {"title": opening.title, "title_en": opening.title_en}
    found, _is_new = WaitingRoom.objects.update_or_create(
        service_key=opening.service, defaults={**values, **titles, "changed_at": now}
    )
    detail = {**values, "opens_at": opening.opens_at.isoformat()}
    audit.record("waiting.set", actor=actor, thing=str(found), detail=detail, now=now)
    transaction.on_commit(lambda: tell(opening))


def tell(opening: Opening) -> Length | None:
    """The room knows how it is run; answer how long its line is, None where the room does not answer."""
    if not settings.WAITING_ORDERS_URL:
        return None
    body, at = room.order(opening), str(int(time.time()))
    url = f"{settings.WAITING_ORDERS_URL}/rooms/{opening.service}"
    headers = {room.SIGNED: room.sign_order(body, at, key()), room.SIGNED_AT: at, "content-type": "application/json"}
    home = addresses.is_home(urlsplit(url).hostname or "")
    try:
        answer = http.post(url, headers=headers, body=body, loopback=home, limits=SOON)
    except NothingCame:
        return None
    return Length(**json.loads(answer.body)) if answer.status == OK else None


def tell_all() -> None:
    """Every room runs as it was set, also one that began anew with an empty folder."""
    for found in WaitingRoom.objects.order_by("service_key"):
        tell(opening_of(found))
