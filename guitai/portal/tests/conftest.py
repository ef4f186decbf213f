import pytest

from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service, ServiceUnknown
from guitai.portal.tests import sample


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Service:
    """The catalogue offers one service."""
    service = sample.service()

    def by_key(key: str, number: int | None = None) -> Service:
        del number
        if key != service.key:
            raise ServiceUnknown(key)
        return service

    monkeypatch.setattr(catalogue, "services", lambda: [service])
    monkeypatch.setattr(catalogue, "service", by_key)
    return service
