"""One row for each consent ever given; it is revoked, never changed or deleted."""

import uuid

from django.db import models
from django.db.models import Q


class Consent(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=80, db_index=True)  # whose data
    given_by = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    service = models.CharField(max_length=120)
    facts = models.JSONField()  # ["tax.work", …]: source and what it gives
    text = models.TextField()  # word for word what was on the page
    text_sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    until = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_revoked_when_and_by_whom",
                condition=Q(revoked_at=None, revoked_by="") | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            ),
            models.CheckConstraint(
                name="consent_says_everything",
                condition=~Q(subject="") & ~Q(given_by="") & ~Q(purpose="") & ~Q(service="") & ~Q(text=""),
            ),
            models.CheckConstraint(name="consent_names_facts", condition=~Q(facts=[])),
            models.CheckConstraint(name="consent_text_hash", condition=Q(text_sha256__regex="^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"consent:{self.pk}"
