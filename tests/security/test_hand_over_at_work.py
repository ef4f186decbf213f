"""A hand-over is planned with the rights of the web and carried out with those of the worker."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from guitai.accounts import actions as accounts
from guitai.accounts import queries as people
from guitai.accounts.models import Account, Agency
from guitai.accounts.terms import AgencyKind, Role
from guitai.cases.models import Application, Case
from guitai.core import clock
from guitai.desk import actions as desk
from guitai.desk import handing_over
from guitai.desk.handing_over import Plan
from guitai.desk.jobs import keep_hands_right
from guitai.desk.models import SavedView
from guitai.work.models import Task, WorkItem
from tests.security.conftest import AtWork

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
HERE = "10007100"


def employed(name: str, *roles: Role) -> Account:
    account, _new = accounts.open_account(f"{name}@office.example", name=name, actor="test", now=NOW)
    post = accounts.open_post(HERE, unit="社會課", number=name, title=name, roles=roles, actor="test", now=NOW)
    accounts.assign_post(account, post, since=date(2025, 1, 1), actor="test", now=NOW)
    return account


def test_the_worker_takes_up_what_a_supervisor_planned_and_what_nobody_may_hold_any_more(at_work: AtWork) -> None:
    Agency.objects.create(code=HERE, name="彰化縣員林市公所", kind=AgencyKind.TOWNSHIP)
    giver, taker = employed("giver", Role.FIRST_REVIEW), employed("taker", Role.COUNTER)
    chief, stranger = employed("chief", Role.SUPERVISOR), employed("stranger", Role.LETTERS)
    for number, hand in enumerate((giver, stranger)):
        item = WorkItem.objects.create(
            reference=f"T-{number}", flow_key="f", flow_version="1", stage="s", stage_since=NOW, opened_at=NOW
        )
        draft = Application.objects.create(
            draft=uuid4(), applicant="person:1", service_key="f", edition=1, consent="1", opened_at=NOW
        )
        Case.objects.create(
            reference=item.reference,
            application=draft,
            item=item,
            subject="person:1",
            applicant_name="王小明",
            answers={},
            submitted_at=NOW,
        )
        Task.objects.create(
            item=item,
            stage="s",
            role=Role.FIRST_REVIEW,
            agency_code=HERE,
            created_at=NOW,
            taken_by=hand.ref,
            taken_at=NOW,
        )
    plan = Plan(HERE, giver, taker, TODAY + timedelta(days=1))

    with clock.shifted(NOW - clock.now()), at_work("web"):
        official = people.official(chief, on=TODAY)
        assert official is not None
        desk.save_view(giver.ref, name="快到期", query="show=soon", now=NOW)
        handing_over.hand_over(plan, official=official, now=NOW)
    with clock.shifted(NOW - clock.now() + timedelta(days=1)), at_work("worker"):
        keep_hands_right(0)

    assert list(Task.objects.order_by("pk").values_list("taken_by", flat=True)) == [taker.ref, ""]
    assert SavedView.objects.get().owner == taker.ref
