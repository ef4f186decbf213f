"""Lock-out by name and by address: five failures, fifteen minutes (附表十)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from guitai.accounts.models import SignInLock
from guitai.audit import actions as audit
from guitai.core import encryption

KEY_PURPOSE = "sign-in-lock"


def sign_in_keys(email: str, address: str) -> dict[bytes, int]:
    """Answer the locks of an attempt and how many failures each bears; unknown names are locked like known ones."""
    return {
        _key("name:" + email.strip().casefold()): settings.LOCK_AFTER_FAILURES,
        _key("address:" + address): settings.LOCK_ADDRESS_AFTER_FAILURES,
    }


def code_keys(account_ref: str, number: str) -> dict[bytes, int]:
    """Answer the locks of an attempt to enter a code: of the account, and of the number it tries."""
    limit = settings.LOCK_AFTER_FAILURES
    return {_key("code-account:" + account_ref): limit, _key("code-number:" + number): 2 * limit}


@transaction.atomic
def reserve(keys: dict[bytes, int], *, now: datetime) -> bool:
    """Count the attempt before it is made, so that fifty at once are five; False when locked."""
    rows = [_row(key, now) for key in sorted(keys)]
    if any(row.locked_until and now < row.locked_until for row in rows):
        return False
    for row in rows:
        _count(row, keys[bytes(row.key)], now)
    return True


@transaction.atomic
def release(keys: dict[bytes, int]) -> None:
    """Take the attempt back, because it succeeded; other failures of a shared address stay counted."""
    for key, limit in sorted(keys.items()):
        row = SignInLock.objects.select_for_update().filter(key=key).first()
        if row is None:
            continue
        if limit == settings.LOCK_AFTER_FAILURES:
            row.delete()
            continue
        row.failures = max(0, row.failures - 1)
        row.locked_until = None if row.failures < limit else row.locked_until
        row.save()


@transaction.atomic
def sweep_locks(*, now: datetime) -> int:
    """Failures that lock nobody any more are forgotten; answers how many."""
    done = SignInLock.objects.filter(first_at__lt=now - 2 * timedelta(minutes=settings.LOCK_MINUTES))
    return done.exclude(locked_until__gt=now).delete()[0]


def _key(text: str) -> bytes:
    return encryption.blind_index(text, purpose=KEY_PURPOSE)


def _row(key: bytes, now: datetime) -> SignInLock:
    SignInLock.objects.bulk_create([SignInLock(key=key, first_at=now)], ignore_conflicts=True)
    return SignInLock.objects.select_for_update().get(key=key)


def _count(row: SignInLock, limit: int, now: datetime) -> None:
    window = timedelta(minutes=settings.LOCK_MINUTES)
    if row.locked_until or now - row.first_at > window:
        row.failures, row.first_at, row.locked_until = 0, now, None
    row.failures += 1
    if row.failures >= limit:
        row.locked_until = now + window
        audit.record("accounts.sign_in_locked", actor="visitor", thing=f"lock:{row.pk}", now=now)
    row.save()
