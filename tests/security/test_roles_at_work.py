"""The processes do their work with the rights of their own roles, not with the owner's."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from guitai.audit import actions as audit
from guitai.audit import queries, sequencing, verification
from guitai.audit.models import Entry
from guitai.outbox import actions as outbox
from guitai.outbox import delivery, jobs
from guitai.outbox import queries as outbox_queries
from guitai.outbox.terms import Event, Subscriptions
from tests.security.conftest import AtWork

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]
NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


def remember(event: Event) -> None:
    audit.record("case.told", actor="system:test", thing=event.thing, now=NOW)


SUBSCRIPTIONS: Subscriptions = {"case.decided": [remember]}


def test_web_publishes_worker_delivers_and_the_sequencer_chains(
    at_work: AtWork, settings: Settings, tmp_path: Path
) -> None:
    settings.OUTBOX_SUBSCRIPTIONS = f"{__name__}.SUBSCRIPTIONS"
    settings.AUDIT_WITNESS_FILE = tmp_path / "checkpoints.jsonl"

    with at_work("web"), transaction.atomic():
        audit.record("case.open", actor="person:1", thing="case:R-1", now=NOW)
        outbox.publish("case.decided", thing="case:R-1", data={}, now=NOW)
        assert queries.entries(thing="case:R-1")[0].written_by == "guitai_web"
    with at_work("worker"):
        assert delivery.deliver_new(NOW) == 1
        jobs.take_up_stalled(0)
        jobs.clear_away(0)
    with at_work("audit"):
        assert sequencing.sequence() > 0
        assert sequencing.checkpoint()
        assert verification.verify().ok
        assert set(Entry.objects.filter(thing="case:R-1").values_list("verb", "written_by")) == {
            ("case.open", "guitai_web"),
            ("case.told", "guitai_worker"),
        }

    assert outbox_queries.waiting() == 0
