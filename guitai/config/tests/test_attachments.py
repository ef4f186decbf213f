"""Attachments have a host name of their own, and somebody looks for viruses: else nothing starts, with one line why."""

from pathlib import Path

import pytest

from guitai.config import scanner_settings
from guitai.config.commands import attachments, scanner
from guitai.config.terms import CannotStart
from guitai.files import signatures


def test_without_a_word_a_scanner_is_required() -> None:
    assert scanner_settings.socket(demo=False).endswith("scanner/clamd.sock")
    assert scanner_settings.socket(demo=True).endswith("scanner/clamd.sock")


def test_only_a_demo_may_do_without_a_scanner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUITAI_SCANNER", "absent")

    assert scanner_settings.socket(demo=True) == ""
    with pytest.raises(CannotStart, match="demo"):
        scanner_settings.socket(demo=False)


def test_a_word_that_means_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUITAI_SCANNER", "maybe")

    with pytest.raises(CannotStart, match="maybe"):
        scanner_settings.socket(demo=True)


@pytest.mark.parametrize("files", ["https://counter.example", "https://counter.example:8443"])
def test_attachments_do_not_share_the_host_of_the_pages(files: str) -> None:
    attachments.own_origin("https://files.example", "https://counter.example")
    with pytest.raises(CannotStart, match="own"):
        attachments.own_origin(files, "https://counter.example")


def test_the_scanner_has_our_signatures_those_of_this_machine_and_says_what_it_did_not_scan(tmp_path: Path) -> None:
    official = tmp_path / "official"
    official.mkdir()
    for name in ("daily.cvd", "main.cld", "freshclam.dat"):
        (official / name).touch()

    for _again in range(2):
        told = scanner.prepare(tmp_path / "scanner", official=official).read_text(encoding="utf-8")

    assert "AlertExceedsMax yes" in told
    there = {each.name for each in (tmp_path / "scanner" / "signatures").iterdir()}
    assert there == {signatures.FILE_NAME, "daily.cvd", "main.cld"}
    assert (tmp_path / "scanner").stat().st_mode & 0o777 == 0o700
