"""A correction names what stood there and what should; without one there is nothing to send."""

import pytest

from guitai.cases import correcting
from guitai.cases.terms import Correction
from guitai.core.texts import Text
from guitai.work.flow import Move
from guitai.work.terms import MoveRefused, WaitsFor

CORRECT = Move("correct", Text("更正"), ("refused",), "same", WaitsFor.OFFICE, needs=frozenset({"correction"}))
REOPEN = Move("reopen", Text("重新審查"), ("refused",), "first_review", WaitsFor.OFFICE)


def test_each_correction_is_one_line_of_the_letter() -> None:
    slips = [Correction("115年1月1日", "115年1月11日"), Correction("台中", "臺中")]

    assert correcting.words_of(CORRECT, slips).splitlines() == [
        "（1）原文「115年1月1日」更正為「115年1月11日」。",
        "（2）原文「台中」更正為「臺中」。",
    ]


def test_nothing_corrected_is_refused() -> None:
    with pytest.raises(MoveRefused):
        correcting.words_of(CORRECT, [])


def test_another_move_has_nothing_to_correct() -> None:
    assert correcting.words_of(REOPEN, []) == ""


def test_without_a_letter_there_are_no_sentences() -> None:
    assert correcting.sentences(None) == []
    assert correcting.read(None, {"subject-0": "別的"}) == ()
