"""T30: whatever a source does, the application is sent, the case waits for what is missing, and goes on by itself."""

import time
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from guitai.cases import queries
from guitai.core import clock
from guitai.gateways.models import Lookup
from tests.journeys.agencies import Agencies
from tests.journeys.conftest import CitizenOf
from tests.journeys.jobs import Worker

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MODES = ("slow", "drip", "half", "other_person", "huge")  # all of them: gateways/tests/test_misbehaviour.py
SECONDS = 1  # that a source gets here
SLOWEST = 15  # seconds for everything, on a machine that does other things


@pytest.fixture
def impatient(settings: Settings, agencies: Agencies) -> Agencies:
    settings.GATEWAYS = {name: entry | {"seconds": str(SECONDS)} for name, entry in agencies.settings().items()}
    return agencies


@pytest.mark.parametrize("mode", MODES)
def test_t30_a_source_that_misbehaves_is_a_gap_and_holds_nobody_up(
    citizen: CitizenOf, impatient: Agencies, county: datetime, mode: str
) -> None:
    me = citizen("share_30")
    impatient.order("tax", mode)
    began = time.monotonic()

    case = me.hand_in(county)

    assert time.monotonic() - began < SLOWEST
    assert {piece.gap != "" for piece in queries.pieces(case.application) if piece.source == "tax"} == {True}


def test_t30_a_source_that_never_answers_is_left_alone_after_a_few_failures(
    citizen: CitizenOf, impatient: Agencies, worker: Worker, county: datetime
) -> None:
    impatient.order("tax", "down")
    for key in ("share_30", "share_45", "refused_60", "three_generations"):
        citizen(key).hand_in(county)
    worker.run()

    assert Lookup.objects.filter(source="tax", outcome="down").count() <= 10


def test_t30_a_case_goes_on_by_itself_once_the_source_is_well_again(
    citizen: CitizenOf, impatient: Agencies, worker: Worker, county: datetime
) -> None:
    impatient.order("tax", "reset")
    case = citizen("share_30").hand_in(county)
    worker.run()
    before = queries.case(case.reference).item.stage
    impatient.behave()

    with clock.shifted(timedelta(minutes=2)):
        worker.tick("cases.look_again")

    assert (before, queries.case(case.reference).item.stage) == ("waiting_for_data", "first_review")
