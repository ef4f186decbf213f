"""The running of an office: who finds, takes, gives and hands over what, all through pages."""

import re
from datetime import timedelta

import pytest
from lxml import html

from guitai.accounts import actions as accounts
from guitai.accounts.models import Post
from guitai.accounts.terms import Role
from guitai.audit import queries as audit
from guitai.cases.models import Case
from guitai.core import clock
from guitai.core.han import search_key
from guitai.work import queries as work
from guitai.work.models import WorkItem
from tests.journeys.browsing import SUBMITTED, words_of
from tests.journeys.conftest import Handed, HandedIn, OfficerOf
from tests.journeys.people import Officer

WORK = "/desk/work/"


def listed(officer: Officer, **query: str) -> list[str]:
    """Answer the numbers of the cases on the page, in their order."""
    answer = officer.client.get(WORK, query)
    assert answer.status_code == 200
    return re.findall(r'href="/desk/cases/([^/]+)/"', answer.content.decode())


def counts(who: Officer) -> list[int]:
    tree = html.fromstring(who.client.get(WORK).content.decode())
    return [int(each.text_content()) for each in tree.xpath("//*[@class='gt-tabs__count']")]


def taken_by(case: Case) -> str:
    task = work.open_task(case.item)
    return task.taken_by if task else ""


def task_of(case: Case) -> int:
    task = work.open_task(case.item)
    assert task is not None
    return task.pk


@pytest.fixture
def two(handed_in: HandedIn) -> tuple[Handed, Handed]:
    """Two cases that lie at the same township."""
    first, second = handed_in("share_30"), handed_in("share_45")
    second[1].item.tasks.filter(done_at=None).update(agency_code=first[0].story["township"])
    WorkItem.objects.filter(pk=second[1].item.pk).update(offices=work.item(first[1].reference).offices)
    return first, second


@pytest.fixture
def mei(two: tuple[Handed, Handed], officer: OfficerOf) -> Officer:
    return officer(Role.FIRST_REVIEW, agency=two[0][0].story["township"])


@pytest.fixture
def ping(two: tuple[Handed, Handed], officer: OfficerOf) -> Officer:
    return officer(Role.FIRST_REVIEW, agency=two[0][0].story["township"])


@pytest.fixture
def chief(two: tuple[Handed, Handed], officer: OfficerOf) -> Officer:
    return officer(Role.SUPERVISOR, agency=two[0][0].story["township"])


# ── The list ─────────────────────────────────────────────────────────────────


def test_take_next_opens_the_most_pressing_case_as_ones_own(two: tuple[Handed, Handed], mei: Officer) -> None:
    (_me, first), (_other, second) = two
    second.item.tasks.update(due_on=clock.today())

    answer = mei.client.post(f"{WORK}next/")

    assert answer.headers["Location"] == f"/desk/cases/{second.reference}/"
    assert taken_by(second) == mei.account.ref
    assert listed(mei, show="mine") == [second.reference]
    assert mei.client.post(f"{WORK}next/").headers["Location"] == f"/desk/cases/{first.reference}/"
    nothing = mei.client.post(f"{WORK}next/", follow=True)
    assert "沒有" in words_of(nothing.content)


def test_tabs_count_what_they_show(two: tuple[Handed, Handed], mei: Officer) -> None:
    (_me, first), (_other, second) = two
    first.item.tasks.update(due_on=clock.today() - timedelta(days=1))
    second.item.tasks.update(due_on=clock.today())
    mei.client.post(f"/desk/cases/{first.reference}/take/")

    assert counts(mei) == [1, 2, 1, 1, 0]
    assert listed(mei, show="overdue") == [first.reference]
    assert listed(mei, who="nobody") == [second.reference]
    assert listed(mei, who=mei.account.ref) == [first.reference]


def test_the_list_is_sorted_by_links_both_ways(two: tuple[Handed, Handed], mei: Officer) -> None:
    references = sorted(case.reference for _me, case in two)

    assert listed(mei, sort="number") == references
    assert listed(mei, sort="-number") == references[::-1]
    page = mei.client.get(WORK, {"sort": "number"}).content.decode()
    assert 'aria-sort="ascending"' in page
    assert "sort=-number" in page


def test_a_whole_identity_number_finds_the_person_and_stands_in_no_address(
    two: tuple[Handed, Handed], mei: Officer
) -> None:
    (me, first), _other = two
    number = me.story["number"]

    answer = mei.client.post(f"{WORK}search/", {"q": f" {number.lower()} "})

    assert answer.status_code == SUBMITTED
    assert number not in answer.headers["Location"]
    assert re.findall(r'href="/desk/cases/([^/]+)/"', mei.client.get(answer.headers["Location"]).content.decode()) == [
        first.reference
    ]
    assert audit.entries(verb="desk.search_number")[0].subject == me.ref


