"""The demo's clock, moved by its administrator and on record like everything else."""

from datetime import timedelta

from django.db import transaction

from guitai.audit import actions as audit
from guitai.core import actions as core


@transaction.atomic
def move(days: int, *, actor: str) -> None:
    """All processes follow within a second; no days at all is the real time again. Raises ClockFixed in production."""
    now = core.move_clock(timedelta(days=days)) if days else core.reset_clock()
    audit.record("clock.move", actor=actor, thing="clock", detail={"days": days}, now=now)
