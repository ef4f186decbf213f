"""Applications: what was said, what was fetched, how it was judged and decided."""

from django.db import models
from django.db.models import Q

from guitai.core.fields import EncryptedField
from guitai.work.models import WorkItem


class Application(models.Model):
    """An application from its first click on: who, for which service and edition, on which consent."""

    draft = models.UUIDField(primary_key=True)
    applicant = models.CharField(max_length=80)
    service_key = models.CharField(max_length=80)
    edition = models.PositiveIntegerField()
    consent = models.CharField(max_length=80)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["applicant", "service_key"], name="cases_by_applicant")]


class Case(models.Model):
    """An application that was handed in. One application becomes one case, however often it is sent."""

    reference = models.CharField(max_length=20, unique=True)
    application = models.OneToOneField(Application, models.PROTECT, related_name="case")
    item = models.OneToOneField(WorkItem, models.PROTECT, related_name="case")
    applicant_name = models.CharField(max_length=100)
    answers = EncryptedField(purpose="case-answers")
    submitted_at = models.DateTimeField()


class Evidence(models.Model):
    """What one agency answered, or that it did not, about one person; never changed afterwards."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="evidence")
    item = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    about = models.CharField(max_length=20)
    facts = EncryptedField(purpose="case-evidence", null=True)
    gap = models.CharField(max_length=30, blank=True, default="")
    fetched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_evidence_or_gap",
                condition=Q(facts__isnull=True) & ~Q(gap="") | Q(facts__isnull=False, gap=""),
            ),
        ]


class Judgement(models.Model):
    """The verdict of the rules on one day, with the situation it was made from: recomputable byte for byte."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="judgements")
    number = models.PositiveIntegerField()
    on = models.DateField()
    situation = EncryptedField(purpose="case-situation")
    answer = EncryptedField(purpose="case-answer")
    digest = models.CharField(max_length=64)
    rules = models.CharField(max_length=120)
    verdict = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="cases_judgement_number")]


class Decision(models.Model):
    """How the case was decided, by whom, and the letter that says so."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=20)
    share = models.CharField(max_length=10, blank=True, default="")
    amount = models.PositiveIntegerField(null=True)
    effective_on = models.DateField(null=True)
    reasons = models.TextField(blank=True, default="")
    differs_from_rules = models.BooleanField(default=False)
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()
    letter = models.CharField(max_length=80, blank=True, default="")
