"""Move the clock of the demo."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from guitai.core import clock
from guitai.core.models import ClockShift
from guitai.core.terms import ClockFixed


def move_clock(by: timedelta) -> datetime:
    """Move the clock of all processes on by so much; answer the new time. They follow within a second."""
    return _set(clock.shift() + by)


def reset_clock() -> datetime:
    """Let the clock show the real time again."""
    return _set(clock.NOT_MOVED)


def _set(by: timedelta) -> datetime:
    if not settings.CLOCK_MOVABLE:
        raise ClockFixed(_("The clock can be moved in the demo only."))
    ClockShift.objects.update_or_create(id=1, defaults={"by": by})
    clock.shift.forget()
    return clock.now()
