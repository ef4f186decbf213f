"""The running of an office: who finds, takes, gives and hands over what, all through pages."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from guitai.accounts import actions as accounts
from guitai.accounts.models import Post, PostHolding, StandIn
from guitai.accounts.terms import Role
from guitai.audit import queries as audit
from guitai.cases.models import Case
from guitai.core import clock
from guitai.core.han import search_key
from guitai.desk import strays
from guitai.desk.jobs import keep_hands_right
from guitai.desk.models import HandOver, SavedView
from guitai.work import queries as work
from guitai.work.models import Task, WorkItem
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
        helper.client.logout()
        helper.client.force_login(helper.account, backend="guitai.accounts.backend.Backend")
        assert helper.client.get(WORK).status_code == 404
        assert helper.open(first).status_code == 404


def test_what_a_stand_in_has_taken_lies_at_the_desk_again_afterwards(
    two: tuple[Handed, Handed], mei: Officer, officer: OfficerOf
) -> None:
    (me, first), _other = two
    helper = officer(Role.COUNTER, agency=me.story["township"])
    post, today = Post.objects.get(holdings__account=mei.account), clock.today()
    accounts.appoint_stand_in(
        post, helper.account, since=today, until=today + timedelta(days=1), actor="test", now=clock.now()
    )
    helper.client.post(f"/desk/cases/{first.reference}/take/")
    assert taken_by(first) == helper.account.ref

    with clock.shifted(timedelta(days=1)):
        strays.release(now=clock.now())

        assert taken_by(first) == ""
        assert first.reference in listed(mei, who="nobody")


def test_a_supervisor_ends_a_stand_in_early(
    two: tuple[Handed, Handed], mei: Officer, chief: Officer, officer: OfficerOf
) -> None:
    helper = officer(Role.COUNTER, agency=two[0][0].story["township"])
    post, today = Post.objects.get(holdings__account=mei.account), clock.today()
    duty = accounts.appoint_stand_in(
        post, helper.account, since=today, until=today + timedelta(days=5), actor="test", now=clock.now()
    )

    chief.client.post(f"/desk/stand-ins/withdraw/{duty.pk}/")

    assert helper.client.get(WORK).status_code == 404
    assert [entry.thing for entry in audit.entries(verb="accounts.stand_in_ended")] == [post.ref]
    assert mei.client.post(f"/desk/stand-ins/withdraw/{duty.pk}/").status_code == 404


# ── Hand-over ────────────────────────────────────────────────────────────────

HAND_OVERS = "/desk/hand-overs/"


@dataclass
class Leaving:
    """mei leaves: she holds a post, has a case, one that waits, a view, a duty as stand-in, a consent in her name."""

    mei: Officer
    successor: Officer
    chief: Officer
    taken: Case
    sent_back: Case
    away: Post

    def typed(self, **more: str) -> dict[str, str]:
        return {"giver": self.mei.account.ref, "taker": self.successor.account.ref, **more}


@pytest.fixture
def leaving(two: tuple[Handed, Handed], mei: Officer, chief: Officer, officer: OfficerOf) -> Leaving:
    (me, first), (_other, second) = two
    township, today = me.story["township"], clock.today()
    successor, away = officer(Role.COUNTER, agency=township), officer(Role.APPROVE, agency=township)
    for case in (first, second):
        mei.client.post(f"/desk/cases/{case.reference}/take/")
    second.item.tasks.update(done_at=clock.now(), done_by=mei.account.ref, waits=True)
    WorkItem.objects.filter(pk=second.item.pk).update(stood_still_since=clock.now())
    mei.client.post(f"{WORK}views/", {"name": "快到期", "back": "show=soon"})
    post = Post.objects.get(holdings__account=away.account)
    accounts.appoint_stand_in(
        post, mei.account, since=today, until=today + timedelta(days=9), actor="test", now=clock.now()
    )
    return Leaving(mei, successor, chief, first, second, post)


def in_the_hands_of(who: Officer, *, on: date) -> set[str]:
    """Answer the kinds of open work that this account is responsible for."""
    found = {
        "post": PostHolding.objects.filter(account=who.account, since__lte=on).exclude(until__lte=on),
        "stand_in": StandIn.objects.filter(deputy=who.account, until__gt=on),
        "task": Task.objects.filter(taken_by=who.account.ref, done_at__isnull=True),
        "view": SavedView.objects.filter(owner=who.account.ref),
    }
    return {kind for kind, rows in found.items() if rows.exists()}


def test_what_would_go_over_is_shown_and_nothing_happens_yet(leaving: Leaving) -> None:
    page = words_of(leaving.chief.client.post(HAND_OVERS, leaving.typed(day="115/11/20")).content)

    for said in (leaving.taken.reference, leaving.sent_back.reference, "快到期", "社會課 課員"):
        assert said in page
    assert not HandOver.objects.exists()
    assert in_the_hands_of(leaving.mei, on=clock.today()) == {"post", "stand_in", "task", "view"}


def test_at_a_button_nothing_is_left_with_the_one_who_leaves(leaving: Leaving) -> None:
    answer = leaving.chief.client.post(HAND_OVERS, leaving.typed(day="115/11/20", really="yes"))

    assert answer.status_code == SUBMITTED
    assert in_the_hands_of(leaving.mei, on=clock.today()) == set()
    assert in_the_hands_of(leaving.successor, on=clock.today()) == {"post", "stand_in", "task", "view"}
    assert taken_by(leaving.taken) == leaving.successor.account.ref
    assert leaving.mei.client.get(WORK).status_code == 404
    assert leaving.taken.reference in listed(leaving.successor, show="mine")
    assert leaving.sent_back.reference in listed(leaving.successor, show="waiting")
    verbs = {entry.verb for entry in audit.entries(actor=leaving.chief.account.ref)}
    assert verbs >= {"desk.hand_over", "work.assign", "accounts.post_assigned", "accounts.stand_in_changed"}


def test_both_can_read_the_list_later_and_nobody_else(leaving: Leaving, officer: OfficerOf) -> None:
    answer = leaving.chief.client.post(HAND_OVERS, leaving.typed(day="115/11/20", really="yes", remarks="鑰匙在抽屜"))
    page = answer.headers["Location"]

    for reader in (leaving.mei, leaving.successor, leaving.chief):
        said = words_of(reader.client.get(page).content)
        assert leaving.taken.reference in said
        assert "鑰匙在抽屜" in said
    assert officer(Role.SUPERVISOR).client.get(page).status_code == 404


def test_a_hand_over_of_a_later_day_happens_on_that_day(leaving: Leaving) -> None:
    leaving.chief.client.post(HAND_OVERS, leaving.typed(day="115/11/23", really="yes"))

    assert taken_by(leaving.taken) == leaving.mei.account.ref
    assert leaving.mei.client.get(WORK).status_code == 200
    keep_hands_right(0)
    assert taken_by(leaving.taken) == leaving.mei.account.ref
    with clock.shifted(timedelta(days=3)):
        keep_hands_right(0)

        assert in_the_hands_of(leaving.mei, on=clock.today()) == set()
        assert leaving.taken.reference in listed(leaving.successor, show="mine")
        assert HandOver.objects.get().done_at is not None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": "115/11/19"}, "day"),
        ({"day": "明天"}, "day"),
        ({"taker": ""}, "taker"),
        ({"giver": "account:1"}, "giver"),
    ],
    ids=["past", "not a day", "nobody", "a stranger"],
)
def test_a_wrong_hand_over_is_told_beside_the_field(leaving: Leaving, typed: dict[str, str], field: str) -> None:
    sent = {**leaving.typed(day="115/11/20", really="yes", remarks="記得"), **typed}

    answer = leaving.chief.client.post(HAND_OVERS, sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in page
    assert "記得" in page
    assert not HandOver.objects.exists()


def test_an_official_hands_over_her_own_work_and_nobody_elses(leaving: Leaving) -> None:
    other = leaving.typed(day="115/11/20", really="yes", giver=leaving.chief.account.ref)
    assert leaving.mei.client.post(HAND_OVERS, other).status_code == 422

    own = leaving.mei.client.post(HAND_OVERS, leaving.typed(day="115/11/20", really="yes"))

    assert own.status_code == SUBMITTED
    assert in_the_hands_of(leaving.mei, on=clock.today()) == set()


def test_posts_that_watch_over_others_do_not_pass_through_a_supervisor(leaving: Leaving, officer: OfficerOf) -> None:
    auditor = officer(Role.AUDITOR, agency=Post.objects.get(holdings__account=leaving.mei.account).unit.agency.code)

    typed = leaving.typed(day="115/11/20", really="yes", giver=auditor.account.ref)
    answer = leaving.chief.client.post(HAND_OVERS, typed)

    assert answer.status_code == 422
    assert in_the_hands_of(auditor, on=clock.today()) == {"post"}


# ── The supervisor, the posts, the first day ─────────────────────────────────


def test_a_supervisor_sees_who_has_how_much_what_is_late_and_why(
    two: tuple[Handed, Handed], mei: Officer, chief: Officer
) -> None:
    (_me, first), (_other, second) = two
    mei.client.post(f"/desk/cases/{first.reference}/take/")
    Task.objects.filter(item__in=[first.item, second.item]).update(due_on=clock.today() - timedelta(days=1))

    page = chief.client.get("/desk/office/").content.decode()

    said = " ".join(words_of(page.encode()).split())
    assert f"{first.reference} {first.applicant_name}" in said
    assert f"由{mei.account.name}承辦" in said
    assert "起無人承辦" in said
    assert f'href="/desk/work/?who=account%3A{mei.account.pk}&amp;show=overdue"' in page
    assert mei.client.get("/desk/office/").status_code == 404


def test_the_slowest_step_is_named_by_median_and_nine_of_ten(
    two: tuple[Handed, Handed], mei: Officer, chief: Officer
) -> None:
    (_me, first), (_other, second) = two
    Task.objects.filter(item=first.item).update(created_at=clock.now() - timedelta(days=14))
    for case in (first, second):
        mei.move(case, "propose_refusal", reasons="所得超過標準")

    said = words_of(chief.client.get("/desk/office/").content)

    assert "最慢的步驟" in said
    assert "10 個工作天" in said


def test_a_supervisor_puts_somebody_new_into_a_post(mei: Officer, chief: Officer) -> None:
    post = Post.objects.get(holdings__account=mei.account)
    page = f"/desk/posts/{post.pk}/"

    unnamed = chief.client.post(page, {"email": "new@office.example", "since": "115/11/20"})
    chief.client.post(page, {"email": "new@office.example", "name": "新來的", "since": "115/11/20"})

    assert 'id="id_email-error"' in unnamed.content.decode()
    assert 'value="new@office.example"' in unnamed.content.decode()
    holding = PostHolding.objects.get(post=post, until=None)
    assert (holding.account.email, holding.account.name) == ("new@office.example", "新來的")
    assert "新來的" in words_of(chief.client.get("/desk/posts/").content)


def test_nobody_appoints_herself_or_at_another_office(mei: Officer, chief: Officer, officer: OfficerOf) -> None:
    post = Post.objects.get(holdings__account=mei.account)
    typed = {"account": chief.account.ref, "since": "115/11/20"}

    assert chief.client.post(f"/desk/posts/{post.pk}/", typed).status_code == 422
    elsewhere = officer(Role.SUPERVISOR, agency="10007260")
    assert elsewhere.client.get(f"/desk/posts/{post.pk}/").status_code == 404
    assert PostHolding.objects.get(post=post, until=None).account == mei.account


def test_the_first_day_finds_everything_on_one_page(
    two: tuple[Handed, Handed], mei: Officer, ping: Officer, chief: Officer
) -> None:
    (_me, first), _other = two
    ping.move(first, "propose_refusal", reasons="所得超過標準")

    answer = mei.client.get("/desk/my-post/")

    said = words_of(answer.content)
    for expected in (chief.account.name, ping.account.name, "所得超過標準", two[1][1].reference):
        assert expected in said
    guide = re.search(r'href="(/desk/guides/[^"]+)"', answer.content.decode())
    assert guide is not None
    assert mei.client.get(guide[1]).status_code == 200
    assert mei.client.get("/desk/guides/auditor/").status_code == 404


@pytest.mark.parametrize(
    "page", ["/desk/work/", "/desk/office/", "/desk/my-post/", "/desk/hand-overs/", "/desk/posts/"]
)
def test_no_page_of_the_office_asks_more_for_more_cases(handed_in: HandedIn, officer: OfficerOf, page: str) -> None:
    me, case = handed_in("share_30")
    chief = officer(Role.SUPERVISOR, Role.FIRST_REVIEW, agency=me.story["township"])
    case.item.tasks.update(due_on=clock.today() - timedelta(days=1))
    chief.client.get(page)
    with CaptureQueriesContext(connection) as with_one:
        chief.client.get(page)

    _other, another = handed_in("share_45")
    another.item.tasks.filter(done_at=None).update(
        agency_code=me.story["township"], due_on=clock.today() - timedelta(days=2)
    )
    with CaptureQueriesContext(connection) as with_two:
        chief.client.get(page)

    assert len(with_two) == len(with_one)
    assert len(with_two) <= 25
