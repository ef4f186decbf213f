from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from guitai.audit import actions, sequencing

NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
GUARDED = ("audit_entry", "audit_link", "audit_checkpoint", "audit_tile", "audit_stamp")
Fill = Callable[[int, int], None]


@pytest.fixture(autouse=True)
def witness(settings: Settings, tmp_path: Path) -> Path:
    """Each test has a witness of its own."""
    settings.AUDIT_WITNESS_FILE = tmp_path / "checkpoints.jsonl"
    return tmp_path / "checkpoints.jsonl"


def _empty_the_audit() -> None:
    """What tests with transactions of their own left behind is away, for the time of this test's transaction."""
    with connection.cursor() as cursor:
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE audit_pending, {', '.join(GUARDED)}")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def fill(db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Fill:
    """Write so many records and chain them, a checkpoint after each few."""
    del db
    _empty_the_audit()

    def write(records: int, few: int) -> None:
        for number in range(records):
            with transaction.atomic():
                actions.record(
                    "case.open",
                    actor=f"post:{number % 3}",
                    thing=f"case:R-{number}",
                    subject=f"person:{number}",
                    detail={"number": number, "list": [1.5, None, "臺"]},
                    now=NOW + timedelta(minutes=number),
                )
        with django_capture_on_commit_callbacks(execute=True):
            while sequencing.sequence(limit=few):
                sequencing.checkpoint()

    return write
