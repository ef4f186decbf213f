"""The county of the matrix, standing in a database that is rolled back afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from guitai.core import clock
from standins.world import writing
from tests.journeys.agencies import running
from tests.security import county as counties
from tests.security.probing import Prober

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
HOUSEHOLDS, SEED = 40, 7


@contextmanager
def prober_of(world: Path) -> Iterator[Prober]:
    """Answer who knocks in it; the database must be open to the caller."""
    writing.write(world, seed=SEED, households=HOUSEHOLDS)
    with (
        running(world) as agencies,
        counties.as_in_production(agencies.settings(), world),
        clock.shifted(NOON - clock.now()),
        counties.all_undone(),
    ):
        made = Prober(counties.build(counties.stories(world), clock.now()))
        made.begin()
        yield made
        transaction.set_rollback(True)
