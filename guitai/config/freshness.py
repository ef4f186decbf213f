"""Whether what was prepared is still what this version would prepare; a second start then skips it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from guitai.config.environment import ROOT

SHAPING = (
    "guitai/*/migrations/*.py",
    "guitai/config/*.py",
    "guitai/**/static*/**/*",
    "services/**/*",
    "requirements/base.txt",
)


def fingerprint(*more: Path) -> str:
    """Answer one name for everything that shapes the database and the served files, and for the database itself."""
    digest = hashlib.sha256()
    for path in sorted({*_shaping(), *(each for each in more if each.is_file())}):
        told = path.stat()
        digest.update(f"{path}\0{told.st_mtime_ns}\0{told.st_size}\0".encode())
    return digest.hexdigest()


def _shaping() -> Iterable[Path]:
    return (path for pattern in SHAPING for path in ROOT.glob(pattern) if path.is_file())
