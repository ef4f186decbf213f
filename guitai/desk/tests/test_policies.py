"""Who may see what of an office: each rule against every role, in the office itself and in another one."""

from collections.abc import Callable

import pytest

from guitai.accounts.terms import Official, PostView, Role
from guitai.cases import policies as case_policies
from guitai.desk import policies

HERE, ELSEWHERE = "10007100", "10007010"
GIVER, TAKER = "account:7", "account:8"
Rule = Callable[[Official, str], bool]
IN_ITS_OFFICE: dict[str, tuple[Rule, set[Role]]] = {
    "a second request": (policies.may_decide_second_request, {Role.SUPERVISOR}),
    "a batch of letters": (policies.may_handle_batch, {Role.LETTERS}),
    "a case": (
        lambda official, code: case_policies.may_read(official, [code]),
        {Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR},
    ),
    "a hand-over": (
        lambda official, code: policies.may_read_hand_over(official, "account:1", agency_code=code, hands={GIVER}),
        {Role.SUPERVISOR},
    ),
}


def somebody(*roles: Role, agency: str = HERE) -> Official:
    post = PostView("post:1", "課員", "社會課", agency, "公所", frozenset(roles), stands_in=False)
    return Official("account:1", "陳文書", (post,))


@pytest.mark.parametrize("what", IN_ITS_OFFICE)
@pytest.mark.parametrize("role", Role)
def test_a_rule_of_the_office_lets_its_roles_in_there_and_nowhere_else(what: str, role: Role) -> None:
    rule, roles = IN_ITS_OFFICE[what]

    assert rule(somebody(role), HERE) is (role in roles)
    assert not rule(somebody(role), ELSEWHERE)


@pytest.mark.parametrize("role", Role)
def test_posts_are_seen_by_who_leads_the_office_and_by_the_administrator_everywhere(role: Role) -> None:
    assert policies.may_see_post(somebody(role), HERE) is (role in {Role.SUPERVISOR, Role.ADMINISTRATOR})
    assert policies.may_see_post(somebody(role), ELSEWHERE) is (role is Role.ADMINISTRATOR)
    assert policies.sees_every_office(somebody(role)) is (role is Role.ADMINISTRATOR)


def test_giver_and_successor_read_the_hand_over_without_a_post() -> None:
    hands = {GIVER, TAKER}

    assert policies.may_read_hand_over(None, GIVER, agency_code=HERE, hands=hands)
    assert policies.may_read_hand_over(None, TAKER, agency_code=HERE, hands=hands)
    assert not policies.may_read_hand_over(None, "account:9", agency_code=HERE, hands=hands)
