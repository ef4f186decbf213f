"""The row by which the demo moves the clock of all processes, and the one that knows the master key again."""

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


class KeyMark(models.Model):
    """What the master key makes of a fixed word: another key makes another mark, and the key cannot be read from it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mark = models.BinaryField(max_length=32)

    class Meta:
        db_table = "core_key_mark"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="core_key_mark_one_row")]

    def __str__(self) -> str:
        return "key mark"
