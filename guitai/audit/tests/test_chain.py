import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import InternalError, OperationalError, transaction
from numpy.random import default_rng
from pytest_django import Settings

from guitai.audit import actions, sequencer, sequencing, statements, verification
from guitai.audit.models import Checkpoint, Entry, Link, Pending
from guitai.audit.tests.conftest import NOW, Fill
from guitai.audit.tests.tampering import (
    CHANGES,
    FEW,
    LOOSEN,
    RECORDS,
    Change,
    change_a_field,
    delete_a_link,
    delete_a_record,
    entry_at,
    rewrite_the_chain_from_here,
    run,
)


def test_an_untouched_chain_holds(fill: Fill) -> None:
    fill(RECORDS, FEW)

    assert verification.verify().ok
    assert verification.verify().checked == RECORDS
    assert Checkpoint.objects.count() == 4
    assert not Pending.objects.exists()


def test_an_empty_audit_holds(fill: Fill) -> None:
    fill(0, 1)

    assert verification.verify().ok


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_fifty_random_changes_of_each_kind_are_found_at_their_place(fill: Fill, change: Change) -> None:
    fill(RECORDS, FEW)
    run(LOOSEN)
    for seed in range(50):
        with transaction.atomic():
            position = change(default_rng(seed))

            found = verification.verify()

            transaction.set_rollback(True)
        place = f"position {position}" if position > 0 else f"checkpoint {-position}"
        assert not found.ok, (seed, position)
        assert found.place.split(",")[0] == place, (seed, found)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (change_a_field, "the record or its place was changed"),
        (delete_a_record, "the record is missing"),
        (delete_a_link, "the link is missing"),
        (rewrite_the_chain_from_here, "it is missing, or signs another chain"),
    ],
)
def test_the_reason_says_what_happened(fill: Fill, change: Change, reason: str) -> None:
    fill(RECORDS, FEW)
    run(LOOSEN)
    change(default_rng(1))

    assert verification.verify().reason == reason


@pytest.mark.django_db(transaction=True)
def test_a_verification_sees_one_moment_and_writes_nothing() -> None:
    assert verification.verify().ok
    with pytest.raises(InternalError, match="read-only"), verification.one_snapshot():
        run("INSERT INTO audit_checkpoint SELECT * FROM audit_checkpoint")


def test_a_record_that_was_never_chained_is_found(fill: Fill) -> None:
    fill(RECORDS, FEW)
    run("INSERT INTO audit_entry (at, recorded_at, written_by, verb, actor, thing, subject, purpose, basis, detail)"
        " VALUES (now(), now(), 'x', 'x', 'x', 'x', '', '', '', '{}')")  # fmt: skip

    found = verification.verify()

    assert (found.ok, found.reason) == (False, "the record was never chained")


def test_a_record_that_vanished_before_it_was_chained_is_found(fill: Fill) -> None:
    fill(RECORDS, FEW)
    with transaction.atomic():
        actions.record("case.open", actor="post:1", thing="case:R", now=NOW)
    run(LOOSEN)
    run("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)")

    found = verification.verify()

    assert "waits to be chained" in found.reason
    assert sequencing.sequence() == 0


def test_a_whole_day_cut_out_together_with_its_checkpoints_is_found(fill: Fill) -> None:
    fill(RECORDS, FEW)
    run(LOOSEN)
    run("DELETE FROM audit_checkpoint WHERE number = 2")

    found = verification.verify()

    assert (found.ok, found.place) == (False, "checkpoint 2")


def test_a_checkpoint_that_only_the_witness_remembers_is_found(fill: Fill) -> None:
    fill(RECORDS, FEW)
    run(LOOSEN)
    run("DELETE FROM audit_checkpoint WHERE number = 4")

    found = verification.verify()

    assert (found.place, found.reason) == ("checkpoint 4", "it is not the one that the witness saw")


