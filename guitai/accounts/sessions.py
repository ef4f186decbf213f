"""Sessions in the database, by one statement each, composed once: every request of somebody signed in needs them."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.utils import timezone

from guitai.accounts.kept_keys import kept

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
KEEP = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"


class SessionStore(db.SessionStore):
    """A session that exists is written in place; whoever signed out meanwhile stays signed out."""

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(READ, [kept(self.session_key or ""), timezone.now()])  # noqa: TID251 - they expire by this one
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def save(self, must_create: bool = False) -> None:
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        row = self.create_model_instance(dict(self.items()))
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [row.session_data, row.expire_date, kept(row.pk)])
            if not cursor.rowcount:
                raise UpdateError
