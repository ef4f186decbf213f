"""Numbers of cases: read aloud, typed anyhow, and not to be guessed."""

import re

import pytest

from guitai.cases.references import ALPHABET, new_reference, normal_reference


@pytest.mark.parametrize(
    "typed",
    [
        "K7MP-3QXT-2WRA",
        "k7mp-3qxt-2wra",
        "k7mp3qxt2wra",
        " K7MP 3QXT 2WRA ",
        "Ｋ７ＭＰ－３ＱＸＴ－２ＷＲＡ",
        "ｋ７ｍｐ３ｑｘｔ２ｗｒａ",
        "K7MP—3QXT—2WRA",
        "案號：K7MP-3QXT-2WRA。",
        "K7MP\u200b-3QXT\u00a02WRA\n",
    ],
)
def test_a_number_is_understood_however_it_is_typed(typed: str) -> None:
    assert normal_reference(typed) == "K7MP-3QXT-2WRA"


@pytest.mark.parametrize("typed", ["", "—", "王小明", "\x00", "𠮷"])
def test_what_is_no_number_becomes_none(typed: str) -> None:
    assert normal_reference(typed) == ""


def test_a_new_number_is_already_as_it_is_kept() -> None:
    number = new_reference()

    assert normal_reference(number) == number
    assert re.fullmatch(f"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", number)


@pytest.mark.parametrize("sign", "01OILU")
def test_no_number_has_a_sign_that_is_mistaken_on_the_phone(sign: str) -> None:
    assert sign not in ALPHABET
