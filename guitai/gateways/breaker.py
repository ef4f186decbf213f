"""After five failures in a row a source is left alone for half a minute; then one question tries it again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from guitai.gateways.models import SourceHealth
from guitai.gateways.terms import Reason

OPENS_AFTER = 5
PAUSE = timedelta(seconds=30)
# A refusal proves that the source lives; the rest says that it is ill.
FAILURES = frozenset(Reason) - {Reason.REFUSED}


@transaction.atomic(durable=True)
def admits(source: str, *, now: datetime) -> bool:
    """Answer whether to ask; of all who wait for an open breaker exactly one is let through when the pause is over."""
    health, _ = SourceHealth.objects.get_or_create(source=source)
    if health.retry_at is None:
        return True
    waiting = SourceHealth.objects.filter(source=source, retry_at__lte=now)
    return waiting.update(retry_at=now + PAUSE) == 1


@transaction.atomic
def note(source: str, reason: Reason | None, *, now: datetime) -> None:
    """The source is known to have answered (None), or to have failed once more."""
    health = SourceHealth.objects.filter(source=source)
    if reason is None or reason not in FAILURES:
        health.exclude(failures=0, retry_at=None).update(failures=0, retry_at=None)
        return
    health.update(failures=F("failures") + 1)
    health.filter(failures__gte=OPENS_AFTER).update(retry_at=now + PAUSE)
