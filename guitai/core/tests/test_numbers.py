import pytest

from guitai.core.numbers import LARGEST, whole


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("007", 7), (str(LARGEST), LARGEST)])
def test_a_whole_number_is_read(typed: str, number: int) -> None:
    assert whole(typed) == number


@pytest.mark.parametrize("typed", ["", "x", "-1", "1.0", "１", "²", str(LARGEST + 1), "9" * 20, "9" * 5000])
def test_what_is_no_number_or_too_large_is_none(typed: str) -> None:
    assert whole(typed) is None
