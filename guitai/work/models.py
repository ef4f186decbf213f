"""Work items, the tasks that wait at a desk, and every step taken."""

from django.db import models
from django.db.models import Q

from guitai.core.fields import EncryptedField
from guitai.work.terms import Audience


class WorkItem(models.Model):
    """Something with a life. ``revision`` grows with every step: who acts on an older one is told."""

    reference = models.CharField(max_length=40, unique=True)
    flow_key = models.CharField(max_length=80)
    flow_version = models.CharField(max_length=64)
    stage = models.CharField(max_length=40)
    stage_since = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    offices = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, default="")
    stood_still_since = models.DateTimeField(null=True)
    stood_still_days = models.PositiveIntegerField(default=0)  # calendar days, without the stand that lasts
    days_left = models.SmallIntegerField(null=True)  # working days of the office's term when the clock stopped
    subject = models.CharField(max_length=80, blank=True, default="")  # whose matter it is
    agency_code = models.CharField(max_length=20, blank=True, default="")  # whose keys seal what is written about it

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="work_closed_with_outcome",
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [
            models.Index(fields=["flow_key", "stage"], name="work_item_stage"),
            models.Index(
                fields=["stage"], condition=Q(stood_still_since__isnull=False), name="work_items_standing_still"
            ),
        ]


class Task(models.Model):
    """One thing to do at one desk (role at an agency), perhaps taken by somebody."""

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="tasks")
    stage = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    agency_code = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    taken_by = models.CharField(max_length=80, blank=True, default="")
    taken_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=80, blank=True, default="")
    flow_key = models.CharField(max_length=80, blank=True, default="")  # of its item, which never changes
    waits = models.BooleanField(default=False)  # done, and the item comes back here when the applicant has answered

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(done_at__isnull=True), name="work_one_open_task"),
            models.CheckConstraint(
                name="work_task_taken_paired",
                condition=Q(taken_at__isnull=True, taken_by="") | (Q(taken_at__isnull=False) & ~Q(taken_by="")),
            ),
            models.CheckConstraint(
                name="work_task_done_paired",
                condition=Q(done_at__isnull=True, done_by="") | (Q(done_at__isnull=False) & ~Q(done_by="")),
            ),
        ]
        indexes = [
            # A desk is listed in this order, and counted, without reading a table (desk/counts.py).
            models.Index(
                fields=["agency_code", "role", "due_on", "id"],
                include=["stage", "taken_by", "flow_key"],
                condition=Q(done_at__isnull=True),
                name="work_tasks_at_a_desk",
            ),
            models.Index(
                fields=["taken_by", "due_on", "id"],
                condition=Q(done_at__isnull=True) & ~Q(taken_by=""),
                name="work_tasks_in_hand",
            ),
            models.Index(
                fields=["agency_code", "role", "due_on", "id"], condition=Q(waits=True), name="work_tasks_waiting"
            ),
            models.Index(fields=["agency_code", "done_at"], condition=Q(done_at__isnull=False), name="work_tasks_done"),
        ]


class Step(models.Model):
    """A move that was made; never changed afterwards."""

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=40)
    from_stage = models.CharField(max_length=40, blank=True)
    to_stage = models.CharField(max_length=40)
    actor = models.CharField(max_length=80)
    actor_words = models.CharField(max_length=200)
    at = models.DateTimeField()
    reasons = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="work_step_number")]
        indexes = [models.Index(fields=["at", "id"], condition=~Q(reasons=""), name="work_steps_with_reasons")]


class Message(models.Model):
    """What officials and the applicant, or officials among themselves, wrote to each other about an item."""

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="messages")
    audience = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Audience])
    author = models.CharField(max_length=80)
    author_words = models.CharField(max_length=200)
    from_applicant = models.BooleanField(default=False)
    text = EncryptedField(purpose="work-message", whose="item.subject", agency="item.agency_code")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # by the other side, the first time
    read_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="work_message_read_paired",
                condition=Q(read_at__isnull=True, read_by="") | (Q(read_at__isnull=False) & ~Q(read_by="")),
            ),
            models.CheckConstraint(
                name="work_message_audience", condition=Q(audience__in=[each.value for each in Audience])
            ),
        ]
        indexes = [models.Index(fields=["item", "at"], name="work_messages")]
