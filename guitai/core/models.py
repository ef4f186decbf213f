"""The row by which the demo moves the clock of all processes, the one that knows the master key again, and the keys."""

import uuid

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


class AgencyKey(models.Model):
    """The key above all keys of subjects at one agency, wrapped by a master key; a retired one wraps nothing new."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.CharField(max_length=20, blank=True)  # "" is the platform itself
    wrapped = models.BinaryField()
    master = models.PositiveSmallIntegerField()  # version of the master key
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "core_agency_key"
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(retired_at__isnull=True), name="core_agency_key_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"key of {self.agency or 'the platform'}"


class SubjectKey(models.Model):
    """The key that seals one subject's values at one agency; destroyed, its row stays and says when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=200, blank=True)  # "" is nobody's
    agency = models.CharField(max_length=20, blank=True)
    scope = models.CharField(max_length=10)  # core.keys.terms.Scope
    wrapped = models.BinaryField(null=True)
    agency_key = models.ForeignKey(AgencyKey, models.PROTECT)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "core_subject_key"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "agency", "scope"],
                condition=Q(wrapped__isnull=False),
                name="core_subject_key_one_lives",
            ),
            models.CheckConstraint(
                name="core_subject_key_destroyed",
                condition=Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | Q(wrapped__isnull=True, destroyed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["subject"], name="core_subject_key_of")]

    def __str__(self) -> str:
        return f"key of {self.subject or 'nobody'} at {self.agency or 'the platform'}"