def test_a_part_of_an_identity_number_finds_nobody(two: tuple[Handed, Handed], mei: Officer) -> None:
    (me, first), _other = two

    answer = mei.client.post(f"{WORK}search/", {"q": me.story["number"][:9]}, follow=True)

    assert first.reference not in answer.content.decode()


@pytest.mark.parametrize("typed", ["A123456780", "A100000001"], ids=["wrong check digit", "nobody's"])
def test_a_number_that_is_nobodys_is_told_beside_the_field_and_stays_there(mei: Officer, typed: str) -> None:
    answer = mei.client.post(f"{WORK}search/", {"q": typed})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="q-error"' in page
    assert f'value="{typed}"' in page


def test_a_name_is_found_by_any_part_and_any_form(two: tuple[Handed, Handed], mei: Officer) -> None:
    (_me, first), _other = two
    Case.objects.filter(pk=first.pk).update(applicant_name="黄台峰", sought_name=search_key("黄台峰"))

    for typed in ("黃臺峯", "台峰", "黄", " 黄 台峰 "):
        found = mei.client.post(f"{WORK}search/", {"q": typed}, follow=True)
        assert first.reference in found.content.decode(), typed
    assert first.reference not in mei.client.post(f"{WORK}search/", {"q": "峰台"}, follow=True).content.decode()


def test_a_decided_case_is_found_besides(two: tuple[Handed, Handed], mei: Officer) -> None:
    (me, first), _other = two
    me.client.post(f"/cases/{first.reference}/withdraw/")

    page = words_of(mei.client.get(WORK, {"q": first.reference[:4]}).content)

    assert first.reference in page


def test_a_view_is_saved_without_the_person_that_was_looked_for(mei: Officer) -> None:
    mei.client.post(f"{WORK}views/", {"name": "快到期", "back": "show=soon&sort=name&q=王"})

    page = mei.client.get(WORK).content.decode()

    assert 'href="/desk/work/?show=soon&amp;sort=name"' in page
    assert "快到期" in page
    refused = mei.client.post(f"{WORK}views/", {"name": "", "back": "show=soon"})
    assert refused.status_code == 422
    assert 'id="name-error"' in refused.content.decode()


def test_chosen_cases_go_to_a_colleague_and_those_that_cannot_are_named(
    two: tuple[Handed, Handed], mei: Officer, ping: Officer
) -> None:
    (_me, first), (_other, second) = two
    ping.client.post(f"/desk/cases/{second.reference}/take/")

    tasks = [task_of(first), task_of(second)]
    answer = mei.client.post(f"{WORK}assign/", {"task": tasks, "to": mei.account.ref}, follow=True)

    assert [taken_by(first), taken_by(second)] == [mei.account.ref, ping.account.ref]
    said = words_of(answer.content)
    assert second.reference in said
    assert "主管" in said
    assert {entry.thing for entry in audit.entries(verb="work.assign")} == {f"case:{first.reference}"}


def test_a_supervisor_gives_everything_on_the_page_to_somebody_else(
    two: tuple[Handed, Handed], mei: Officer, ping: Officer, chief: Officer
) -> None:
    (_me, first), (_other, second) = two
    mei.client.post(f"/desk/cases/{first.reference}/take/")

    shown = [task_of(first), task_of(second)]
    chief.client.post(f"{WORK}assign/", {"everything": "yes", "shown": shown, "to": ping.account.ref})

    assert [taken_by(first), taken_by(second)] == [ping.account.ref, ping.account.ref]


def test_nobody_outside_the_desk_gets_or_gives_a_case(
    two: tuple[Handed, Handed], mei: Officer, officer: OfficerOf
) -> None:
    (_me, first), _other = two
    stranger = officer(Role.FIRST_REVIEW, agency="10007260")

    refused = mei.client.post(f"{WORK}assign/", {"task": [task_of(first)], "to": stranger.account.ref})
    stranger.client.post(f"{WORK}assign/", {"task": [task_of(first)], "to": stranger.account.ref})

    assert refused.status_code == 422
    assert taken_by(first) == ""


# ── Stand-ins ────────────────────────────────────────────────────────────────


def test_a_stand_in_works_today_and_not_tomorrow(two: tuple[Handed, Handed], mei: Officer, officer: OfficerOf) -> None:
    (_me, first), _other = two
    helper = officer(Role.COUNTER, agency=_me.story["township"])
    mei.client.post(f"/desk/cases/{first.reference}/take/")
    post, today = Post.objects.get(holdings__account=mei.account), clock.today()
    accounts.appoint_stand_in(
        post, helper.account, since=today, until=today + timedelta(days=1), actor="test", now=clock.now()
    )

    assert f"代理{mei.account.name}" in words_of(helper.client.get(WORK).content).replace(" ", "")
    assert first.reference in listed(helper, show="mine")
    assert "propose_grant" in helper.buttons(first)
    with clock.shifted(timedelta(days=1)):
        assert helper.client.get(WORK).status_code == 404
        assert helper.open(first).status_code == 404
