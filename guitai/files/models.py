"""Stored files: the row that knows them. The bytes lie encrypted in a blob named by the row's id."""

from django.db import models
from django.db.models import Q

from guitai.files.terms import Scan


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
    # Of what was sent; what we keep was redrawn.
    original_sha256 = models.CharField(max_length=64, blank=True, default="")
    scan = models.CharField(max_length=10, default=Scan.WAITING.value)
    scanned_at = models.DateTimeField(null=True)
    found = models.CharField(max_length=100, blank=True, default="")  # what the scanner calls it

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
            models.CheckConstraint(condition=Q(scan__in=[each.value for each in Scan]), name="files_known_scans"),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(scan="waiting"), name="files_not_looked_at"),
            models.Index(fields=["created_at"], condition=Q(claimed_at__isnull=True), name="files_unclaimed_since"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class UsedLink(models.Model):
    """A link by which a file was handed out: there is no second time."""

    once = models.CharField(primary_key=True, max_length=40)
    used_at = models.DateTimeField()

    class Meta:
        db_table = "files_used_link"

    def __str__(self) -> str:
        return self.once
