"""Events, and for each event one delivery for each subscriber."""

from django.db import models
from django.db.models import Q


class EventRow(models.Model):
    """Something that happened, written in the transaction in which it happened."""

    id = models.UUIDField(primary_key=True)
    topic = models.CharField(max_length=100)
    thing = models.CharField(max_length=200)
    data = models.JSONField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "outbox_event"

    def __str__(self) -> str:
        return f"{self.topic} {self.thing}"


class Delivery(models.Model):
    """One subscriber's share of an event: waiting, done, or dead."""

    event = models.ForeignKey(EventRow, models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=200)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True, default="")
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="outbox_delivery_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(dead_at__isnull=True), name="outbox_delivery_one_end"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], name="outbox_delivery_waiting", condition=Q(done_at__isnull=True, dead_at__isnull=True)
            ),
            models.Index(fields=["dead_at"], name="outbox_delivery_dead", condition=Q(dead_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.subscriber}"
