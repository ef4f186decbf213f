"""Sessions in the database, kept by one statement: Django's own wraps it into a transaction."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError


class SessionStore(db.SessionStore):
    """A session that exists is written in place; whoever signed out meanwhile stays signed out."""

    def save(self, must_create: bool = False) -> None:
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        kept = self.create_model_instance(dict(self.items()))
        changed = self.model.objects.filter(pk=kept.pk).update(
            session_data=kept.session_data, expire_date=kept.expire_date
        )
        if not changed:
            raise UpdateError
