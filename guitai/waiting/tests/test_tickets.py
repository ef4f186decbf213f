from dataclasses import replace

import pytest

from guitai.waiting import tickets
from guitai.waiting.terms import NotOurs, Ticket

KEY = b"k" * 32
TICKET = Ticket("premium", 41, 1_000)


def test_what_was_written_is_read() -> None:
    text = tickets.write(TICKET, kind=tickets.TICKET, key=KEY)

    assert tickets.read(text, kind=tickets.TICKET, key=KEY, now=1_001) == TICKET


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("41", "0", 1),
        lambda text: text.replace("premium", "other"),
        lambda text: text[:-1],
        lambda _text: "",
        lambda _text: "a.b.c.d",
        lambda _text: "." * 500,
        lambda _text: "櫃台.1.2.3",
    ],
)
def test_what_was_changed_is_nobodys(change: "type[str]") -> None:
    text = tickets.write(TICKET, kind=tickets.TICKET, key=KEY)

    with pytest.raises(NotOurs):
        tickets.read(change(text), kind=tickets.TICKET, key=KEY, now=1_001)


def test_a_place_is_no_pass_and_another_key_no_key() -> None:
    text = tickets.write(TICKET, kind=tickets.TICKET, key=KEY)

    with pytest.raises(NotOurs):
        tickets.read(text, kind=tickets.PASS, key=KEY, now=1_001)
    with pytest.raises(NotOurs):
        tickets.read(text, kind=tickets.TICKET, key=b"x" * 32, now=1_001)


def test_a_pass_ends_after_a_quarter_of_an_hour() -> None:
    text = tickets.write(replace(TICKET, given_at=0), kind=tickets.PASS, key=KEY)

    assert tickets.read(text, kind=tickets.PASS, key=KEY, now=900).number == 41
    with pytest.raises(NotOurs):
        tickets.read(text, kind=tickets.PASS, key=KEY, now=901)
