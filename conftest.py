"""What every test gets: a database of its own process, no network, a hasher that does not burn time."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from guitai.catalogue import queries as catalogue
from guitai.config.tests import database
from guitai.core import reading

LOOPBACK = ["127.0.0.1", "::1"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", type=int, default=None, help="major version of Debian's PostgreSQL; else the wheel")


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SCANNER_SOCKET = ""  # tests of the scanner start one
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    without_browser = pytest.mark.skip(reason="no Chromium: apt install chromium")
    no_browser = shutil.which("chromium") is None and os.environ.get("CI") != "true"  # in CI it fails instead
    for item in items:
        if no_browser and item.get_closest_marker("browser"):
            item.add_marker(without_browser)
        if item.get_closest_marker("server") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Each test has a database of its own: what a process remembers of another one is forgotten."""
    catalogue.forget()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tests of this process see a freshly migrated database of their own."""
    request.getfixturevalue("django_test_environment")
    server = database.cluster(request.config.getoption("--postgres"))
    mine = database.TestDatabase(server)
    with database.in_use(server):
        with django_db_blocker.unblock():
            mine.create()
        yield
        with django_db_blocker.unblock():
            mine.drop()


@pytest.fixture(autouse=True)
def somebody_reads() -> Iterator[None]:
    """A test that calls functions directly reads as itself; requests and jobs in it open readings of their own."""
    with reading.begin(actor="test"):
        yield
