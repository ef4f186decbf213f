"""One row for each consent ever given; it is revoked, never changed or deleted."""

import uuid

from django.db import models
from django.db.models import F, Q

from guitai.consents.terms import Capacity, Means
from guitai.core.fields import EncryptedField
from guitai.core.veiled import VeiledChar

EVIDENCE = "consent-evidence"
DIGEST = "^[0-9a-f]{64}$"
MEANS = [each.value for each in Means]
CAPACITIES_FOR_OTHERS = [each.value for each in Capacity if each is not Capacity.SELF]


class Signature(models.Model):
    """How somebody agreed: what 電子簽章法 §8 wants kept, readable only with the master key."""

    subject = models.CharField(max_length=80, blank=True, default="")  # whose consent it shows
    means = models.CharField(max_length=20)
    at = models.DateTimeField()
    strokes = EncryptedField(purpose=EVIDENCE, whose="subject")  # [[[x, y, t, pressure], …], …]
    image = EncryptedField(purpose=EVIDENCE, whose="subject")  # PNG in base64, "" where nothing was drawn
    place = EncryptedField(purpose=EVIDENCE, whose="subject")
    address = EncryptedField(purpose=EVIDENCE, whose="subject")
    device = EncryptedField(purpose=EVIDENCE, whose="subject")
    phone = EncryptedField(purpose=EVIDENCE, whose="subject")
    witnesses = EncryptedField(purpose=EVIDENCE, whose="subject")  # [{"name", "ref", "strokes", "image"}, …]
    witness = models.CharField(max_length=80, blank=True, default="")  # the official before whom it was done
    witness_name = models.CharField(max_length=100, blank=True, default="")
    papers = models.JSONField(default=list)  # references of files
    sha256 = models.CharField(max_length=64)  # over the words, the strokes, the time and what it is about

    class Meta:
        constraints = [
            models.CheckConstraint(name="signature_hash", condition=Q(sha256__regex=DIGEST)),
            models.CheckConstraint(name="signature_means_known", condition=Q(means__in=MEANS)),
        ]


class Consent(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=80, db_index=True)  # whose data
    given_by = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    services = models.JSONField()  # keys of the services it is given for
    facts = models.JSONField()  # ["tax.work", …]: source and what it gives
    text = models.TextField()  # word for word what was on the page
    language = models.CharField(max_length=10, default="zh-hant")  # of these words
    text_sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    until = models.DateField()
    means = models.CharField(max_length=20, default=Means.OWN_ACCOUNT.value)
    signature = models.OneToOneField(Signature, models.PROTECT, null=True, related_name="consent")
    representative = models.CharField(max_length=80, blank=True, default="", db_index=True)
    representative_name: VeiledChar = VeiledChar(whose="subject", max_length=100, blank=True, default="")
    capacity = models.CharField(max_length=12, default=Capacity.SELF.value)
    relation: VeiledChar = VeiledChar(whose="subject", max_length=60, blank=True, default="")
    may_withdraw = models.BooleanField(default=False)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_revoked_when_and_by_whom",
                condition=Q(revoked_at=None, revoked_by="") | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            ),
            models.CheckConstraint(
                name="consent_says_everything",
                condition=~Q(subject="") & ~Q(given_by="") & ~Q(purpose="") & ~Q(text=""),
            ),
            models.CheckConstraint(name="consent_names_facts", condition=~Q(facts=[])),
            models.CheckConstraint(name="consent_names_services", condition=~Q(services=[])),
            models.CheckConstraint(name="consent_text_hash", condition=Q(text_sha256__regex=DIGEST)),
            models.CheckConstraint(name="consent_means_known", condition=Q(means__in=MEANS)),
            models.CheckConstraint(
                name="consent_representative_and_capacity",
                condition=Q(representative="", representative_name="", capacity=Capacity.SELF.value, may_withdraw=False)
                | (~Q(representative="") & ~Q(representative_name="") & Q(capacity__in=CAPACITIES_FOR_OTHERS)),
            ),
            models.CheckConstraint(
                name="consent_for_others_is_signed",
                condition=Q(signature__isnull=False) | Q(representative="", means=Means.OWN_ACCOUNT.value),
            ),
            models.CheckConstraint(name="consent_not_for_herself", condition=~Q(representative=F("subject"))),
        ]

    def __str__(self) -> str:
        return f"consent:{self.pk}"


class PhoneCode(models.Model):
    """A code sent to a person's telephone; typed back, it is worth one consent."""

    MOST_TRIES = 5

    subject = models.CharField(max_length=80)
    phone_index = models.BinaryField(max_length=32)
    code_hash = models.BinaryField(max_length=32)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    spent_on = models.OneToOneField(Consent, models.PROTECT, null=True, related_name="phone_code")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(replaced_at__isnull=True, spent_on__isnull=True),
                name="consent_one_open_code",
            ),
            models.CheckConstraint(name="consent_code_tries", condition=Q(tries__lte=5)),
            models.CheckConstraint(name="consent_code_expires_later", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="consent_code_spent_once_confirmed",
                condition=Q(spent_on__isnull=True) | Q(confirmed_at__isnull=False),
            ),
        ]
