"""The only place that looks at the clock. Everything else takes now= or today= as an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")
_shift = timedelta(0)


def now() -> datetime:
    """Answer the present moment in UTC, moved by the shift of the demo or the test."""
    return datetime.now(UTC) + _shift  # noqa: TID251 - the one clock


def today() -> date:
    """Answer the day in Taiwan."""
    return now().astimezone(TAIPEI).date()


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Move the clock of this process while the block runs."""
    global _shift  # noqa: PLW0603 - one clock, one shift
    before = _shift
    _shift = before + by
    try:
        yield
    finally:
        _shift = before
