"""Agencies, units, posts, who holds them, and who stands in."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value

from guitai.accounts.models.account import Account
from guitai.accounts.terms import AgencyKind, Role


def _never_twice(name: str) -> ExclusionConstraint:
    """A post is never in two hands on one day; the id as a range of one spares the btree_gist extension."""
    one_post = Func(F("post"), F("post"), Value("[]"), function="int8range")
    days = Func(F("since"), F("until"), function="daterange")
    return ExclusionConstraint(name=name, expressions=[(one_post, "&&"), (days, "&&")])


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name=name)


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


class PostHolding(models.Model):
    """An account holds a post from ``since`` up to but not on ``until``."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [_in_order("holding_order"), _never_twice("post_one_holder")]


class StandIn(models.Model):
    """代理人: while the holder is away, ``deputy`` acts for the post."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="stand_ins")
    deputy = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="stand_ins")
    since = models.DateField()
    until = models.DateField()
    appointed_by = models.CharField(max_length=80)
    appointed_at = models.DateTimeField()

    class Meta:
        constraints = [_in_order("stand_in_order"), _never_twice("post_one_stand_in")]
