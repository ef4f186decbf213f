from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries, Settings

from guitai.core import actions, clock
from guitai.core.models import ClockShift
from guitai.core.terms import ClockFixed

MOMENT = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)  # two in the morning of the 10th in Taiwan


@pytest.fixture
def movable(settings: Settings, db: None) -> None:
    """The clock of a demo, not moved yet."""
    del db
    settings.CLOCK_MOVABLE = True
    clock.shift.forget()


@time_machine.travel(MOMENT, tick=False)
def test_the_clock_shows_utc_and_the_day_in_taiwan() -> None:
    assert clock.now() == MOMENT
    assert clock.now().tzinfo is UTC
    assert clock.today() == date(2026, 3, 10)


@time_machine.travel(MOMENT, tick=False)
def test_a_block_moves_the_clock_and_leaves_it_as_it_was() -> None:
    with clock.shifted(timedelta(days=2)), clock.shifted(timedelta(hours=-1)):
        assert clock.now() == MOMENT + timedelta(days=2, hours=-1)

    assert clock.now() == MOMENT


@time_machine.travel(MOMENT, tick=False)
@pytest.mark.usefixtures("movable")
def test_the_demo_moves_the_clock_on_and_back() -> None:
    assert actions.move_clock(timedelta(days=30)) == MOMENT + timedelta(days=30)
    assert actions.move_clock(timedelta(days=1)) == MOMENT + timedelta(days=31)
    assert clock.now() == MOMENT + timedelta(days=31)

    assert actions.reset_clock() == MOMENT


@time_machine.travel(MOMENT, tick=False)
@pytest.mark.usefixtures("movable")
def test_a_process_follows_the_shift_of_another_within_a_second(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    seconds = [0.0]
    monkeypatch.setattr("guitai.core.clock.time.monotonic", lambda: seconds[0])
    assert clock.now() == MOMENT
    ClockShift.objects.create(by=timedelta(days=5))
    seconds[0] = 0.9
    with django_assert_num_queries(0):
        assert clock.now() == MOMENT

    seconds[0] = 1.0

    assert clock.now() == MOMENT + timedelta(days=5)


@time_machine.travel(MOMENT, tick=False)
@pytest.mark.django_db
def test_in_production_nobody_moves_the_clock_not_even_with_a_row_in_the_table(settings: Settings) -> None:
    settings.CLOCK_MOVABLE = False
    ClockShift.objects.create(by=timedelta(days=5))

    assert clock.now() == MOMENT
    with pytest.raises(ClockFixed):
        actions.move_clock(timedelta(days=1))
    with pytest.raises(ClockFixed):
        actions.reset_clock()
