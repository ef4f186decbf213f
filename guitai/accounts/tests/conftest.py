from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def nobody_subscribes(settings: Settings) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where nothing was built
    settings.OUTBOX_SUBSCRIPTIONS = "guitai.accounts.tests.conftest.SUBSCRIPTIONS"


SUBSCRIPTIONS: dict[str, list[object]] = {}
