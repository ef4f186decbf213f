import pytest
from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(autouse=True)
def nobody_subscribes(settings: SettingsWrapper) -> None:
    settings.OUTBOX_SUBSCRIPTIONS = "guitai.accounts.tests.conftest.SUBSCRIPTIONS"


SUBSCRIPTIONS: dict[str, list[object]] = {}
