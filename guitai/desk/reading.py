"""Each look of an official at a person's data leaves a record that names purpose and person."""

from datetime import datetime

from django.db import transaction

from guitai.accounts.terms import Official
from guitai.audit import actions as audit
from guitai.cases.models import Case


@transaction.atomic
def record_view(case: Case, *, official: Official, now: datetime) -> None:
    audit.record(
        "cases.view",
        actor=official.account_ref,
        thing=f"case:{case.reference}",
        subject=case.application.applicant,
        purpose="審查申請案",
        basis=case.application.service_key,
        now=now,
    )


@transaction.atomic
def record_file(case: Case, ref: str, *, official: Official, now: datetime, how: str = "download") -> None:
    audit.record(
        "cases.view_file",
        actor=official.account_ref,
        thing=f"case:{case.reference}",
        subject=case.application.applicant,
        purpose="審查申請案",
        basis=case.application.service_key,
        detail={"file": ref, "how": how},
        now=now,
    )
