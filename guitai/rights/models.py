"""What somebody asked the office about her data, and the answer."""

import uuid

from django.db import models
from django.db.models import Q

from guitai.core.fields import EncryptedField
from guitai.rights.terms import Kind, Outcome


class DataRequest(models.Model):
    """One request of a person about her own data; answered once, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.CharField(max_length=80, db_index=True)
    asked_by = models.CharField(max_length=80)  # the account
    kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Kind])
    about = models.CharField(max_length=40, blank=True, default="")  # a case's number, "" for her own data
    agency_code = models.CharField(max_length=20)  # that answers
    words = EncryptedField(purpose="data-request", whose="person", agency="agency_code")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, default=Outcome.WAITING.value)
    answer = EncryptedField(purpose="data-request", whose="person", agency="agency_code", null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["agency_code", "outcome", "asked_at"], name="rights_waiting")]
        constraints = [
            models.CheckConstraint(
                name="rights_answered_paired",
                condition=Q(outcome="waiting", answered_at__isnull=True, answered_by="")
                | Q(outcome__in=["done", "refused"], answered_at__isnull=False) & ~Q(answered_by=""),
            ),
            models.CheckConstraint(name="rights_kind_known", condition=Q(kind__in=[each.value for each in Kind])),
        ]

    def __str__(self) -> str:
        return f"data_request:{self.pk}"
