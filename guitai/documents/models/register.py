"""Registers of running numbers."""

from django.db import models


class NumberRegister(models.Model):
    """One running number for each agency, 字 and ROC year; its row is locked while a number is given."""

    agency_code = models.CharField(max_length=20)
    word = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency_code", "word", "year"], name="documents_one_register_a_year"),
        ]
