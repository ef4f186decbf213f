"""Locks count, end, and are forgotten."""

from datetime import timedelta

import pytest

from guitai.accounts import actions
from guitai.accounts.actions import locks
from guitai.accounts.models import SignInLock
from guitai.accounts.tests.people import NOW

pytestmark = pytest.mark.django_db
KEYS = ("Mei@Example.tw ", "192.0.2.1")


def fail(times: int, *, after: timedelta = timedelta(0)) -> list[bool]:
    return [locks.reserve(locks.sign_in_keys(*KEYS), now=NOW + after) for _nth in range(times)]


def test_the_sixth_try_is_refused_and_refused_tries_do_not_prolong_the_lock() -> None:
    assert fail(6) == [True] * 5 + [False]
    assert fail(1, after=timedelta(minutes=14, seconds=59)) == [False]
    assert fail(1, after=timedelta(minutes=15)) == [True]


def test_a_name_is_one_however_it_is_written() -> None:
    first, second = (locks.sign_in_keys(name, "192.0.2.1") for name in ("mei@example.tw", " MEI@EXAMPLE.TW"))

    assert first == second


def test_failures_spread_over_hours_lock_nobody() -> None:
    for hour in range(8):
        assert fail(1, after=timedelta(hours=hour)) == [True]


def test_a_name_is_not_readable_in_the_table() -> None:
    fail(1)

    assert all(b"mei" not in bytes(row.key) and len(bytes(row.key)) == 32 for row in SignInLock.objects.all())


def test_only_what_locks_nobody_is_forgotten() -> None:
    fail(5)

    assert actions.sweep_locks(now=NOW + timedelta(minutes=14)) == 0
    assert actions.sweep_locks(now=NOW + timedelta(minutes=31)) == 2
    assert not SignInLock.objects.exists()
