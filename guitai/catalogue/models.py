"""Published editions: immutable, numbered, with the texts they were read from."""

from django.db import models


class Edition(models.Model):
    """One published state of a service folder; a case names the one it belongs to."""

    key = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    files = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="catalogue_edition_number")]
