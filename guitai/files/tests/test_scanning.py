"""T16: nothing is handed out before a scanner that proved itself has called it clean, whatever the scanner does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from guitai.audit import queries as audit
from guitai.files import actions, queries, scanner, scanning
from guitai.files.models import StoredFile
from guitai.files.scanner import Verdict
from guitai.files.signatures import EICAR
from guitai.files.terms import FileRefused, FileView, NotCheckedYet, Scan
from guitai.files.tests.pictures import sharp_picture
from guitai.files.tests.test_content import pdf
from standins import clamd

NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
WANG = "person:wang"
PICTURE = sharp_picture()
LETTER = pdf(2)
NOT_WORKING = [mode for mode in clamd.MODES if mode != "normal"]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A scanner is required, and listens at this path if anybody does."""
    settings.SCANNER_SOCKET, settings.SCANNER_SECONDS = str(tmp_path / "s"), 2.0
    settings.SCANNER_NEEDS_SIGNATURES = True
    forget_proof()
    yield tmp_path / "s"
    forget_proof()


def forget_proof() -> None:
    scanner._proof.until = 0.0


@contextmanager
def scanning_with(place: Path, mode: str = "normal") -> Iterator[clamd.Clamd]:
    forget_proof()
    with clamd.running(place, mode) as running:
        yield running


def put(content: bytes = PICTURE) -> FileView:
    return actions.store(SimpleUploadedFile("slip.jpg", content), owner=WANG, now=NOW)


def test_only_the_words_of_a_scanner_that_looked_mean_clean(place: Path) -> None:
    with scanning_with(place):
        assert scanner.look(b"a harmless paper").verdict is Verdict.CLEAN
        assert scanner.look(b"..." + EICAR).verdict is Verdict.INFECTED
    assert scanner.look(b"a harmless paper").verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("mode", NOT_WORKING)
def test_a_scanner_that_does_not_work_has_no_say(place: Path, mode: str, settings: Settings) -> None:
    settings.SCANNER_SECONDS = 0.3 if mode in {"hang", "slow", "chatter"} else 2.0

    with scanning_with(place, mode):
        assert scanner.look(b"a harmless paper").verdict is Verdict.UNKNOWN
        assert not scanner.working()


@pytest.mark.parametrize("mode", ["hang", "drop", "garbage", "busy"])
def test_a_scanner_that_stops_working_has_no_say_from_then_on(place: Path, mode: str, settings: Settings) -> None:
    with scanning_with(place) as running:
        assert scanner.look(b"x").verdict is Verdict.CLEAN
        settings.SCANNER_SECONDS, running.mode = 0.3, mode
        assert scanner.look(b"x").verdict is Verdict.UNKNOWN


def test_a_demo_without_official_signatures_is_told_apart(place: Path, settings: Settings) -> None:
    with scanning_with(place), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clamd, "VERSION", b"ClamAV 1.4.6\0")
        assert "freshclam" in scanner.look(b"x").detail
        settings.SCANNER_NEEDS_SIGNATURES = False
        assert scanner.look(b"x").verdict is Verdict.CLEAN


@pytest.mark.django_db
def test_what_the_scanner_calls_clean_opens_at_once(place: Path) -> None:
    with scanning_with(place) as running:
        view = put()

    assert (view.scan, view.opens) == (Scan.CLEAN, True)
    assert queries.open_file(view.ref)
    assert running.asked >= 4, "version, proof, what was sent, what is kept"


@pytest.mark.django_db
def test_a_file_with_a_virus_is_refused_in_words_and_nothing_is_kept(place: Path) -> None:
    with scanning_with(place), pytest.raises(FileRefused, match="virus"):
        put(PICTURE + EICAR)

    assert not StoredFile.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("mode", [None, "blind", "drop", "garbage"])
def test_nobody_gets_a_file_that_no_working_scanner_has_seen(place: Path, mode: str | None) -> None:
    if mode is None:
        view = put()
    else:
        with scanning_with(place, mode):
            view = put()

    assert (view.scan, view.opens) == (Scan.WAITING, False)
    for way in (queries.open_file, lambda ref: queries.response_for(queries.file(ref))):
        with pytest.raises(NotCheckedYet):
            way(view.ref)


@pytest.mark.django_db
def test_what_waited_is_looked_at_when_the_scanner_is_back(place: Path) -> None:
    waiting = [put(), put()]
    assert scanning.look_at_waiting(NOW) == 0

    with scanning_with(place):
        assert scanning.look_at_waiting(NOW) == 2

    assert [queries.file(view.ref).scan for view in waiting] == [Scan.CLEAN, Scan.CLEAN]


@pytest.mark.django_db
def test_a_virus_found_later_closes_the_file_for_good_and_is_on_record(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = put()
    monkeypatch.setattr(clamd, "KNOWN", {**clamd.KNOWN, b"Test.Late": b"\xff\xd8\xff"})

    with scanning_with(place):
        assert scanning.look_at_waiting(NOW) == 1

    assert StoredFile.objects.get().found == "Test.Late"
    with pytest.raises(NotCheckedYet):
        queries.open_file(view.ref)
    assert "file.infected" in {each.verb for each in audit.entries(thing=f"file:{view.ref}")}
    with scanning_with(place):
        assert scanning.look_at_waiting(NOW) == 0


@pytest.mark.django_db
def test_letters_that_we_made_ourselves_wait_for_nobody() -> None:
    from_us = actions.keep_own(LETTER, name="letter.pdf", owner="document:1", now=NOW)

    assert (from_us.scan, from_us.opens) == (Scan.OWN, True)
    assert queries.open_file(from_us.ref) == LETTER
