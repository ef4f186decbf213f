"""The work list: my desks and no others, soonest due first, and what each filter leaves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from guitai.accounts.terms import Official, PostView, Role
from guitai.cases.search import Sought
from guitai.core.kit import Tone
from guitai.desk import worklist
from guitai.desk.wanted import Show, Wanted
from guitai.desk.worklist import Viewer
from guitai.work.models import Task, WorkItem

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
HERE, ELSEWHERE = "10007010", "10007020"


def official(*roles: Role, agency: str = HERE) -> Official:
    post = PostView("post:1", "課員", "社會課", agency, "公所", frozenset(roles))
    return Official("account:1", "陳一", (post,))


REVIEWER = official(Role.FIRST_REVIEW)


def task(due_in: int | None = 10, *, role: Role = Role.FIRST_REVIEW, agency: str = HERE, **more: str) -> str:
    """A case whose task lies at a desk; answer its number."""
    reference = f"T-{WorkItem.objects.count() + 1}"
    item = WorkItem.objects.create(
        reference=reference, flow_key="f", flow_version="1", stage="s", stage_since=NOW, opened_at=NOW
    )
    due = None if due_in is None else TODAY + timedelta(days=due_in)
    taken = {**more, "taken_at": NOW} if "taken_by" in more else {}
    done = {**more, "done_at": NOW} if "done_by" in more else {}
    Task.objects.create(
        item=item, stage="s", role=role, agency_code=agency, created_at=NOW, due_on=due, **taken, **done
    )
    return reference


def shown(show: Show = Show.ALL, *, search: str = "", who: Official = REVIEWER) -> list[str]:
    wanted = Wanted(show=show, sought=Sought(words=search))
    return [each.item.reference for each in worklist.tasks(Viewer(who), wanted, today=TODAY)]


@pytest.mark.django_db
def test_what_is_due_soonest_stands_first() -> None:
    later, overdue, soon = task(10), task(-1), task(2)

    assert shown() == [overdue, soon, later]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "where",
    [
        {"agency": ELSEWHERE},
        {"role": Role.APPROVE},
        {"role": Role.SUPERVISOR},
        {"done_by": "account:2"},
    ],
    ids=["another township", "another function", "the supervisor's", "done"],
)
def test_a_task_that_is_not_mine_is_not_listed(where: dict[str, str]) -> None:
    task(**where)  # type: ignore[arg-type]

    assert shown() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("show", "wanted"),
    [
        (Show.ALL, {"overdue", "today", "third day", "fourth day", "no term", "mine", "a colleague's"}),
        (Show.MINE, {"mine"}),
        (Show.SOON, {"today", "third day"}),
        (Show.OVERDUE, {"overdue"}),
    ],
)
def test_each_filter_leaves_its_tasks(show: Show, wanted: set[str]) -> None:
    names = {
        task(-1): "overdue",
        task(0): "today",
        task(3): "third day",
        task(4): "fourth day",
        task(None): "no term",
        task(9, taken_by="account:1"): "mine",
        task(9, taken_by="account:2"): "a colleague's",
    }

    assert {names[reference] for reference in shown(show)} == wanted


@pytest.mark.django_db
def test_an_official_without_a_post_for_cases_has_an_empty_list() -> None:
    task()

    assert shown(who=official(Role.AUDITOR)) == []


@pytest.mark.parametrize(
    ("due_in", "tone"),
    [(None, Tone.REST), (-1, Tone.BAD), (0, Tone.WAIT), (3, Tone.WAIT), (4, Tone.REST)],
)
def test_a_term_sounds_as_it_is(due_in: int | None, tone: Tone) -> None:
    on = None if due_in is None else TODAY + timedelta(days=due_in)

    assert worklist.due(on, today=TODAY).tone is tone
