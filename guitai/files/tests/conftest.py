"""A file store of its own for each test, and words as they stand in the source."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    with override_settings(FILES_DIR=tmp_path), translation.override("en"):
        yield tmp_path
