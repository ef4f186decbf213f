from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guitai.waiting.line import BLOCK, LONGEST_TICK, LOOKS_A_SECOND, SOONEST, Line, waiting
from guitai.waiting.terms import Opening, Ticket

KEY = b"k" * 32
OPENS = 1_000_000
OPENING = Opening("premium", datetime.fromtimestamp(OPENS, UTC), per_minute=60)


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line.begin(tmp_path, OPENING, KEY)


def come(line: Line, count: int, now: float) -> list[Ticket]:
    return [line.take_number(now) for _each in range(count)]


def run(line: Line, *, since: float, seconds: int) -> None:
    for second in range(seconds + 1):
        line.tick(since + second)


def test_nobody_comes_in_before_the_opening(line: Line) -> None:
    early = come(line, 3, OPENS - 60)
    run(line, since=OPENS - 60, seconds=59)

    told = [line.standing(ticket, OPENS - 1) for ticket in early]
    assert not any(each.is_turn for each in told)
    assert all(each.is_early for each in told)


def test_the_early_ones_are_drawn_by_lot_and_stand_before_the_late_ones(line: Line) -> None:
    early = come(line, 200, OPENS - 60)
    line.tick(OPENS)
    late = line.take_number(OPENS + 1)

    places = [line.place(ticket) for ticket in early]
    assert sorted(places) == list(range(200))
    assert places != list(range(200))
    assert line.place(late) == 200


def test_after_the_opening_who_comes_first_comes_in_first_at_the_pace_that_is_set(line: Line) -> None:
    line.tick(OPENS)
    tickets = come(line, 100, OPENS)
    run(line, since=OPENS, seconds=30)

    let_in = [line.standing(ticket, OPENS + 30).is_turn for ticket in tickets]
    assert let_in == [True] * 30 + [False] * 70
    told = line.standing(tickets[89], OPENS + 30)
    assert (told.ahead, told.minutes) == (59, 1)


def test_while_the_counter_rests_nobody_is_sent_there_and_nobody_loses_a_place(line: Line) -> None:
    line.tick(OPENS)
    tickets = come(line, 10, OPENS)
    run(line, since=OPENS, seconds=2)
    line.is_resting = True
    run(line, since=OPENS + 2, seconds=600)

    assert not line.standing(tickets[0], OPENS + 600).is_turn
    assert line.standing(tickets[9], OPENS + 600).minutes is None
    line.is_resting = False
    run(line, since=OPENS + 602, seconds=1)
    assert [line.standing(ticket, OPENS + 603).is_turn for ticket in tickets] == [True] * 3 + [False] * 7


def test_a_quiet_time_is_not_saved_up(line: Line) -> None:
    """An hour in which nobody came does not let in an hour's people at once."""
    line.tick(OPENS)
    run(line, since=OPENS, seconds=3600)
    tickets = come(line, 50, OPENS + 3600)

    assert sum(line.standing(ticket, OPENS + 3600).is_turn for ticket in tickets) == 1


def test_a_room_that_was_killed_gives_no_number_twice_and_keeps_places(tmp_path: Path) -> None:
    line = Line.begin(tmp_path, OPENING, KEY)
    early = come(line, 150, OPENS - 5)
    line.tick(OPENS)
    line.keep()
    places = [line.place(ticket) for ticket in early]

    anew = Line.begin(tmp_path, OPENING, KEY)  # nothing was written when the other one died

    assert [anew.place(ticket) for ticket in early] == places
    assert anew.take_number(OPENS + 1).number == 2 * BLOCK


def test_whoever_was_let_in_before_a_kill_does_not_wait_again(tmp_path: Path) -> None:
    line = Line.begin(tmp_path, OPENING, KEY)
    line.tick(OPENS)
    tickets = come(line, 100, OPENS)
    run(line, since=OPENS, seconds=30)

    anew = Line.begin(tmp_path, OPENING, KEY)  # nobody wrote anything at the end

    let_in = [anew.standing(ticket, OPENS + 31).is_turn for ticket in tickets]
    assert let_in[:30] == [True] * 30
    assert sum(let_in) <= 32  # the pace of a second more than was told


def test_a_line_that_ended_in_good_order_goes_on_exactly_there(tmp_path: Path) -> None:
    line = Line.begin(tmp_path, OPENING, KEY)
    line.tick(OPENS)
    come(line, 50, OPENS)
    run(line, since=OPENS, seconds=10)
    line.settle()

    anew = Line.begin(tmp_path, OPENING, KEY)

    assert (anew.given, anew.admitted) == (line.given, line.admitted)


@pytest.mark.parametrize("jump", [86_400, -86_400])
def test_a_clock_that_jumps_lets_nobody_in(line: Line, jump: int) -> None:
    line.tick(OPENS + 100_000)
    come(line, 500, OPENS + 100_000)
    line.tick(OPENS + 100_000 + jump)

    assert 0 <= line.admitted <= LONGEST_TICK


def test_the_longer_the_line_the_more_seldom_each_of_them_looks(line: Line) -> None:
    line.tick(OPENS)
    last = come(line, 60, OPENS)[-1]
    assert line.standing(last, OPENS).look_again < 60 / 2

    come(line, 60 * LOOKS_A_SECOND, OPENS)
    assert line.standing(last, OPENS).look_again >= 60
    assert line.standing(Ticket("premium", 1, OPENS), OPENS).look_again == SOONEST


def test_a_closed_room_lets_everybody_in(tmp_path: Path) -> None:
    line = Line.begin(tmp_path, Opening("premium", OPENING.opens_at, 60, is_closed=True), KEY)
    ticket = come(line, 500, OPENS)[-1]

    assert line.standing(ticket, OPENS).is_turn


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 120)), min_size=1, max_size=12))
def test_nobody_is_overtaken_and_no_more_come_in_than_is_set(
    tmp_path_factory: pytest.TempPathFactory, arrivals: list[tuple[int, int]]
) -> None:
    """However people arrive, places are taken in their order and the pace holds."""
    line = Line.begin(tmp_path_factory.mktemp("line"), OPENING, KEY)
    line.tick(OPENS)
    now, seen = float(OPENS), 0.0
    for count, seconds in arrivals:
        come(line, count, now)
        before = line.admitted
        line.tick(now + seconds)
        now += seconds
        assert before <= line.admitted <= before + seconds + 1
        seen = line.admitted
    assert seen <= line.given + 1
    assert waiting(line) == max(0, line.given - int(line.admitted))
