"""Stored files: the row that knows them. The bytes lie encrypted in a blob named by the row's id."""

from django.db import models
from django.db.models import Q


class StoredFile(models.Model):
    """One attachment: stored by its owner, and held by a case once that case is sent."""

    id = models.UUIDField(primary_key=True)
    owner = models.CharField(max_length=200, db_index=True)
    holder = models.CharField(max_length=200, blank=True, default="", db_index=True)
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=50)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    wrapped_key = models.BinaryField()
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "files_stored_file"
        constraints = [
            models.CheckConstraint(
                condition=Q(holder="", claimed_at__isnull=True) | (~Q(holder="") & Q(claimed_at__isnull=False)),
                name="files_holder_and_time_together",
            ),
            models.CheckConstraint(
                condition=Q(media_type__in=["image/jpeg", "image/png", "application/pdf"]), name="files_accepted_kinds"
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(claimed_at__isnull=True), name="files_unclaimed_since")
        ]

    def __str__(self) -> str:
        return str(self.id)
