"""A post is in one pair of hands on one day; a stand-in acts for it while the holder is away."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from guitai.accounts import actions, queries
from guitai.accounts.models import Account, Agency, Post, PostHolding, StandIn
from guitai.accounts.terms import AccountsRefusal, AgencyKind, Role
from guitai.accounts.tests.people import NOW, official, signed_up

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
AGENCY = "10007100"


def a_post(holder: str = "clerk@example.tw") -> Post:
    official(Role.FIRST_REVIEW, email=holder)
    return Post.objects.get(number=holder)


def stand_in(post: Post, deputy: Account, since: date = DAY, until: date = DAY + timedelta(days=5)) -> StandIn:
    return actions.appoint_stand_in(post, deputy, since=since, until=until, actor="account:1", now=NOW)


def test_the_holder_is_an_official_with_the_roles_of_the_post() -> None:
    clerk = official(Role.COUNTER, Role.FIRST_REVIEW)

    found = queries.official(clerk, on=DAY)

    assert found is not None
    assert found.may(Role.COUNTER, AGENCY)
    assert found.posts[0].stands_in is False
    assert queries.official(signed_up("nobody@example.tw"), on=DAY) is None


def test_a_post_handed_on_ends_for_the_first_holder_that_day() -> None:
    post, successor = a_post(), signed_up("next@example.tw")
    before = Account.objects.get(email="clerk@example.tw")

    actions.assign_post(successor, post, since=DAY, actor="account:1", now=NOW)

    assert queries.official(before, on=DAY - timedelta(days=1)) is not None
    assert queries.official(before, on=DAY) is None
    assert queries.official(successor, on=DAY) is not None


def test_two_holders_on_one_day_are_impossible_in_the_database() -> None:
    post = a_post()

    with pytest.raises(IntegrityError), transaction.atomic():
        PostHolding.objects.create(account=signed_up("two@example.tw"), post=post, since=DAY)


def test_a_stand_in_acts_on_his_days_only_and_is_named() -> None:
    post, deputy = a_post(), official(Role.COUNTER, email="deputy@example.tw")
    stand_in(post, deputy)

    for day, acts in [(DAY - timedelta(days=1), False), (DAY, True), (DAY + timedelta(days=5), False)]:
        found = queries.official(deputy, on=day)
        assert found is not None
        assert found.may(Role.FIRST_REVIEW) is acts
    found = queries.official(deputy, on=DAY)
    assert found is not None
    assert [each.stands_in for each in found.posts if Role.FIRST_REVIEW in each.roles] == [True]
    assert queries.responsible_name(queries.post(post.ref), on=DAY) == "課員 陳文書"


def test_a_post_without_anybody_is_not_offered_work() -> None:
    official(Role.FIRST_REVIEW)
    actions.open_post(AGENCY, unit="社會課", number="empty", title="缺", roles=[Role.FIRST_REVIEW], actor="t", now=NOW)

    assert [each.title for each in queries.posts_with(Role.FIRST_REVIEW, AGENCY, on=DAY)] == ["課員"]
    assert queries.posts_with(Role.APPROVE, AGENCY, on=DAY) == []


@pytest.mark.parametrize("days", [(0, 5), (4, 9), (-3, 1), (1, 2)])
def test_two_stand_ins_on_one_day_are_refused(days: tuple[int, int]) -> None:
    post = a_post()
    stand_in(post, signed_up("one@example.tw"))

    with pytest.raises(AccountsRefusal):
        stand_in(post, signed_up("two@example.tw"), DAY + timedelta(days=days[0]), DAY + timedelta(days=days[1]))


def test_nobody_stands_in_for_himself_or_backwards() -> None:
    post = a_post()

    with pytest.raises(AccountsRefusal):
        stand_in(post, Account.objects.get(email="clerk@example.tw"))
    with pytest.raises(AccountsRefusal):
        stand_in(post, signed_up("one@example.tw"), until=DAY)


def test_a_role_that_nobody_knows_cannot_be_stored() -> None:
    post = a_post()

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(roles=["emperor"])


def test_the_county_and_its_26_townships_are_read_and_reading_again_changes_nothing() -> None:
    source = Path(__file__).parents[3] / "services" / "tw" / "agencies.yaml"

    for _twice in range(2):
        assert actions.load_agencies(source, now=NOW) == 28

    assert len(queries.agencies(AgencyKind.TOWNSHIP)) == 26
    yuanlin = queries.agency(AGENCY)
    assert (yuanlin.name, yuanlin.parent_code, yuanlin.head_title) == ("彰化縣員林市公所", "10007", "市長")


def test_a_misspelt_field_of_an_agency_is_named(tmp_path: Path) -> None:
    source = tmp_path / "agencies.yaml"
    source.write_text('agencies:\n- {code: "1", name: 甲, kind: township, adress: 路}\n', encoding="utf-8")

    with pytest.raises(AccountsRefusal, match="adress"):
        actions.load_agencies(source, now=NOW)
    assert not Agency.objects.exists()


@pytest.mark.parametrize("ref", ["", "post:", "post:x", "post:１", "account:1", "post:999999"])
def test_a_reference_that_is_none_finds_no_post(ref: str) -> None:
    with pytest.raises(Post.DoesNotExist):
        queries.post(ref)
