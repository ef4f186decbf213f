"""“Where is my case?”: number and last four digits open the stage, never a name, and guessing is slow."""

import pytest
from django.test import Client

from guitai.cases.references import new_reference
from guitai.cases.where import TRIES
from tests.journeys.browsing import words_of
from tests.journeys.conftest import HandedIn

WHERE = "/cases/where/"


def asked(reference: str, last_four: str, *, address: str = "10.0.0.1") -> tuple[int, str]:
    answer = Client(REMOTE_ADDR=address).post(WHERE, {"reference": reference, "last_four": last_four})
    return answer.status_code, words_of(answer.content)


def test_number_and_digits_show_stage_and_office_but_no_name(handed_in: HandedIn) -> None:
    me, case = handed_in("share_30")

    status, page = asked(case.reference.lower().replace("-", " "), me.last_four)

    assert status == 200
    assert "公所初審中" in page
    assert me.story["name"] not in page
    assert me.story["number"] not in page


def test_a_wrong_number_and_wrong_digits_sound_the_same(handed_in: HandedIn) -> None:
    me, case = handed_in("share_30")
    wrong = "0000" if me.last_four != "0000" else "1111"

    answers = [asked(new_reference(), me.last_four), asked(case.reference, wrong), asked("", ""), asked("\x00", "𠮷")]

    assert {status for status, _page in answers} == {422}
    said = {page.partition("例如")[0] for _status, page in answers}
    assert len(said) == 1


@pytest.mark.parametrize("digits", ["", "1", "12345", "１２"])
def test_only_four_digits_are_digits_enough(handed_in: HandedIn, digits: str) -> None:
    _me, case = handed_in("share_30")

    assert asked(case.reference, digits)[0] == 422


def test_digits_in_full_width_are_digits(handed_in: HandedIn) -> None:
    me, case = handed_in("share_30")
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in me.last_four)

    assert asked(case.reference, full_width)[0] == 200


def test_after_ten_wrong_tries_even_the_right_digits_have_to_wait(handed_in: HandedIn) -> None:
    me, case = handed_in("share_30")
    for _try in range(TRIES):
        asked(new_reference(), "0000")

    assert asked(case.reference, me.last_four)[0] == 422
    assert asked(case.reference, me.last_four, address="10.0.0.2")[0] == 200
