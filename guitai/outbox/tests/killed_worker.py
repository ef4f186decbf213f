"""A worker for one test: runs until it is killed, or until nothing waits; its listener waits to be killed first."""

import os
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.db import connections

from guitai.outbox.terms import Event


def patient(event: Event) -> None:
    """Act, and the first time wait in the middle of it."""
    # Imported when the models are there: this file is also the program of the worker.
    event_rows = django.apps.apps.get_model("outbox", "EventRow").objects.filter(pk=event.id)
    event_rows.update(thing=event.thing + " done")
    begun = Path(str(event.data["begun"]))
    if not begun.exists():
        begun.touch()
        time.sleep(60)


SUBSCRIPTIONS = {"case.decided": [patient]}


def main(place: dict[str, str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "guitai.config.settings"
    django.setup()
    settings.OUTBOX_SUBSCRIPTIONS = "guitai.outbox.tests.killed_worker.SUBSCRIPTIONS"
    connections["default"].settings_dict.update(place)
    import_module("guitai.outbox.delivery").deliver_new(datetime.now(UTC))  # noqa: TID251 - no clock before its models
