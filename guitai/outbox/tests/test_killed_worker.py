import time
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from guitai.outbox import actions, queries
from guitai.outbox.models import EventRow
from guitai.outbox.tests import killed_worker

NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


def start_worker() -> SpawnProcess:
    place = {key: connection.settings_dict[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    worker = get_context("spawn").Process(target=killed_worker.main, args=(place,))
    worker.start()
    return worker


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_neither_loses_nor_doubles_its_delivery(
    settings: Settings, tmp_path: Path
) -> None:
    settings.OUTBOX_SUBSCRIPTIONS = "guitai.outbox.tests.killed_worker.SUBSCRIPTIONS"
    begun = tmp_path / "begun"
    with transaction.atomic():
        actions.publish("case.decided", thing="case:R-1", data={"begun": str(begun)}, now=NOW)
    worker = start_worker()
    deadline = time.monotonic() + 30
    while not begun.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    worker.kill()
    worker.join()
    assert begun.exists()
    assert EventRow.objects.get().thing == "case:R-1"

    start_worker().join(timeout=30)

    assert EventRow.objects.get().thing == "case:R-1 done"
    assert queries.waiting() == 0
