import pytest
from pytest_django import Settings

from guitai.outbox.tests import listeners


@pytest.fixture(autouse=True)
def subscriptions(settings: Settings) -> None:
    """The listeners of the tests listen, and nobody has troubles yet."""
    settings.OUTBOX_SUBSCRIPTIONS = "guitai.outbox.tests.listeners.SUBSCRIPTIONS"
    listeners.troubles.clear()
    listeners.counted.clear()
