"""Work done with the rights of one process: its database role."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection

from guitai.config.tests import database

AtWork = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def at_work(request: pytest.FixtureRequest) -> AtWork:
    """Everything inside the block is done with the connection of that role."""
    server = database.cluster(request.config.getoption("--postgres"))

    @contextmanager
    def as_role(role: str) -> Iterator[None]:
        owner = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
        connection.close()
        connection.settings_dict.update(USER=f"guitai_{role}", PASSWORD=server.password(f"guitai_{role}"))
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(owner)

    return as_role


@pytest.fixture(autouse=True)
def _no_jobs_are_left(db: None) -> Iterator[None]:
    """The queue is no table of Django's, so nobody empties it after a test that commits."""
    del db
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
