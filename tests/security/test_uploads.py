"""T15, T16, T17 for what people send: refused, or redrawn until nothing of it is left but what it looks like."""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from guitai.config.commands import scanner as command
from guitai.files import cleaning, kinds, names, scanner, workshop
from guitai.files.scanner import Verdict
from guitai.files.signatures import EICAR
from guitai.files.terms import EXTENSIONS, FileRefused
from tests.security import hostile
from tests.security.hostile import EITHER, MARK, REDRAWN, REFUSED, Hostile

BOMBS = {"pdf bomb", "pdf in circles", "pdf in pieces"}
LEFT_OVERS = (
    *(MARK, EICAR, b"<script", b"<?php", b"PK\x03\x04"),
    *(b"/JavaScript", b"/EmbeddedFile", b"/OpenAction", b"/Launch", b"/AcroForm"),
)
MOST_MEGABYTES = 512


@pytest.fixture(autouse=True)
def _mostly_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same drawing without a process for each; what could end this one gets a process of its own."""
    monkeypatch.setattr(workshop, "draw_anew", _draw)


_apart = workshop.draw_anew


def _draw(data: bytes) -> cleaning.Drawn:
    try:
        return cleaning.clean(data)
    except (cleaning.WrongPages, cleaning.DoesNotFit, cleaning.PdfiumError) as refused:
        raise FileRefused(str(refused)) from refused


def fate(each: Hostile) -> tuple[str, bytes]:
    try:
        kept = kinds.read(each.data)
    except FileRefused:
        return REFUSED, b""
    return REDRAWN, kept.data


def test_there_are_at_least_five_hundred_files_of_twenty_five_classes() -> None:
    assert len(hostile.MAKERS) * hostile.EACH + sum(map(len, hostile.NAMES.values())) >= 500
    assert len(hostile.KINDS) >= 25
    assert list(hostile.everything(each=1)) == list(hostile.everything(each=1))


@pytest.mark.parametrize("kind", sorted(set(hostile.KINDS) - BOMBS))
def test_t16_nothing_of_a_hostile_file_is_kept_but_its_looks(kind: str) -> None:
    for each in hostile.of_kind(kind):
        happened, kept = fate(each)
        assert each.expected in {happened, EITHER}, each.name
        assert not [left for left in LEFT_OVERS if left in kept], each.name


@pytest.mark.parametrize("kind", sorted(BOMBS))
def test_t15_a_bomb_goes_off_in_a_process_of_its_own_or_not_at_all(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "draw_anew", _apart)

    for each in list(hostile.of_kind(kind))[::7]:
        _happened, kept = fate(each)
        assert not [left for left in LEFT_OVERS if left in kept], each.name

    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024 < MOST_MEGABYTES


@pytest.mark.parametrize("code", ["while True: pass", "x = bytearray(2**32)", "import os; os.abort()"])
def test_t15_what_takes_too_much_is_ended_and_refused_in_words(
    code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "stuck.py"
    limits = "import resource as r; r.setrlimit(r.RLIMIT_AS, (2**30, 2**30)); r.setrlimit(r.RLIMIT_CPU, (1, 1))\n"
    script.write_text(f"{limits}{code}\n", encoding="utf-8")
    monkeypatch.setattr(workshop, "SCRIPT", script)

    with pytest.raises(FileRefused, match=r"too complicated|太複雜"):
        _apart(b"%PDF-")


@pytest.mark.parametrize("given", [name for many in hostile.NAMES.values() for name in many])
def test_t17_a_name_leads_nowhere_and_ends_with_what_the_file_is(given: str) -> None:
    for media_type, extension in EXTENSIONS.items():
        name = names.clean(given, media_type)
        assert name.endswith(f".{extension}")
        assert not set(name) & set('/\\\x00\r\n\u202e\u200b\ufeff\x1b%;:"')
        assert 0 < len(name.encode()) <= 400
        assert not name.startswith(".")


# -- with the real scanner


@pytest.fixture(scope="module")
def _clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    binary = command.path()
    if binary is None:
        pytest.skip("no clamd: apt install clamav-daemon")
    folder = tmp_path_factory.mktemp("clamd")
    configuration = command.prepare(folder, official=folder / "none")
    with subprocess.Popen([binary, f"--config-file={configuration}"], stdout=subprocess.DEVNULL) as running:
        until = time.monotonic() + 60
        while not (folder / "clamd.sock").exists() and time.monotonic() < until:
            time.sleep(0.05)
        yield folder / "clamd.sock"
        running.terminate()


@pytest.fixture
def clamd(_clamd: Path, settings: Settings) -> Iterator[Path]:
    settings.SCANNER_SOCKET, settings.SCANNER_NEEDS_SIGNATURES, settings.SCANNER_SECONDS = str(_clamd), False, 20.0
    scanner._proof.until = 0.0
    yield _clamd
    scanner._proof.until = 0.0


@pytest.mark.server
@pytest.mark.usefixtures("clamd")
def test_t16_clamd_finds_the_test_virus_wherever_it_is_packed_and_calls_plain_paper_clean() -> None:
    chance = hostile.random.Random(3)
    infected = [hostile.eicar(chance), hostile.eicar_zip(chance), hostile.eicar_deep(chance), _attached()]

    assert [scanner.look(each).verdict for each in infected] == [Verdict.INFECTED] * len(infected)
    assert scanner.look(hostile.picture("JPEG")).verdict is Verdict.CLEAN
    assert scanner.look(cleaning.clean(_attached()).data).verdict is Verdict.CLEAN


@pytest.mark.server
@pytest.mark.usefixtures("clamd")
def test_t16_what_clamd_cannot_look_into_is_not_clean() -> None:
    too_deep = EICAR
    for depth in range(20):
        too_deep = hostile.archive({f"{depth}.zip": too_deep})
    chance = hostile.random.Random(3)

    assert scanner.look(hostile.locked_zip(chance)).verdict is not Verdict.CLEAN
    assert scanner.look(too_deep).verdict is not Verdict.CLEAN
    assert scanner.look(bytes(33 * 2**20)).verdict is Verdict.UNKNOWN


def _attached() -> bytes:
    names = b"/Names << /EmbeddedFiles << /Names [(a.com) 5 0 R] >> >>"
    file = b"<< /Type /Filespec /F (a.com) /EF << /F 6 0 R >> >>"
    return hostile.pdf(file, hostile.stream(EICAR, b"/Type /EmbeddedFile"), catalog=names)


@pytest.mark.server
def test_a_clamd_without_any_signatures_does_not_even_start(tmp_path: Path) -> None:
    binary = command.path()
    if binary is None:
        pytest.skip("no clamd: apt install clamav-daemon")
    configuration = command.prepare(tmp_path, official=tmp_path / "none")
    for each in (tmp_path / "signatures").iterdir():
        each.unlink()

    assert subprocess.run([binary, f"--config-file={configuration}"], capture_output=True, check=False).returncode


def test_the_drawing_process_gets_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "tell.py"
    script.write_text(
        "import os, sys; sys.stdout.write(repr(dict(os.environ))); sys.stderr.write('1')", encoding="utf-8"
    )
    monkeypatch.setattr(workshop, "SCRIPT", script)

    told = _apart(b"").data.decode()

    assert "GUITAI" not in told
    assert sys.prefix not in told
