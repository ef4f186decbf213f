"""The only place that looks at the clock. Everything else takes now= or today= as an argument.

Where settings.CLOCK_MOVABLE is set (the demo, never production) all processes follow the shift in the database.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from guitai.core.models import ClockShift

TAIPEI = ZoneInfo("Asia/Taipei")
SECONDS_REMEMBERED = 1.0
NOT_MOVED = timedelta(0)


class _Shift:
    """How far this process's clock is moved: by the block it is in, and by the demo."""

    def __init__(self) -> None:
        self.of_block = NOT_MOVED
        self._of_demo = NOT_MOVED
        self._read_at = -SECONDS_REMEMBERED

    def __call__(self) -> timedelta:
        return self.of_block + (self._demo() if settings.CLOCK_MOVABLE else NOT_MOVED)

    def forget(self) -> None:
        self._read_at = -SECONDS_REMEMBERED

    def _demo(self) -> timedelta:
        moment = time.monotonic()
        if moment - self._read_at >= SECONDS_REMEMBERED:
            self._of_demo = ClockShift.objects.values_list("by", flat=True).first() or NOT_MOVED
            self._read_at = moment
        return self._of_demo


shift = _Shift()


def now() -> datetime:
    """Answer the present moment in UTC, moved by the shift of the demo or the test."""
    return datetime.fromtimestamp(time.time(), UTC) + shift()


def today() -> date:
    """Answer the day in Taiwan."""
    return now().astimezone(TAIPEI).date()


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Move the clock of this process while the block runs."""
    before = shift.of_block
    shift.of_block = before + by
    try:
        yield
    finally:
        shift.of_block = before
