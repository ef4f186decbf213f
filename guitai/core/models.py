"""The one row by which the demo moves the clock of all processes."""

from django.db import models
from django.db.models import Q


class ClockShift(models.Model):
    """How far the clock is moved from the real time."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    by = models.DurationField()

    class Meta:
        db_table = "core_clock_shift"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="core_clock_shift_one_row")]

    def __str__(self) -> str:
        return str(self.by)
