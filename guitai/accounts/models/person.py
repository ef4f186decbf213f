"""Persons, their numbers, and the proof that an account is a person."""

import uuid
from functools import cached_property

from django.db import models
from django.db.models import F, Q

from guitai.accounts.models.account import Account
from guitai.accounts.terms import Assurance, Channel, NumberKind, Sex
from guitai.core import identifiers, together
from guitai.core.fields import EncryptedField
from guitai.core.keys.terms import Scope
from guitai.core.veiled import VeiledChar, VeiledDate, VeiledEmail

NUMBER_PURPOSE = "national-number"


class Person(models.Model):
    """A human being, known to us by card or register; apart from any account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # as received: normal forms change rare characters beyond repair
    name: VeiledChar = VeiledChar(whose="ref", max_length=100)
    born: VeiledDate = VeiledDate(whose="ref")
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    email: VeiledEmail = VeiledEmail(whose="ref", blank=True)
    phone: VeiledChar = VeiledChar(whose="ref", max_length=30, blank=True)
    postal_address: VeiledChar = VeiledChar(whose="ref", max_length=200, blank=True)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="person_named")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"person:{self.pk}"

    @cached_property
    def national_number(self) -> str:
        """The number valid now, in the clear."""
        kept = together.kept(self, "numbers")
        return str((kept[0] if kept else self.numbers.get(until__isnull=True)).number)

    @property
    def masked_number(self) -> str:
        return identifiers.mask(self.national_number)


class PersonNumber(models.Model):
    """A number a person has or had: a resident's number changes, the person does not."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="numbers")
    kind = models.CharField(max_length=12, choices=NumberKind.choices)
    number = EncryptedField(purpose=NUMBER_PURPOSE, whose="subject", scope=Scope.OWN)
    number_index = models.BinaryField(max_length=32, db_index=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number_index"], condition=Q(until__isnull=True), name="number_open_once"),
            models.UniqueConstraint(fields=["person"], condition=Q(until__isnull=True), name="person_one_open_number"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="number_order"),
            models.CheckConstraint(condition=Q(kind__in=NumberKind.values), name="number_kind_known"),
        ]

    @property
    def subject(self) -> str:
        return f"person:{self.person_id}"


class Binding(models.Model):
    """An account has been proven to be this person."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="bindings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bindings")
    level = models.CharField(max_length=12, choices=Assurance.choices)
    proven_how = models.CharField(max_length=40)
    bound_at = models.DateTimeField()
    bound_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(ended_at__isnull=True), name="account_bound_once"),
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="person_bound_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | Q(ended_at__isnull=False) & ~Q(ended_by=""),
                name="binding_end_paired",
            ),
            models.CheckConstraint(
                condition=Q(level__in=[Assurance.LETTER, Assurance.COUNTER, Assurance.CERTIFICATE]),
                name="binding_level_proven",
            ),
        ]


class BindingCode(models.Model):
    """A one-time code that proves who somebody is; five wrong tries kill it."""

    MOST_TRIES = 5

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="codes")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    code_hash = models.BinaryField(max_length=32)
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at__isnull=True, replaced_at__isnull=True),
                name="person_one_open_code",
            ),
            models.CheckConstraint(condition=Q(tries__lte=5), name="code_tries_limited"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="code_expires_later"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_by__isnull=True)
                | Q(used_at__isnull=False, used_by__isnull=False),
                name="code_use_paired",
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="code_channel_known"),
        ]


class LetterRequest(models.Model):
    """Somebody asks for a code by letter; what is stated is checked with the register before anything is printed."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="letter_requests")
    number = EncryptedField(purpose=NUMBER_PURPOSE, whose="subject", scope=Scope.OWN)
    number_index = models.BinaryField(max_length=32, db_index=True)
    name: VeiledChar = VeiledChar(whose="subject", max_length=100)
    born: VeiledDate = VeiledDate(whose="subject")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=40, blank=True)  # "printed", or why not

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="letter_answer_paired",
            ),
        ]

    @property
    def subject(self) -> str:
        return f"account:{self.account_id}"
