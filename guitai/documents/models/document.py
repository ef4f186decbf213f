"""Issued documents."""

import uuid

from django.db import models
from django.db.models import Q

from guitai.core.fields import EncryptedField


class Document(models.Model):
    """An issued letter. Its number stays for ever, also when it is voided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    agency_code = models.CharField(max_length=20)
    word = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    addressee_ref = models.CharField(max_length=80, db_index=True)
    thing_ref = models.CharField(max_length=80, db_index=True)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    content: EncryptedField = EncryptedField(purpose="document-content", whose="addressee_ref", agency="agency_code")
    content_sha256 = models.CharField(max_length=64)
    missing_characters = models.CharField(max_length=400, blank=True)
    pdf_ref = models.CharField(max_length=80, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.CharField(max_length=80, blank=True)
    void_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency_code", "word", "year", "serial"], name="documents_a_number_is_given_once"
            ),
            models.CheckConstraint(condition=Q(serial__gt=0), name="documents_serial_begins_at_one"),
            models.CheckConstraint(
                condition=Q(rendered_at__isnull=True, pdf_ref="", pdf_sha256="")
                | (Q(rendered_at__isnull=False) & ~Q(pdf_ref="") & ~Q(pdf_sha256="")),
                name="documents_rendered_together",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_by="", void_reason="")
                | (Q(voided_at__isnull=False) & ~Q(voided_by="") & ~Q(void_reason="")),
                name="documents_voided_together",
            ),
        ]

    @property
    def ref(self) -> str:
        return f"document:{self.id}"

    @property
    def number(self) -> str:
        return f"{self.word}字第{self.year}{self.serial:07d}號"
