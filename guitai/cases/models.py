"""Applications: what was said, what was fetched, how it was judged and decided."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from guitai.core.fields import EncryptedField
from guitai.core.veiled import VeiledChar
from guitai.work.models import WorkItem

# Whose a value is, and which agency answers for it, seen from a case and from what hangs on one.
APPLICANT, AGENCY = "application.applicant", "application.agency_code"
CASE_APPLICANT, CASE_AGENCY = "case.subject", f"case.{AGENCY}"


class Application(models.Model):
    """An application from its first click on: who, for which service and edition, on which consent."""

    draft = models.UUIDField(primary_key=True)
    applicant = models.CharField(max_length=80)
    service_key = models.CharField(max_length=80)
    edition = models.PositiveIntegerField()
    consent = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80, blank=True, default="")  # account that began it
    opened_by_words = models.CharField(max_length=200, blank=True, default="")  # "" when it is the applicant
    capacity = models.CharField(max_length=20, default="self")  # consents.terms.Capacity
    agency_code = models.CharField(max_length=20, blank=True, default="")  # that owns the service: its keys seal it

    class Meta:
        indexes = [models.Index(fields=["applicant", "service_key"], name="cases_by_applicant")]


class Case(models.Model):
    """An application that was handed in. One application becomes one case, however often it is sent."""

    reference = models.CharField(max_length=20, unique=True)
    application = models.OneToOneField(Application, models.PROTECT, related_name="case")
    item = models.OneToOneField(WorkItem, models.PROTECT, related_name="case")
    subject = models.CharField(max_length=80, blank=True, default="")  # the applicant, also without the application
    applicant_name: VeiledChar = VeiledChar(whose="subject", max_length=100)
    answers = EncryptedField(purpose="case-answers", whose="subject", agency=AGENCY)
    submitted_at = models.DateTimeField()
    filed_by = models.CharField(max_length=80, blank=True, default="")  # account that sent it
    filed_by_words = models.CharField(max_length=200, blank=True, default="")  # "" when it is the applicant
    channel = models.CharField(max_length=20, default="online")  # online, counter, home_visit
    # the name as searches fold it:
    sought_name: VeiledChar = VeiledChar(whose="subject", max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            # Every sign of the name and every pair of signs is an entry: found by any part of it (cases/search.py).
            GinIndex(Func(F("sought_name"), function="cases_signs"), name="cases_parts_of_name"),
        ]


class Evidence(models.Model):
    """What one agency answered, or that it did not, about one person; never changed afterwards."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="evidence")
    item = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    about = models.CharField(max_length=20)
    facts = EncryptedField(purpose="case-evidence", whose=APPLICANT, agency=AGENCY, null=True)
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
    situation = EncryptedField(purpose="case-situation", whose=CASE_APPLICANT, agency=CASE_AGENCY)
    answer = EncryptedField(purpose="case-answer", whose=CASE_APPLICANT, agency=CASE_AGENCY)
    digest = models.CharField(max_length=64)
    rules = models.CharField(max_length=120)
    verdict = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="cases_judgement_number")]


