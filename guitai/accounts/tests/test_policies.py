"""Who may, as tables: every member of every enum stands in them."""

import itertools

import pytest

from guitai.accounts import policies
from guitai.accounts.terms import ASSURANCE_ORDER, LEVEL_OF_CHANNEL, Assurance, Channel, Official, PostView, Role

HERE, ELSEWHERE = "10007100", "10007010"


def somebody(*roles: Role, agency: str = HERE, stands_in: bool = False) -> Official:
    post = PostView("post:1", "課員", "社會課", agency, "公所", frozenset(roles), stands_in)
    return Official("account:1", "陳文書", (post,))


def test_every_level_has_its_place_and_every_channel_its_level() -> None:
    assert set(ASSURANCE_ORDER) == set(Assurance)
    assert len(ASSURANCE_ORDER) == len(Assurance)
    assert set(LEVEL_OF_CHANNEL) == set(policies.MAY_REBIND) == set(policies.DAYS_VALID) == set(Channel)


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(ASSURANCE_ORDER, 2)))
def test_a_later_level_is_worth_more(one: Assurance, other: Assurance) -> None:
    assert policies.at_least(other, one)
    assert not policies.at_least(one, other)
    assert policies.higher(one, other) == policies.higher(other, one) == other


@pytest.mark.parametrize("role", Role)
def test_only_a_counter_sees_cards(role: Role) -> None:
    assert policies.may_issue_code(somebody(role)) is (role == Role.COUNTER)
    assert policies.may_change_number(somebody(role)) is (role == Role.COUNTER)


def test_who_is_no_official_may_nothing() -> None:
    assert not policies.may_issue_code(None)
    assert not policies.may_change_number(None)
    assert not policies.may_appoint_stand_in(None, HERE)


@pytest.mark.parametrize("role", Role)
def test_a_stand_in_is_appointed_by_the_agencys_supervisor_or_the_administrator(role: Role) -> None:
    assert policies.may_appoint_stand_in(somebody(role), HERE) is (role in {Role.SUPERVISOR, Role.ADMINISTRATOR})
    assert policies.may_appoint_stand_in(somebody(role), ELSEWHERE) is (role == Role.ADMINISTRATOR)


def test_a_role_counts_in_its_agency_only() -> None:
    clerk = somebody(Role.FIRST_REVIEW)

    assert clerk.may(Role.FIRST_REVIEW)
    assert clerk.may(Role.FIRST_REVIEW, HERE)
    assert not clerk.may(Role.FIRST_REVIEW, ELSEWHERE)
    assert not clerk.may(Role.APPROVE, HERE)
    assert clerk.agencies(Role.FIRST_REVIEW) == {HERE}
    assert clerk.agencies(Role.APPROVE) == frozenset()


def test_the_own_post_comes_before_one_stood_in_for() -> None:
    own = PostView("post:1", "課員", "社會課", HERE, "公所", frozenset({Role.SUPERVISOR}))
    other = PostView("post:2", "課長", "社會課", HERE, "公所", frozenset({Role.SUPERVISOR}), stands_in=True)

    assert Official("account:1", "陳", (other, own)).post_for(Role.SUPERVISOR, HERE) == own
    assert Official("account:1", "陳", (other,)).post_for(Role.SUPERVISOR, HERE) == other
    assert Official("account:1", "陳", ()).post_for(Role.SUPERVISOR, HERE) is None
