"""Every question ever asked, and the health of each source."""

import uuid

from django.db import models
from django.db.models import Q

from guitai.core.fields import EncryptedField
from guitai.core.keys.terms import Scope
from guitai.gateways.terms import Reason


class Outcome(models.TextChoices):
    """What became of a question; ASKED alone is one whose answer never came back to us."""

    ASKED = "asked"
    ANSWERED = "answered"
    REUSED = "reused"
    NO_BASIS = "no_basis"
    DOWN = Reason.DOWN.value
    SLOW = Reason.SLOW.value
    REFUSED = Reason.REFUSED.value
    WRONG_SIGNATURE = Reason.WRONG_SIGNATURE.value
    WRONG_PERSON = Reason.WRONG_PERSON.value
    GARBAGE = Reason.GARBAGE.value


class Lookup(models.Model):
    request_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True, db_index=True)
    owner = models.CharField(max_length=80, blank=True, default="")  # for whose matter it was asked
    number_index = models.BinaryField(max_length=32)  # blind: equal persons meet, nobody reads a number
    details_index = models.BinaryField(max_length=32)  # blind as well: the bank account asked about
    purpose = models.CharField(max_length=200, blank=True)
    basis_kind = models.CharField(max_length=10, blank=True)
    basis = models.CharField(max_length=120, blank=True)
    service = models.CharField(max_length=120, blank=True)
    gives = models.JSONField(default=list)
    actor = models.CharField(max_length=80)
    thing = models.CharField(max_length=80, db_index=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.ASKED)
    answer = EncryptedField(null=True, purpose="gateways.answer", whose="asked_for", scope=Scope.OWN)
    earlier = models.ForeignKey("self", null=True, on_delete=models.PROTECT)  # the answer used again

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lookup_ended_when_it_has_an_outcome",
                condition=Q(outcome="asked", answered_at=None) | (~Q(outcome="asked") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="lookup_answer_only_when_answered",
                condition=Q(outcome="answered", answer__isnull=False) | (~Q(outcome="answered") & Q(answer=None)),
            ),
            models.CheckConstraint(
                name="lookup_reused_names_the_earlier",
                condition=Q(outcome="reused", earlier__isnull=False) | (~Q(outcome="reused") & Q(earlier=None)),
            ),
            models.CheckConstraint(
                name="lookup_has_purpose_and_basis_unless_refused",
                condition=Q(outcome="no_basis") | (~Q(purpose="") & ~Q(basis_kind="") & ~Q(basis="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["source", "number_index", "-answered_at"],
                condition=Q(outcome="answered"),
                name="lookup_last_known",
            )
        ]

    def __str__(self) -> str:
        return f"lookup:{self.request_id}"

    @property
    def asked_for(self) -> str:
        """Answer whose key seals the answer: of whom it is about, else of whose matter it was asked for."""
        return self.subject or self.owner


class SourceHealth(models.Model):
    """The circuit breaker of one source: closed without ``retry_at``, open until then."""

    source = models.CharField(max_length=40, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.source
