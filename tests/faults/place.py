"""A folder of its own for one campaign: secrets, database and files, on a small disk that can be filled."""

import atexit
import importlib
import os
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
DISK_MEGABYTES = 6_144


@dataclass(frozen=True)
class Place:
    """Where a campaign lives, and the first of its ports."""

    folder: Path
    port: int

    @property
    def disk(self) -> Path:
        return self.folder / "disk"

    @property
    def proxy_port(self) -> int:
        return self.port + 13

    @property
    def orders_port(self) -> int:
        return self.port + 14


def begin(folder: Path | None, port: int) -> tuple[Place, bool]:
    """Django is set up for a new database of its own; answers whether its disk can be filled.

    Nothing of the folder `var` is read or written. Without a name the folder is gone at the end.
    """
    place = Place(folder or Path(tempfile.mkdtemp(prefix="guitai-faults-")), port)
    place.folder.mkdir(parents=True, exist_ok=True)
    place.folder.chmod(0o711)  # as root, PostgreSQL runs as somebody else, who has to get through
    if folder is None:
        atexit.register(shutil.rmtree, place.folder, ignore_errors=True)
    for name in [name for name in os.environ if name == "DATABASE_URL" or name.startswith("GUITAI_")]:
        del os.environ[name]
    os.environ |= _environment(place)
    own_disk = _make_disk(place.disk)
    os.environ |= importlib.import_module("guitai.config.plan").Plan(port, place.folder, demo=True).environment()
    importlib.import_module("guitai.config.server").prepare()
    django.setup()
    del os.environ["DJANGO_SETTINGS_MODULE"]  # ours; each command of the product knows its own
    return place, own_disk


def _environment(place: Place) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "guitai.config.settings",
        "GUITAI_VAR": str(place.folder),
        "GUITAI_POSTGRES_DIR": str(place.disk / "postgres"),
        "GUITAI_FILES_DIR": str(place.disk / "files"),
        "GUITAI_DEMO": "1",  # the clock can be moved, officials sign in with one click
        "GUITAI_SECRET_KEY": secrets.token_hex(32),
        "GUITAI_MASTER_KEY": secrets.token_hex(32),
        "PYTHONPATH": str(ROOT),
    }


def _make_disk(disk: Path) -> bool:
    disk.mkdir(mode=0o711, exist_ok=True)
    size = f"size={DISK_MEGABYTES}m,mode=711"
    told = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "faults", str(disk)], capture_output=True, check=False)
    if told.returncode == 0:
        atexit.register(subprocess.run, ["umount", "--lazy", str(disk)], check=False)
    return told.returncode == 0
