from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from guitai.catalogue import reading
from guitai.catalogue.terms import Service

COUNTRY = Path(settings.SERVICES_DIR) / "tw"
FOLDER = COUNTRY / "national-pension-premium"


@pytest.fixture(scope="session")
def service() -> Service:
    """The service as it lies in its folder; nothing is published."""
    published = datetime(2026, 1, 1, tzinfo=UTC)
    return reading.read_service(reading.files_of(FOLDER), number=1, published_at=published, assumed_allowed=True)


@pytest.fixture(scope="session")
def allowance() -> Service:
    """The second service, as it lies in its folder."""
    published = datetime(2026, 1, 1, tzinfo=UTC)
    files = reading.files_of(COUNTRY / "elderly-living-allowance")
    return reading.read_service(files, number=1, published_at=published, assumed_allowed=True)
