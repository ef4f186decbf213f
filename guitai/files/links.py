"""A link to one file for one reader: signed, good for a minute and for one time, at an address that has no cookies."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from guitai.core import reading as reading_now
from guitai.files.models import UsedLink
from guitai.files.terms import FileView, LinkRefused

SALT = "guitai.files.link"
GOOD_FOR = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Pass:
    """Who may have which file, as what it was shown; names and contents are not in it."""

    ref: str
    holder: str
    actor: str
    reading: str  # the record under which the look was written down
    once: str


def address(described: FileView, *, actor: str, reading: str = "") -> str:
    """Answer where this reader gets the file within the next minute."""
    reading_now.opened(described.owner)  # the file leaves from another origin: the look is recorded with this answer
    given = Pass(described.ref, described.holder, actor, reading, secrets.token_urlsafe(18))
    return f"{settings.FILES_URL}/{signing.dumps(asdict(given), salt=SALT)}"


def read(token: str) -> Pass:
    """Answer what the link says, if it is ours, fresh, and its reader may still have the file; else LinkRefused."""
    try:
        said = Pass(**signing.loads(token, salt=SALT, max_age=GOOD_FOR))
    except (signing.BadSignature, TypeError) as wrong:
        raise LinkRefused(str(wrong)) from wrong
    kind, _colon, key = said.holder.partition(":")
    gate = settings.FILES_GATES.get(kind)
    if gate is None or not import_string(gate)(key, said.actor):
        raise LinkRefused(f"{said.actor} may not have it any more")
    return said


def use(said: Pass, *, now: datetime) -> None:
    """The link is used up; raises LinkRefused where it was before, also at the same moment."""
    try:
        with transaction.atomic():
            UsedLink.objects.create(once=said.once, used_at=now)
    except IntegrityError as again:
        raise LinkRefused("used before") from again


def forget(now: datetime) -> int:
    """Links that are long over are not remembered; answer how many."""
    return UsedLink.objects.filter(used_at__lt=now - FORGOTTEN_AFTER).delete()[0]
