"""Where a case goes without a hand on it: each line is one standing."""

from dataclasses import replace

import pytest

from guitai.cases.routing import CONDITIONS, Standing, next_move
from guitai.cases.terms import Difference
from guitai.cases.tests.pieces import gap
from guitai.catalogue.terms import CONDITIONS as WORDS
from guitai.catalogue.terms import Service
from guitai.rules.terms import Verdict

TAX = gap("income", "tax")
BANK = gap("account", "bank")
DIFFERS = Difference("self", "work.monthly", 1, 2, ("tax",))
CLEAR = Standing(Verdict.ELIGIBLE, gaps=(), waiting_gaps=(), differences=(), status_in_register=True)
WEIGHED = replace(CLEAR, status_in_register=False)
OPEN = replace(CLEAR, verdict=Verdict.UNDETERMINED, gaps=(TAX,), waiting_gaps=(TAX,))


@pytest.mark.parametrize(
    ("standing", "move"),
    [
        (CLEAR, "decide_at_once"),
        (WEIGHED, "to_first_review"),
        (replace(CLEAR, differences=(DIFFERS,)), "to_first_review"),
        (replace(CLEAR, gaps=(BANK,)), "to_first_review"),
        (replace(CLEAR, verdict=Verdict.NOT_ELIGIBLE), "to_first_review"),
        (OPEN, "wait_for_data"),
        (replace(OPEN, waiting_gaps=()), "to_first_review"),
        (replace(OPEN, verdict=Verdict.ELIGIBLE), "to_first_review"),
        (replace(OPEN, verdict=Verdict.NOT_ELIGIBLE), "to_first_review"),
    ],
    ids=[
        "a status in the register decides at once",
        "an income has to be weighed",
        "what differs is looked at",
        "what is missing is looked at",
        "nobody is refused by a machine",
        "an open verdict waits for a source that will answer",
        "nothing is left to wait for",
        "the gap cannot change the grant",
        "the gap cannot change the refusal",
    ],
)
@pytest.mark.parametrize("stage", ["received", "waiting_for_data"])
def test_a_case_goes(service: Service, stage: str, standing: Standing, move: str) -> None:
    found = next_move(service.flow, stage, standing)

    assert found is not None
    assert found.key == move


@pytest.mark.parametrize("stage", ["first_review", "approval", "granted", "refused", "withdrawn"])
def test_where_people_have_to_act_the_system_does_nothing(service: Service, stage: str) -> None:
    assert next_move(service.flow, stage, CLEAR) is None


def test_every_word_of_a_flow_has_a_meaning() -> None:
    assert set(CONDITIONS) == WORDS
