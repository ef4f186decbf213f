"""Drafts: what somebody has answered so far, encrypted, until it is sent, discarded or forgotten."""

import uuid

from django.db import models
from django.db.models import Q

from guitai.core.fields import EncryptedField
from guitai.core.keys.terms import Scope


class Draft(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=200)
    form_key = models.CharField(max_length=60)
    form_version = models.CharField(max_length=100)
    answers = EncryptedField(purpose="eforms.draft", whose="owner", scope=Scope.OWN)
    # page -> what was typed there and is not right yet
    pending = EncryptedField(purpose="eforms.draft.pending", whose="owner", scope=Scope.OWN)
    # what registers said: see sources.py
    known = EncryptedField(purpose="eforms.draft.known", whose="owner", scope=Scope.OWN)
    files = models.JSONField(default=list)  # references of all files added to this draft
    revision = models.PositiveIntegerField(default=0)
    page_revisions = models.JSONField(default=dict)  # page -> revision at which it was last saved
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "form_key", "form_version"], name="eforms_draft_one_of_each"),
            models.CheckConstraint(condition=~Q(owner=""), name="eforms_draft_has_owner"),
            models.CheckConstraint(condition=Q(updated_at__gte=models.F("created_at")), name="eforms_draft_times"),
        ]
        indexes = [
            models.Index(fields=["updated_at"], name="eforms_draft_last_touched"),
        ]

    def __str__(self) -> str:
        return f"{self.form_key} {self.id}"
