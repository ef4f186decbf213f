"""A personal value becomes plain only while somebody reads, and the reading knows whose it was."""

from collections.abc import Iterator

import pytest

from guitai.core import reading
from guitai.core.reading import NotReading


@pytest.fixture
def nobody_reads() -> Iterator[None]:
    token = reading._current.set(None)
    yield
    reading._current.reset(token)


@pytest.mark.usefixtures("nobody_reads")
def test_nothing_is_opened_while_nobody_reads() -> None:
    with pytest.raises(NotReading):
        reading.opened("person:1")
    assert not reading.is_open()


def test_a_reading_knows_whose_values_it_opened() -> None:
    with reading.begin(actor="account:1") as one:
        reading.opened("person:2")
        reading.opened_all(["person:1", "person:2"])
    assert one.others() == ["person:1", "person:2"]


def test_ones_own_data_and_nobodys_are_no_look_at_others() -> None:
    with reading.begin(actor="account:1") as one:
        one.selves.add("person:1")
        reading.opened_all(["person:1", "account:1", ""])
    assert one.others() == []


def test_an_inner_reading_stands_for_itself() -> None:
    with reading.begin(actor="account:1") as outer:
        with reading.begin(actor="job:inner") as inner:
            reading.opened("person:2")
        reading.opened("person:3")
    assert (inner.others(), outer.others()) == (["person:2"], ["person:3"])


def test_two_readings_never_share_their_name() -> None:
    with reading.begin(actor="a") as one, reading.begin(actor="a") as other:
        assert one.id != other.id
