"""Agencies, their units, and the posts in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from guitai.accounts.terms import AgencyKind, Role


class Agency(models.Model):
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True, default="")
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    head_title = models.CharField(max_length=40, blank=True)
    head_name = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=AgencyKind.values), name="agency_kind_known")]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="unit_named_once")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post outlives its holders; what it may do hangs on it, not on a person."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    number = models.CharField(max_length=20)  # of the post within its unit
    title = models.CharField(max_length=60)
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="post_numbered_once"),
            models.CheckConstraint(condition=Q(roles__contained_by=Role.values), name="post_roles_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"post:{self.pk}"
