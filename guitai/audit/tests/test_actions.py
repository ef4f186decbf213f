from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from guitai.audit import actions as audit
from guitai.audit.models import Entry, Pending
from guitai.audit.terms import NotRecorded, PersonalValueInAudit

NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_record_keeps_who_did_what_on_which_ground_and_waits_to_be_chained() -> None:
    audit.record(
        "case.open",
        actor="post:7",
        thing="case:R-1",
        subject="person:x",
        purpose="申請審查",
        basis="國民年金法 §12",
        detail={"day": NOW.date(), "pages": 3},
        now=NOW,
    )

    entry = Entry.objects.get(thing="case:R-1")
    assert (entry.at, entry.verb, entry.actor, entry.thing) == (NOW, "case.open", "post:7", "case:R-1")
    assert (entry.subject, entry.purpose, entry.basis) == ("person:x", "申請審查", "國民年金法 §12")
    assert entry.detail == {"day": "2026-03-10", "pages": 3}
    assert Pending.objects.filter(pk=entry.pk).exists()


@pytest.mark.django_db
def test_a_record_vanishes_with_the_transaction_that_it_records() -> None:
    with transaction.atomic():
        audit.record("case.open", actor="post:7", thing="case:R-1", now=NOW)
        transaction.set_rollback(True)

    assert not Entry.objects.filter(thing="case:R-1").exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction() -> None:
    with pytest.raises(NotRecorded, match="outside a transaction"):
        audit.record("case.open", actor="post:7", thing="case:R-1", now=NOW)


@pytest.mark.parametrize(
    "options",
    [
        {"detail": {"number": "A123456789"}},
        {"detail": {"people": [{"a123456789": 1}]}},
        {"detail": {"tried": ("Ａ１２３４５６７８９",)}},
        {"subject": "person:AC23456781"},
    ],
)
@pytest.mark.django_db
def test_a_national_number_is_refused_wherever_it_hides(options: dict[str, Any]) -> None:
    with pytest.raises(PersonalValueInAudit):
        audit.record("case.open", actor="post:7", thing="case:R-1", now=NOW, **options)


@pytest.mark.parametrize("table", ["audit_entry", "audit_link", "audit_checkpoint"])
@pytest.mark.parametrize("command", ["DELETE FROM {0} WHERE false", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
@pytest.mark.django_db
def test_not_even_the_owner_changes_the_audit_by_mistake(table: str, command: str) -> None:
    statement = command.format(table)

    with pytest.raises(Exception, match="the audit only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
