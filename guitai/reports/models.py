"""Summaries, and which steps are in them."""

from django.db import models

DIMENSIONS = ("day", "service_key", "office", "kind", "outcome", "channel", "filed_by", "days")


class Daily(models.Model):
    """How often something happened on one day; ``days`` are working days from submission to decision, -1 elsewhere."""

    day = models.DateField()
    service_key = models.CharField(max_length=80)
    office = models.CharField(max_length=20)  # the township the case lay with
    kind = models.CharField(max_length=20)  # cases.counting.Kind
    outcome = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=20)
    filed_by = models.CharField(max_length=20)  # consents.terms.Capacity
    days = models.SmallIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=DIMENSIONS, name="reports_daily_once")]
        indexes = [models.Index(fields=["service_key", "day"], name="reports_daily_service")]


class CountedStep(models.Model):
    """A step of a case that is in the summaries: however often it is told of, it counts once."""

    step = models.BigIntegerField(primary_key=True)
