"""Cases with everything a case page shows: one goes the product's own way to a desk, the others are its copies."""

import copy
import uuid
from typing import Any

import applicants
import place
from django.conf import settings
from django.db.models import Model

from guitai.cases import journey
from guitai.cases import queries as cases
from guitai.cases.models import Application, Case
from guitai.cases.references import new_reference
from guitai.core import clock
from guitai.work.models import WorkItem
from tests.journeys.agencies import running


def one() -> Case:
    """A case was sent, judged by the rules, and lies on the desk of its township."""
    (ready,) = applicants.prepare(applicants.pattern(), count=1)
    person = ready.person
    case = journey.submit(ready.draft.pk, person, actor="account:1", now=clock.now())
    with running(place.FOLDER / "world") as agencies:
        settings.GATEWAYS = agencies.settings()
        journey.assess_and_route(case.reference, person, now=clock.now())
    return cases.case(case.reference)


def copies(case: Case, *, count: int) -> list[str]:
    """So many more such cases lie at the same desk; answers their numbers."""
    for _nth in range(count):
        _copy_of(case)
    return list(Case.objects.filter(subject=case.subject).values_list("reference", flat=True))


def _copy_of(case: Case) -> None:
    reference = new_reference()
    item: WorkItem = _twin(case.item, reference=reference)
    application: Application = _twin(case.application, draft=uuid.uuid4())
    twin: Case = _twin(case, reference=reference, item=item, application=application)
    for name, owner, rows in (
        ("application", application, case.application.evidence.all()),
        ("case", twin, case.judgements.all()),
        ("item", item, case.item.steps.all()),
        ("item", item, case.item.tasks.all()),
    ):
        for row in rows.order_by("id"):
            _twin(row, **{name: owner})


def _opened(row: Model) -> None:
    for field in row._meta.concrete_fields:
        getattr(row, field.attname)


def _twin(row: Any, **changes: Any) -> Any:
    """Answer a new row like this one."""
    _opened(row)
    twin = copy.copy(row)
    twin.pk = changes.pop("draft", None)
    twin._state = type(row._state)()
    for name, value in changes.items():
        setattr(twin, name, value)
    twin.save(force_insert=True)
    return twin
