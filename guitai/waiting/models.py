"""How each room is run, as administrators set it; the room's process keeps a copy of its own."""

from django.db import models
from django.db.models import Q


class WaitingRoom(models.Model):
    """The room before one service."""

    service_key = models.SlugField(primary_key=True, max_length=100)
    opens_at = models.DateTimeField()
    per_minute = models.PositiveIntegerField()
    is_closed = models.BooleanField(default=False)
    title = models.CharField(max_length=200, blank=True, default="")
    title_en = models.CharField(max_length=200, blank=True, default="")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(per_minute__gte=1), name="waiting_room_lets_in")]

    def __str__(self) -> str:
        return f"waiting:{self.service_key}"
