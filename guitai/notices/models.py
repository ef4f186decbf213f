"""Notices, every attempt to deliver one, and the print queue."""

import uuid

from django.db import models
from django.db.models import Q

from guitai.core.fields import EncryptedField
from guitai.core.keys.terms import Scope
from guitai.notices.terms import WAITING, Channel, PrintState, Status

TRIED = [Channel.MAIL.value, Channel.SMS.value]
STATUSES = [status.value for status in Status]


class Message(models.Model):
    """One notice or text to one person. Its words and addresses are encrypted; its status is the last attempt's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10)
    person_ref = models.CharField(max_length=80, db_index=True)
    thing_ref = models.CharField(max_length=80, db_index=True)
    agency_code = models.CharField(max_length=20)
    recipient: EncryptedField = EncryptedField(
        purpose="notice-recipient", whose="person_ref", agency="agency_code", scope=Scope.OWN
    )
    content: EncryptedField = EncryptedField(
        purpose="notice-content", whose="person_ref", agency="agency_code", scope=Scope.OWN
    )
    enclosure = models.CharField(max_length=80, blank=True)
    sender = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    status = models.CharField(max_length=20, default=Status.CREATED)
    status_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="notices_message_status_known"),
            models.CheckConstraint(condition=Q(channel__in=[c.value for c in Channel]), name="notices_channel_known"),
            models.CheckConstraint(
                condition=Q(next_try_at__isnull=True)
                | Q(channel__in=TRIED, status__in=sorted(status.value for status in WAITING)),
                name="notices_only_waiting_is_tried",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="notices_waiting_mail"),
            models.Index(fields=["agency_code", "status"], name="notices_by_status"),
        ]


class Attempt(models.Model):
    """One attempt to hand a mail or text over; written before anything leaves, ended when its fate is known."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=20, default=Status.SENDING)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=80, blank=True)  # a code, never the words of a server: they may name people

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="notices_attempts_are_counted"),
            models.UniqueConstraint(
                fields=["message"], condition=Q(status=Status.SENDING.value), name="notices_one_attempt_at_a_time"
            ),
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="notices_attempt_status_known"),
            models.CheckConstraint(
                condition=Q(status=Status.SENDING.value, ended_at__isnull=True)
                | (~Q(status=Status.SENDING.value) & Q(ended_at__isnull=False)),
                name="notices_attempt_ends_with_a_status",
            ),
        ]


class PrintBatch(models.Model):
    """One PDF for the printer: address sheets, each followed by its enclosure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency_code = models.CharField(max_length=20, db_index=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    pdf_ref = models.CharField(max_length=80, blank=True)
    pages = models.PositiveIntegerField(default=0)
    printed_at = models.DateTimeField(null=True)
    printed_by = models.CharField(max_length=80, blank=True)
    posted_at = models.DateTimeField(null=True)
    posted_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(printed_at__isnull=True, printed_by="")
                | (Q(printed_at__isnull=False) & ~Q(printed_by="") & ~Q(pdf_ref="")),
                name="notices_printed_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(posted_at__isnull=True, posted_by="")
                | (Q(posted_at__isnull=False, printed_at__isnull=False) & ~Q(posted_by="")),
                name="notices_posted_when_and_by_whom",
            ),
        ]


class PrintItem(models.Model):
    """One sheet that waits for the printer: a notice, or a code by letter that is made when it is printed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency_code = models.CharField(max_length=20)
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="print_item", null=True)
    letter_request = models.BigIntegerField(null=True, unique=True)
    person_ref = models.CharField(max_length=80, blank=True, default="")  # to whom
    recipient: EncryptedField = EncryptedField(
        purpose="print-recipient", whose="person_ref", agency="agency_code", scope=Scope.OWN
    )
    sender = models.JSONField()
    # only between making and printing a batch:
    code: EncryptedField = EncryptedField(
        purpose="print-code", whose="person_ref", agency="agency_code", scope=Scope.OWN, null=True
    )
    state = models.CharField(max_length=10, default=PrintState.WAITING)
    batch = models.ForeignKey(PrintBatch, on_delete=models.PROTECT, related_name="items", null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(message__isnull=False, letter_request__isnull=True)
                | Q(message__isnull=True, letter_request__isnull=False),
                name="notices_a_sheet_is_notice_or_code",
            ),
            models.CheckConstraint(
                condition=Q(state=PrintState.WAITING.value, batch__isnull=True)
                | (Q(state__in=[PrintState.IN_BATCH.value, PrintState.POSTED.value], batch__isnull=False)),
                name="notices_a_sheet_waits_or_is_in_a_batch",
            ),
        ]
        indexes = [models.Index(fields=["agency_code", "state", "created_at"], name="notices_print_queue")]
