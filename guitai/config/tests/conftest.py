"""Servers and folders for the tests of the runtime."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guitai.config.postgres import Cluster
from guitai.config.postgres_place import installation

WORLD_MAY_ENTER = 0o755


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any account may enter, which pytest's own is not."""
    folder = Path(tempfile.mkdtemp(prefix="guitai-pg-"))
    folder.chmod(WORLD_MAY_ENTER)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def make_cluster(open_folder: Path) -> Iterator[Callable[..., Cluster]]:
    made: list[Cluster] = []

    def make(home: Path = open_folder / "postgres", major: int | None = None) -> Cluster:
        made.append(Cluster(home, installation(major)))
        return made[-1]

    yield make
    for cluster in made:
        cluster.stop()
        if cluster.home != cluster.asked_home:
            shutil.rmtree(cluster.home)


@pytest.fixture
def bare_environment(open_folder: Path) -> dict[str, str]:
    """What a fresh process is told: nothing of ours but a folder and keys."""
    kept = {name: told for name, told in os.environ.items() if not name.startswith(("GUITAI_", "DATABASE_", "COV_"))}
    keys = {name: os.environ[name] for name in ("GUITAI_SECRET_KEY", "GUITAI_MASTER_KEY")}
    return {**kept, **keys, "GUITAI_VAR": str(open_folder / "var"), "PYTHONWARNINGS": "ignore"}
