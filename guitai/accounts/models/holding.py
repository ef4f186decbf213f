"""Who holds a post, who stands in for the holder, and from which day to which."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value

from guitai.accounts.models.account import Account
from guitai.accounts.models.agency import Post


def _never_twice(name: str) -> ExclusionConstraint:
    """A post is never in two hands on one day; the id as a range of one spares the btree_gist extension."""
    one_post = Func(F("post"), F("post"), Value("[]"), function="int8range")
    days = Func(F("since"), F("until"), function="daterange")
    return ExclusionConstraint(name=name, expressions=[(one_post, "&&"), (days, "&&")])


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name=name)


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
