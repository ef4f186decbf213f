import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from guitai.audit import actions, stamping, timestamps, trees, verification
from guitai.audit.models import Checkpoint, Closed, Stamp
from guitai.audit.terms import AuditClosed
from guitai.audit.tests.authority import Standing, standing
from guitai.audit.tests.conftest import NOW, Fill
from guitai.audit.tests.tampering import FEW, LOOSEN, RECORDS, run
from guitai.core.outgoing.terms import Limits

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="the stand-in needs openssl: apt install openssl"),
]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("timestamps")) as found:
        yield found


@pytest.fixture(autouse=True)
def connected(settings: Settings, authority: Standing) -> None:
    settings.AUDIT_TSA_URL, settings.AUDIT_TSA_ROOTS = authority.url, str(authority.roots)
    authority.order("normal")


@pytest.fixture
def stamped(fill: Fill, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    """Twenty records under four checkpoints, each stamped, and the witness knows."""
    fill(RECORDS, FEW)
    with django_capture_on_commit_callbacks(execute=True):
        assert stamping.stamp_waiting() == 4


@pytest.mark.usefixtures("stamped")
def test_every_checkpoint_has_a_stamp_of_the_authority() -> None:
    result = verification.verify()

    assert (result.ok, result.stamped, result.warnings) == (True, RECORDS, ())
    assert stamping.stamp_waiting() == 0


@pytest.mark.usefixtures("stamped")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE audit_stamp SET token = (SELECT token FROM audit_stamp WHERE checkpoint = 1)", "does not hold"),
        ("UPDATE audit_stamp SET token = set_byte(token, 300, 255 - get_byte(token, 300))", "does not hold"),
        ("UPDATE audit_stamp SET stamped_at = stamped_at + interval '1 second'", "is not the time in it"),
        ("DELETE FROM audit_stamp", "is not the one that the witness saw"),
    ],
)
def test_a_changed_stamp_is_found(change: str, reason: str, tmp_path: Path, settings: Settings) -> None:
    settings.AUDIT_WITNESS_FILE = settings.AUDIT_WITNESS_FILE if "witness" in reason else tmp_path / "none.jsonl"
    run(LOOSEN)
    run(f"{change} WHERE checkpoint = 3")

    found = verification.verify()

    assert (found.ok, found.place) == (False, "checkpoint 3")
    assert reason in found.reason


@pytest.mark.parametrize("mode", ["down", "refuse", "garbage", "again", "stranger"])
def test_what_is_no_stamp_is_not_kept(fill: Fill, authority: Standing, mode: str) -> None:
    fill(3, 3)
    timestamps.ask(timestamps.Authority(authority.url, authority.roots), b"something else")
    authority.order(mode)

    with pytest.raises(timestamps.NotStamped):
        stamping.stamp_waiting()

    assert not Stamp.objects.exists()
    assert stamping.waiting().checkpoints == 1


def test_an_authority_that_is_slow_is_left_alone(
    fill: Fill, authority: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(3, 3)
    monkeypatch.setattr(timestamps, "LIMITS", Limits.within(0.05))
    authority.order("slow", seconds=0.3)

    with pytest.raises(timestamps.NotStamped, match="did not answer"):
        stamping.stamp_waiting()


def test_an_outage_is_caught_up_with_the_newest_first(fill: Fill, authority: Standing) -> None:
    fill(RECORDS, FEW)
    authority.order("down")
    with pytest.raises(timestamps.NotStamped):
        stamping.stamp_waiting()
    authority.order("normal")

    stamping.stamp_waiting(most=1)

    assert set(Stamp.objects.values_list("checkpoint", flat=True)) == {4}
    assert (stamping.waiting().checkpoints, stamping.waiting().since) == (3, None)
    assert stamping.stamp_waiting() == 3


def test_too_long_without_an_authority_nothing_is_recorded(fill: Fill, settings: Settings) -> None:
    settings.AUDIT_UNSTAMPED_HOURS = 24
    fill(3, 3)
    assert not stamping.close_when_too_late()
    run(LOOSEN)
    run("UPDATE audit_checkpoint SET at = at - interval '25 hours'")

    assert stamping.close_when_too_late()

    with pytest.raises(AuditClosed), transaction.atomic():
        actions.record("case.open", actor="post:1", thing="case:R", now=NOW)
    assert stamping.open_again()
    with transaction.atomic():
        actions.record("case.open", actor="post:1", thing="case:R", now=NOW)


def test_an_agency_may_decide_never_to_close(fill: Fill, settings: Settings) -> None:
    settings.AUDIT_UNSTAMPED_HOURS = 0
    fill(3, 3)
    run(LOOSEN)
    run("UPDATE audit_checkpoint SET at = at - interval '250 days'")

    assert not stamping.close_when_too_late()
    assert not Closed.objects.exists()


def test_the_stamper_asks_until_it_is_told_to_stop(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(3, 3)
    stop, done = Event(), []
    monkeypatch.setattr(stamping, "PAUSE_SECONDS", 0.001)
    monkeypatch.setattr("guitai.audit.sequencer.close_old_connections", lambda: None)
    monkeypatch.setattr(stamping, "GRACE_SECONDS", -1)
    answers = [False, True]

    def once() -> bool:
        answer = answers.pop(0)
        if not answers:
            stop.set()
        return answer

    monkeypatch.setattr(stamping, "_well", once)
    monkeypatch.setattr(stamping, "close_when_too_late", lambda: done.append("late"))
    monkeypatch.setattr(stamping, "open_again", lambda: done.append("well"))

    stamping.run_stamper(stop)

    assert done == ["late", "well"]


def test_without_an_authority_checkpoints_stay_without_stamps(fill: Fill, settings: Settings) -> None:
    settings.AUDIT_TSA_URL = ""
    fill(3, 3)

    assert stamping.stamp_waiting() == 0
    assert verification.verify().warnings == ("no time-stamp that could be checked speaks for positions 1 to 3",)
    assert Checkpoint.objects.count() == 1


def test_a_sequencer_that_was_away_finds_its_place_again(fill: Fill) -> None:
    fill(300, 300)
    fresh = trees.stored(300)

    assert fresh.root() == Checkpoint.objects.get().root
    run(LOOSEN)
    run("DELETE FROM audit_tile")
    assert verification.verify().place == "tile 0 of level 1"
    trees.complete(300)
    assert verification.verify().ok
