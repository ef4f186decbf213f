"""What the desk itself keeps: views of the list that somebody saved, and hand-overs with what went over."""

from django.db import models
from django.db.models import F, Q

from guitai.core.veiled import VeiledChar


class SavedView(models.Model):
    """A way of looking at the work list, under a name of its owner's choice."""

    owner = models.CharField(max_length=80)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=300, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="desk_view_named_once")]


class HandOver(models.Model):
    """業務移交: from ``day`` on everything open of the giver at this agency is the taker's; done at ``done_at``."""

    agency_code = models.CharField(max_length=20)
    giver = models.CharField(max_length=80)
    giver_words = models.CharField(max_length=200)
    taker = models.CharField(max_length=80)
    taker_words = models.CharField(max_length=200)
    day = models.DateField()
    remarks = models.TextField(blank=True, default="")
    made_by = models.CharField(max_length=80)
    made_by_words = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="desk_hand_over_to_another", condition=~Q(giver=F("taker"))),
            models.UniqueConstraint(
                fields=["agency_code", "giver"], condition=Q(done_at__isnull=True), name="desk_one_hand_over_ahead"
            ),
        ]


class HandedOver(models.Model):
    """One line of the list: what went over, and to whom; never changed afterwards."""

    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=20)
    thing = models.CharField(max_length=80)
    words: VeiledChar = VeiledChar(whose="subject", max_length=200)
    subject = models.CharField(max_length=80, blank=True, default="")  # whose case it is, "" for no case
    due_on = models.DateField(null=True)
    went_to = models.CharField(max_length=20)  # taker, or desk: to whoever takes it next
