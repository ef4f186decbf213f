"""The services as they stand in their folders, read without a database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from guitai.catalogue import reading
from guitai.catalogue.terms import Service
from guitai.facts.queries import services_folder

NOT_PUBLISHED = datetime.min.replace(tzinfo=UTC)


def services() -> list[tuple[Path, Service]]:
    """Answer each folder with the service it describes; assumed amounts are read, since nothing is decided here."""
    return [(folder, _read(folder)) for folder in reading.folders(services_folder())]


def name(path: Path) -> str:
    """Answer how a file is called in the project."""
    return str(Path("services") / path.relative_to(services_folder()))


def documents() -> Iterator[tuple[Path, Any]]:
    """Every YAML file of services/ with what it says; examples of rules say nothing about the world."""
    for path in sorted(services_folder().rglob("*.yaml")):
        if "examples" not in path.parts:
            yield path, yaml.safe_load(path.read_text(encoding="utf-8"))


def _read(folder: Path) -> Service:
    files = reading.files_of(folder)
    return reading.read_service(files, number=0, published_at=NOT_PUBLISHED, assumed_allowed=True)
