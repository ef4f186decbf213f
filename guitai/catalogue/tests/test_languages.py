"""Whoever reads English gets every text of a service in English; letters stay Chinese by law."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from guitai.catalogue import reading
from guitai.catalogue.terms import Service
from guitai.core.texts import Text

FOLDERS = reading.folders(Path(settings.SERVICES_DIR))
SHOWN = ("sheet", "form", "trial", "data", "rulebook", "flow")
OF_LETTERS = "sheet.gives.names"  # names that only letters and notices use
NOTICE_LANGUAGES = {"zh", "en"}


def texts(part: Any, where: str) -> Iterator[tuple[str, Text]]:
    """Find every text inside, with where it stands."""
    match part:
        case Text():
            yield where, part
        case Mapping():
            for key, value in part.items():
                yield from texts(value, f"{where}.{key}")
        case list() | tuple():
            for at, value in enumerate(part):
                yield from texts(value, f"{where}[{getattr(value, 'code', getattr(value, 'key', at))}]")
        case _ if is_dataclass(part):
            for field in fields(part):
                yield from texts(getattr(part, field.name), f"{where}.{field.name}")


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def service(request: pytest.FixtureRequest) -> Service:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    return reading.read_service(reading.files_of(request.param), number=1, published_at=now, assumed_allowed=True)


def test_every_text_that_a_page_shows_is_there_in_both_languages(service: Service) -> None:
    found = [each for part in SHOWN for each in texts(getattr(service, part), part)]
    found = [(where, text) for where, text in found if not where.startswith(OF_LETTERS)]

    assert len(found) > 100
    assert [where for where, text in found if not text.en.strip()] == [], "texts without English"
    assert [where for where, text in found if _has_chinese(text.en)] == [], "English with Chinese in it"


def test_every_notice_is_there_in_both_languages(service: Service) -> None:
    assert {kind: set(notice.words) for kind, notice in service.notices.items()} == dict.fromkeys(
        service.notices, NOTICE_LANGUAGES
    )


def _has_chinese(words: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in words)
