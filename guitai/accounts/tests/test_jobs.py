"""What is over is forgotten by itself, and doing it twice does no harm."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from guitai.accounts import jobs
from guitai.accounts.actions import locks
from guitai.accounts.kept_keys import kept
from guitai.accounts.models import SignInLock
from guitai.core import clock

pytestmark = pytest.mark.django_db


def test_old_failures_are_forgotten_and_fresh_ones_stay() -> None:
    now = clock.now()
    locks.reserve({b"old": 5}, now=now - timedelta(days=1))
    locks.reserve({b"fresh": 5}, now=now)

    jobs.sweep_locks(0)
    jobs.sweep_locks(0)

    assert [bytes(row.key) for row in SignInLock.objects.all()] == [b"fresh"]


def test_sessions_that_are_over_are_deleted_and_others_stay() -> None:
    over, open_one = SessionStore(), SessionStore()
    over.set_expiry(-1)
    over.create()
    open_one.create()

    jobs.clear_sessions(0)
    jobs.clear_sessions(0)

    assert [row.session_key for row in Session.objects.all()] == [kept(str(open_one.session_key))]
