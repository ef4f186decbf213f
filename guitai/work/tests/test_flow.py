from collections.abc import Callable
from typing import Any

import pytest

from guitai.work.flow import read_flow
from guitai.work.terms import FlowWrong
from guitai.work.tests.flows import CONDITIONS, raw_flow

Spoil = Callable[[dict[str, Any]], object]

BROKEN: dict[str, tuple[Spoil, str]] = {
    "a move to nowhere": (lambda raw: raw["moves"][1].update(to="nowhere"), "there is no stage 'nowhere'"),
    "a stage no move reaches": (
        lambda raw: raw["stages"].append({"key": "lost", "label": "迷路", "final": "refused"}),
        "no move leads here",
    ),
    "a stage with no way out": (
        lambda raw: raw["stages"][2].update(key="end") or raw["moves"][2].update(to="end"),
        "either final or has a move",
    ),
    "an unknown condition": (lambda raw: raw["moves"][0].update(when=["moonlight"]), "'moonlight' is not one of"),
    "an unknown need": (lambda raw: raw["moves"][4].update(needs=["tea"]), "'tea' is not one of"),
    "two moves of one name": (lambda raw: raw["moves"][1].update(key="at_once"), "two moves have this name"),
    "four eyes on a move that is not there": (
        lambda raw: raw["moves"][3].update(not_by_who=["dance"]),
        "there is no move 'dance'",
    ),
    "an outcome without its final stage": (lambda raw: raw["moves"][1].update(outcome="refused"), "differ"),
    "an office nobody knows": (lambda raw: raw["stages"][1].update(office="moon"), "name its office"),
    "a stage waiting for who cannot move": (
        lambda raw: raw["stages"][0].update(waits_for="applicant", key="received") or raw["moves"].pop(),
        "has no move here",
    ),
    "a closed case that nobody in particular may open": (
        lambda raw: next(move for move in raw["moves"] if move["key"] == "reopen").pop("role"),
        "name the office",
    ),
    "a closed case that the system opens": (
        lambda raw: next(move for move in raw["moves"] if move["key"] == "reopen").update(by="system"),
        "nobody but people",
    ),
    "no stages": (lambda raw: raw.pop("stages"), "stages"),
    "a wrong actor": (lambda raw: raw["moves"][1].update(by="nobody else"), "nobody else"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_flow_that_cannot_be_followed_is_refused_with_its_place(name: str) -> None:
    spoil, words = BROKEN[name]
    raw = raw_flow()
    spoil(raw)

    with pytest.raises(FlowWrong, match=words):
        read_flow(raw, conditions=CONDITIONS)


def test_the_first_stage_is_where_items_open() -> None:
    flow = read_flow(raw_flow(), conditions=CONDITIONS)

    assert flow.first.key == "received"
    assert [move.key for move in flow.moves_from("approval")] == ["grant", "send_back", "ask", "withdraw"]


def test_an_unknown_move_is_refused_by_name() -> None:
    flow = read_flow(raw_flow(), conditions=CONDITIONS)

    with pytest.raises(FlowWrong, match="fly"):
        flow.move("fly")


def test_a_stage_that_is_not_reached_anew_does_not_send_its_letter_again() -> None:
    flow = read_flow(raw_flow(), conditions=CONDITIONS)

    reached = flow.aftermath(stage="granted", move=flow.move("grant"))
    corrected = flow.aftermath(stage="granted", move=flow.move("correct"))
    came_back = flow.aftermath(stage="review", move=flow.move("answer"))

    assert reached
    assert corrected
    assert (reached.letter, corrected.letter, came_back) == ("grant", "correction", None)
