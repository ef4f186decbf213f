"""A small world and the six real stand-ins, started once for the tests of a process and stopped by their ids."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from django.conf import settings as product
from pytest_django import Settings

from guitai.gateways.declaration import DataDeclaration, read_data
from guitai.gateways.terms import Inquiry
from guitai.gateways.tests import questions
from standins import keys
from standins.world import writing

SECONDS = "3"


@pytest.fixture(scope="session")
def world_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    writing.write(folder, seed=7, households=60)
    keys.make(folder / "keys")
    return folder


@pytest.fixture(scope="session")
def people(world_folder: Path) -> questions.People:
    return questions.People.read(world_folder / "people.json")


@pytest.fixture(scope="session")
def standin_urls(world_folder: Path) -> Iterator[dict[str, str]]:
    with ExitStack() as running:
        names = list(questions.AGENCIES.values())
        started = {name: running.enter_context(_started(name, world_folder)) for name in names}
        yield {name: _ready(process) for name, process in started.items()}
        for process in started.values():
            process.terminate()


@pytest.fixture
def gateways(settings: Settings, standin_urls: dict[str, str], world_folder: Path) -> Iterator[Callable[..., None]]:
    """The product knows the running stand-ins; afterwards they behave again."""
    settings.GATEWAYS = {
        source: entry(agency, standin_urls[agency], world_folder / "keys")
        for source, agency in questions.AGENCIES.items()
    }
    told: set[str] = set()

    def order(agency: str, mode: str, **more: Any) -> None:
        told.add(agency)
        httpx.post(f"{standin_urls[agency]}/_control", json={"mode": mode, **more}).raise_for_status()

    yield order
    for agency in sorted(told):
        order(agency, "normal")


@pytest.fixture
def control(gateways: Callable[..., None]) -> Callable[..., None]:
    """Tells a stand-in how to misbehave."""
    return gateways


@pytest.fixture
def inquiry(people: questions.People) -> Inquiry:
    return questions.about(people.number("share_30"))


def entry(agency: str, url: str, folder: Path) -> dict[str, str]:
    return {
        "url": url,
        "agency": agency,
        "public_key": str(keys.public_path(folder, agency)),
        "our_key_id": keys.PRODUCT,
        "our_key": str(keys.private_path(folder, keys.PRODUCT)),
        "seconds": SECONDS,
    }


def _started(name: str, folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", f"standins.{name}", "--port=0", f"--data={folder}", f"--keys={folder / 'keys'}"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)


def _ready(process: "subprocess.Popen[str]") -> str:
    if process.stdout is None:
        raise RuntimeError("started without a pipe")
    word, _, url = process.stdout.readline().split()
    assert word == "ready"
    return url


@pytest.fixture(scope="session")
def declaration() -> DataDeclaration:
    file = Path(product.SERVICES_DIR) / "tw" / "national-pension-premium" / "data.yaml"
    return read_data(yaml.safe_load(file.read_text(encoding="utf-8")))
