"""guitai docs: the generated pages of docs/reference/ say what the code says. Needs no database and no keys."""

import argparse
import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import django

from guitai.config.environment import ROOT

REFERENCE = ROOT / "docs" / "reference"
NO_KEY = "0" * 64


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="guitai docs", description="Write the generated pages of docs/reference/.")
    parser.add_argument("--check", action="store_true", help="change nothing; name the pages that are stale")
    told = parser.parse_args(arguments)
    written = _written()
    if not told.check:
        write(REFERENCE, written)
        return 0
    late = stale(REFERENCE, written)
    sys.stderr.writelines(f"docs/reference/{name} is stale: run `make docs`.\n" for name in late)
    return 1 if late else 0


def write(folder: Path, pages: Mapping[str, str]) -> None:
    """The folder holds these pages, beside those that people write."""
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


def stale(folder: Path, pages: Mapping[str, str]) -> list[str]:
    """Answer the pages that are missing or say something else."""
    return [name for name, text in pages.items() if not _says(folder / name, text)]


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _written() -> dict[str, str]:
    for name in ("GUITAI_SECRET_KEY", "GUITAI_MASTER_KEY"):
        os.environ.setdefault(name, NO_KEY)  # settings want keys; nothing is signed or encrypted here
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guitai.config.settings")
    django.setup()
    pages = importlib.import_module("guitai.config.reference.pages")  # its models need Django to be set up
    return {name: page() for name, page in pages.PAGES.items()}
