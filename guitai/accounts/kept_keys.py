"""The database keeps a digest of each session's key: whoever reads a stolen copy cannot take a session over.

The key itself, 32 signs by chance, is only in the browser's cookie. Django's table and allauth's list of sessions are
asked by either: a plain text is a key and is hashed first, what came out of the database is a digest already.
"""

import hashlib
from base64 import urlsafe_b64encode
from typing import Any

from allauth.core import context
from django.apps import apps
from django.db import models

LONGEST = 40  # what both tables have room for: 240 of the 256 bits
TABLES = (("sessions", "Session"), ("usersessions", "UserSession"))


class Kept(str):
    """A digest as it stands in the database; never what a browser sent."""

    __slots__ = ()


def kept(key: str) -> Kept:
    """Answer what the database keeps of this key; of a digest, the digest."""
    if isinstance(key, Kept):
        return key
    return Kept(urlsafe_b64encode(hashlib.sha256(key.encode(errors="replace")).digest())[:LONGEST].decode())


class KeptKey(models.CharField):  # type: ignore[type-arg]  # Django has no parameters at run time
    """A column of digests that is asked by keys; to migrations it is the library's own column."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else kept(value)

    def from_db_value(self, value: str | None, *_asked: object) -> Kept | None:
        return None if value is None else Kept(value)

    def deconstruct(self) -> Any:
        name, _path, arguments, named = super().deconstruct()
        return name, "django.db.models.CharField", arguments, named


def is_current(session: Any) -> bool:
    """Tell whether this row of allauth's list is the session of the request."""
    key = context.request.session.session_key
    return bool(key) and kept(session.session_key) == kept(key)


def keep_digests_only() -> None:
    """From now on no key of a session reaches the database."""
    for label, name in TABLES:
        apps.get_model(label, name)._meta.get_field("session_key").__class__ = KeptKey
    apps.get_model("usersessions", "UserSession").is_current = is_current  # theirs compares plain keys