class Decision(models.Model):
    """How the case was decided, by whom, and the letter that says so; decided again, it gets the next number."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField(default=1)
    outcome = models.CharField(max_length=20)
    award = models.JSONField(default=dict)  # {"share": "0.30"}, {"amount": 8329}: what the service gives
    amount = models.PositiveIntegerField(null=True)
    effective_on = models.DateField(null=True)
    reasons = models.TextField(blank=True, default="")
    differs_from_rules = models.BooleanField(default=False)
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()
    letter = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="cases_decision_number")]


class Supplement(models.Model):
    """One request (補件) for exactly these fields and papers, and what came back."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="supplements")
    number = models.PositiveIntegerField()
    items = models.JSONField()  # [{"path": "refund_account", "kind": "field"|"attachment", "reason": key, "words": …}]
    state = models.CharField(max_length=20)  # cases.supplements.terms.State
    asked_by = models.CharField(max_length=80)
    asked_by_words = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    why_again = models.TextField(blank=True, default="")  # from the second request on
    allowed_by = models.CharField(max_length=80, blank=True, default="")
    allowed_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    extension_wanted = models.TextField(blank=True, default="")
    extended_on = models.DateField(null=True)  # the day on which the term was extended
    reminded_at = models.DateTimeField(null=True)
    # The marked answers as they were, and as they came back:
    before = EncryptedField(purpose="case-supplement", whose=CASE_APPLICANT, agency=CASE_AGENCY, null=True)
    answers = EncryptedField(purpose="case-supplement", whose=CASE_APPLICANT, agency=CASE_AGENCY, null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True, default="")
    agency_code = models.CharField(max_length=20, blank=True, default="")  # the office that asks
    working_days = models.PositiveSmallIntegerField(default=10)  # the term, as the officer set it
    revision = models.PositiveIntegerField(default=0)  # of the marks: grows with each saving
    seen_revision = models.PositiveIntegerField(default=0)  # of the item, when a second request was proposed
    allowed_why = models.TextField(blank=True, default="")  # the supervisor's reason, also of a refusal
    extension_wanted_at = models.DateTimeField(null=True)
    extension_answer = models.TextField(blank=True, default="")  # what the officer answered
    ended_at = models.DateTimeField(null=True)  # however it ended

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"], name="cases_supplements_due")]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_supplement_number"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["draft", "proposed", "asked"]),
                name="cases_one_supplement_at_a_time",
            ),
            models.CheckConstraint(
                name="cases_supplement_allowed_paired",
                condition=Q(allowed_at__isnull=True, allowed_by="") | (Q(allowed_at__isnull=False) & ~Q(allowed_by="")),
            ),
            models.CheckConstraint(
                name="cases_supplement_answered_paired",
                condition=Q(answered_at__isnull=True, answered_by="")
                | (Q(answered_at__isnull=False) & ~Q(answered_by="")),
            ),
        ]


class PayoutLine(models.Model):
    """One line of a payment list (撥款清冊): what a grant pays to whom for one month.

    The list of a month is open until the month is over; a line that was paid for late stands on a later month's list.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="payouts")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="payouts")
    service_key = models.CharField(max_length=80)
    agency_code = models.CharField(max_length=20)
    payee_name: VeiledChar = VeiledChar(whose="case.subject", max_length=100)
    # {"bank": …, "number": …, "holder": …}; empty while none is known
    account = EncryptedField(purpose="case-payout", whose=CASE_APPLICANT, agency=CASE_AGENCY)
    month = models.DateField()  # for which it is paid: its first day
    list_month = models.DateField()  # on whose list it stands: its first day
    amount = models.PositiveIntegerField()
    listed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # the decision was changed before it was paid

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "month"], condition=Q(ended_at__isnull=True), name="cases_payout_once_a_month"
            ),
        ]
        indexes = [models.Index(fields=["agency_code", "service_key", "list_month"], name="cases_payout_list")]


class GuardianRequest(models.Model):
    """A guardian wants to act for her ward and shows a paper; nobody is asked about the ward before it is accepted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    guardian = models.CharField(max_length=80, db_index=True)  # the person whom her account is proven to be
    asked_by = models.CharField(max_length=80)  # her account
    asked_at = models.DateTimeField()
    services = models.JSONField()  # keys
    # Who the ward is, what the paper says, how the guardian signed; the consent word for word:
    said = EncryptedField(purpose="guardian-request", whose="guardian")
    text = EncryptedField(purpose="guardian-request", whose="guardian")
    papers = models.JSONField()  # references of files
    until = models.DateField()
    state = models.CharField(max_length=12, default="waiting")  # cases.guardians.State
    decided_by = models.CharField(max_length=80, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    why = EncryptedField(purpose="guardian-request", whose="guardian", null=True)  # the reason of a refusal
    consent = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"], name="cases_guardians_waiting")]
        constraints = [
            models.CheckConstraint(
                name="cases_guardian_decided_paired",
                condition=Q(state="waiting", decided_at__isnull=True, decided_by="")
                | (Q(state__in=["accepted", "refused"], decided_at__isnull=False) & ~Q(decided_by="")),
            ),
            models.CheckConstraint(
                name="cases_guardian_accepted_has_consent", condition=~Q(state="accepted") | ~Q(consent="")
            ),
        ]
