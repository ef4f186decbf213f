"""What a page of the desk asks the database: twelve statements at the most, whether ten cases lie there or a thousand.

Everything counts: session, account, rights, keys, the record of who was looked at, beginning and end of a transaction.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guitai.accounts.terms import Role
from guitai.cases.models import Application, Case
from guitai.work.models import Task, WorkItem
from tests.journeys.conftest import Handed, HandedIn, OfficerOf
from tests.journeys.people import Officer

MOST = 12
WORK = "/desk/work/"
Pages = dict[str, tuple[str, dict[str, str]]]


@pytest.fixture
def handed(handed_in: HandedIn) -> Handed:
    return handed_in("share_30")


@pytest.fixture
def reviewer(handed: Handed, officer: OfficerOf) -> Officer:
    return officer(Role.FIRST_REVIEW, agency=handed[0].story["township"])


@pytest.fixture
def more(handed: Handed, county: datetime) -> Callable[[int], None]:
    """So many cases lie at the same desk as the first one."""

    def lie_there(count: int) -> None:
        _copy(handed[1], count, county)

    return lie_there


def _copy(case: Case, count: int, now: datetime) -> None:
    model, like = case.item.tasks.get(done_at=None), case.application
    taken = Case.objects.count()
    names = [f"BENC-{number:04d}-{count:04d}" for number in range(taken, taken + count)]
    items = WorkItem.objects.bulk_create(
        WorkItem(
            reference=name,
            flow_key=case.item.flow_key,
            flow_version=case.item.flow_version,
            stage=case.item.stage,
            stage_since=now,
            offices=case.item.offices,
            opened_at=now,
        )
        for name in names
    )
    drafts = Application.objects.bulk_create(
        Application(
            draft=uuid.uuid4(),
            applicant=like.applicant,
            service_key=like.service_key,
            edition=like.edition,
            consent=like.consent,
            opened_at=now,
        )
        for _name in names
    )
    Case.objects.bulk_create(
        Case(
            reference=item.reference,
            application=draft,
            item=item,
            subject=like.applicant,
            applicant_name="王小明",
            sought_name="王小明",
            answers={},
            submitted_at=now,
        )
        for item, draft in zip(items, drafts, strict=True)
    )
    Task.objects.bulk_create(
        Task(
            item=item,
            stage=model.stage,
            role=model.role,
            agency_code=model.agency_code,
            created_at=now,
            due_on=now.date() + timedelta(days=nth % 9),
            flow_key=item.flow_key,
        )
        for nth, item in enumerate(items)
    )


def pages(handed: Handed, beside: int) -> Pages:
    """Answer the pages of the issue: list, page of the list, case, and what is searched for in each way."""
    me, case = handed
    return {
        "list": (WORK, {}),
        "next page": (WORK, {"page": "2", "after": str(beside)}),
        "by name": (WORK, {"sort": "-name"}),
        "mine": (WORK, {"show": "mine"}),
        "waiting": (WORK, {"show": "waiting"}),
        "case": (f"/desk/cases/{case.reference}/", {}),
        "number": (WORK, {"q": case.reference}),
        "name": (WORK, {"q": me.story["name"][-2:]}),
        "surname": (WORK, {"q": me.story["name"][:1]}),
        "person": (WORK, {"person": case.application.applicant.removeprefix("person:")}),
    }


def counted(reviewer: Officer, path: str, query: dict[str, str]) -> list[str]:
    reviewer.client.get(path, query)
    with CaptureQueriesContext(connection) as seen:
        assert reviewer.client.get(path, query).status_code == 200
    return [entry["sql"] for entry in seen.captured_queries]


def test_no_page_asks_more_than_twelve_statements_and_none_more_for_a_thousand_cases(
    handed: Handed, reviewer: Officer, more: Callable[[int], None]
) -> None:
    more(9)
    first = handed[1].item.tasks.get(done_at=None).pk
    few = {name: counted(reviewer, *page) for name, page in pages(handed, first).items()}
    more(990)
    many = {name: counted(reviewer, *page) for name, page in pages(handed, first).items()}

    too_many = {name: [sql[:80] for sql in asked] for name, asked in few.items() if len(asked) > MOST}
    grown = {name: asked for name, asked in many.items() if len(asked) > len(few[name])}
    assert (too_many, grown) == ({}, {})


def test_every_line_stands_on_one_page_and_in_its_order_whichever_way_one_goes(
    reviewer: Officer, more: Callable[[int], None]
) -> None:
    more(60)
    Task.objects.filter(pk__in=[task.pk for task in Task.objects.order_by("pk")[5:15]]).update(due_on=None)
    for order in ("", "-due", "age", "-age", "name", "-name", "number", "-number"):
        down, last = _walk(reviewer, {"sort": order}, "next")
        up, _first = _walk(reviewer, last, "prev")

        lines = [line for page in down for line in page]
        assert len(lines) == len(set(lines)) == 61, order
        assert up[::-1] == down, order


def _walk(reviewer: Officer, query: dict[str, str], rel: str) -> tuple[list[list[str]], dict[str, str]]:
    """Answer the lines of each page until there is none beyond, and how the last one was asked for."""
    pages_seen: list[list[str]] = []
    address = WORK + "?" + "&".join(f"{name}={value}" for name, value in query.items())
    while True:
        text = reviewer.client.get(address).content.decode()
        pages_seen.append([part.partition("/")[0] for part in text.split('href="/desk/cases/')[1:]])
        _before, found, rest = text.partition(f'rel="{rel}" href="')
        if not found:
            said = address.partition("?")[2].split("&")
            return pages_seen, dict(each.split("=") for each in said if "=" in each)
        address = WORK + rest.partition('"')[0].replace("&amp;", "&")
