"""What the documents point to is there."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")
NAMED = re.compile(r"`?((?:guitai|standins|services|tests|docs|tools|bench)/[\w./-]+\.(?:md|py|yaml|svg|json|typ))`?")
WITHOUT_FILES = {"CHANGELOG.md"}  # tells of what once was


def documents() -> list[Path]:
    told = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in told.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and path.name not in WITHOUT_FILES]


def test_every_link_leads_somewhere() -> None:
    dead = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in documents()
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]

    assert dead == []


def test_every_named_file_is_there() -> None:
    lost = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in documents()
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / name).exists() and "…" not in name
    ]

    assert lost == []
