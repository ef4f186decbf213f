"""The county of the journeys, broken on purpose."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.journeys.conftest import (  # noqa: F401 - fixtures are used by name
    _read_once,
    agencies,
    approved,
    citizen,
    county,
    handed_in,
    mails,
    now,
    officer,
    running_agencies,
    running_mailbox,
    stories,
    worker,
    world,
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.server)
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))


@pytest.fixture
def queue_left_empty(db: None) -> Iterator[None]:
    """The queue is no table of Django's, so nobody empties it after a test that commits."""
    del db
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
