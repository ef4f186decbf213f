"""Each look of an official at a person's data leaves a record that names purpose and person."""

from datetime import datetime

from django.db import transaction

from guitai.accounts.terms import Official
from guitai.audit import actions as audit
from guitai.cases.models import Case
from guitai.core import reading


def look_at(case: Case) -> None:
    """The record of this request, which everybody has who is shown, says that it was this case."""
    now = reading.current()
    if now is not None:
        now.thing = f"case:{case.reference}"
        now.subjects.add(case.application.applicant)


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