def test_a_tail_waits_for_its_signature_for_a_minute_and_not_longer(
    fill: Fill, witness: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(RECORDS, FEW)
    run(LOOSEN)
    run("DELETE FROM audit_checkpoint WHERE number = 4")
    witness.unlink()
    assert verification.verify().ok
    monkeypatch.setattr(verification, "UNSIGNED", timedelta(0))

    found = verification.verify()

    assert (found.place, found.reason) == ("position 19", "no checkpoint signs the chain from here on")


def test_a_changed_signature_is_found(fill: Fill) -> None:
    fill(RECORDS, FEW)
    run(LOOSEN)
    run("UPDATE audit_checkpoint SET at = at + interval '1 day' WHERE number = 3")

    found = verification.verify()

    assert (found.place, found.reason) == ("checkpoint 3", "its signature is not ours")


def test_another_master_key_is_found(fill: Fill, settings: Settings) -> None:
    fill(RECORDS, FEW)
    settings.MASTER_KEY = "cd" * 32

    assert verification.verify().reason == "its signature is not ours"


def test_what_an_older_master_key_signed_stays_signed(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(3, 3)
    monkeypatch.setenv("GUITAI_MASTER_KEY_2", "ef" * 32)
    with transaction.atomic():
        actions.record("case.open", actor="post:1", thing="case:R", now=NOW)
    sequencing.sequence()
    sequencing.checkpoint()

    older, newer = (bytes(row.key) for row in Checkpoint.objects.order_by("number"))
    assert older != newer
    assert verification.verify().ok


def test_a_database_rolled_back_to_an_earlier_state_is_found_by_the_witness(fill: Fill) -> None:
    fill(RECORDS, FEW)
    run(LOOSEN)
    run("DELETE FROM audit_checkpoint WHERE number > 2")
    run("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_link WHERE position > 12)")
    run("DELETE FROM audit_link WHERE position > 12")

    found = verification.verify()

    assert (found.place, found.reason) == (
        "position 13",
        "the chain ends before it, but the witness saw position 18",
    )


def test_a_fork_is_found_by_the_witness(fill: Fill, witness: Path) -> None:
    fill(RECORDS, FEW)
    lines = witness.read_text().splitlines()
    run(LOOSEN)
    run("TRUNCATE audit_entry, audit_link, audit_checkpoint, audit_pending")
    fill(RECORDS, FEW)
    witness.write_text("\n".join(lines) + "\n")

    found = verification.verify()

    assert (found.place, found.reason) == ("position 6", "the witness saw another chain here")


def test_a_witness_that_was_written_by_somebody_else_is_found(fill: Fill, witness: Path) -> None:
    fill(RECORDS, FEW)
    witness.write_text(witness.read_text().replace('"position": 12', '"position": 11'))

    found = verification.verify()

    assert (found.place, found.reason) == ("witnessed checkpoint 2", "its signature is not ours")


def test_without_a_witness_the_chain_is_verified_alone(fill: Fill, settings: Settings) -> None:
    settings.AUDIT_WITNESS_FILE = None
    fill(RECORDS, FEW)

    assert verification.verify().ok


def test_a_witness_that_cannot_be_told_does_not_stop_the_chain(fill: Fill, witness: Path) -> None:
    witness.mkdir()

    fill(RECORDS, FEW)

    assert Link.objects.count() == RECORDS


def test_records_that_commit_late_are_chained_later_and_none_is_lost(fill: Fill) -> None:
    fill(3, FEW)
    late = Entry.objects.order_by("pk").last()
    assert late is not None
    run("ALTER TABLE audit_entry ALTER COLUMN id SET GENERATED BY DEFAULT")
    run("INSERT INTO audit_entry (id, at, recorded_at, written_by, verb, actor, thing, subject, purpose, basis, detail)"
        " VALUES (-5, now(), now(), 'x', 'x', 'x', 'x', '', '', '', '{}')")  # fmt: skip
    run("INSERT INTO audit_pending VALUES (-5)")

    assert sequencing.sequence() == 1

    assert entry_at(4) == -5
    assert verification.verify().ok


@pytest.mark.django_db
def test_a_second_sequencer_stands_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencing, "_alone", lambda: False)

    assert sequencing.sequence() == 0


def test_the_loop_chains_until_it_is_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    answers: list[int | OperationalError] = [2, 0, OperationalError("gone"), 1]

    def once() -> int:
        answer = answers.pop(0)
        if len(answers) == 1:
            stop.set()
        if isinstance(answer, OperationalError):
            raise answer
        return answer

    monkeypatch.setattr(sequencer, "sequence", once)
    monkeypatch.setattr(sequencer, "checkpoint", lambda: True)
    monkeypatch.setattr(sequencer, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(sequencer, "close_old_connections", lambda: None)
    monkeypatch.setattr("guitai.audit.sequencer.connection.close", lambda: None)

    sequencer.run_sequencer(stop)

    assert answers == []


def test_a_checkpoint_is_signed_over_all_that_it_says() -> None:
    statement = statements.Statement(1, 5, bytes(32), bytes(32), NOW)
    other = statements.Statement(1, 5, bytes(32), bytes(32), NOW + timedelta(microseconds=1))

    assert statement.message() != other.message()
