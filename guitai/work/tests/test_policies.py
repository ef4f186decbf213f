"""The table of who may move: every move of the small flow against every kind of person."""

import pytest

from guitai.work import policies
from guitai.work.terms import SYSTEM, Desk, Mover, WaitsFor
from guitai.work.tests.flows import small_flow

REVIEW_DESK = Desk("first_review", "T1")
APPROVAL_DESK = Desk("approve", "C1")
REVIEWER = Mover("account:1", "陳初審", WaitsFor.OFFICE, frozenset({REVIEW_DESK}))
OTHER_TOWN = Mover("account:2", "林初審", WaitsFor.OFFICE, frozenset({Desk("first_review", "T2")}))
APPROVER = Mover("account:3", "王核定", WaitsFor.OFFICE, frozenset({APPROVAL_DESK}))
BOTH_HATS = Mover("account:1", "陳兼任", WaitsFor.OFFICE, frozenset({REVIEW_DESK, APPROVAL_DESK}))
APPLICANT = Mover("person:1", "張申請", WaitsFor.APPLICANT)
DESK_OF_STAGE = {"review": REVIEW_DESK, "approval": APPROVAL_DESK}
DESK_OF_MOVE = {"recall": REVIEW_DESK, "reopen": APPROVAL_DESK, "correct": APPROVAL_DESK}
HANDS = {"propose": frozenset({"account:1"})}

ALLOWED = {
    ("received", "at_once", SYSTEM),
    ("received", "route", SYSTEM),
    ("received", "withdraw", APPLICANT),
    ("review", "propose", REVIEWER),
    ("review", "propose", BOTH_HATS),
    ("review", "withdraw", APPLICANT),
    ("review", "ask", REVIEWER),
    ("review", "ask", BOTH_HATS),
    ("review", "forward", REVIEWER),
    ("review", "forward", BOTH_HATS),
    ("asked", "answer", APPLICANT),
    ("asked", "recall", REVIEWER),
    ("asked", "recall", BOTH_HATS),
    ("approval", "ask", APPROVER),
    ("approval", "ask", BOTH_HATS),
    ("granted", "reopen", APPROVER),
    ("granted", "reopen", BOTH_HATS),
    ("granted", "correct", APPROVER),
    ("granted", "correct", BOTH_HATS),
    ("approval", "grant", APPROVER),
    ("approval", "send_back", APPROVER),
    ("approval", "send_back", BOTH_HATS),
    ("approval", "withdraw", APPLICANT),
}
FLOW = small_flow()


@pytest.mark.parametrize("stage", FLOW.stages)
@pytest.mark.parametrize("move", [move.key for move in FLOW.moves])
@pytest.mark.parametrize("mover", [SYSTEM, REVIEWER, OTHER_TOWN, APPROVER, BOTH_HATS, APPLICANT], ids=lambda m: m.words)
def test_a_move_is_made_only_by_whom_and_where_the_table_says(stage: str, move: str, mover: Mover) -> None:
    may = policies.may_move(
        FLOW.move(move),
        stage=FLOW.stages[stage],
        desk=DESK_OF_STAGE.get(stage) or DESK_OF_MOVE.get(move),
        mover=mover,
        hands=HANDS,
    )

    assert may is ((stage, move, mover) in ALLOWED)
