import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from guitai.core.middleware import AddressBehindProxy


@pytest.mark.parametrize(
    ("behind", "claimed", "seen"),
    [
        (True, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "", "127.0.0.1"),
        (False, "203.0.113.9", "127.0.0.1"),
    ],
)
def test_only_our_own_proxy_is_believed(settings: LazySettings, behind: bool, claimed: str, seen: str) -> None:
    settings.BEHIND_PROXY = behind
    addresses: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        addresses.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    AddressBehindProxy(view)(RequestFactory().get("/", headers={"X-Forwarded-For": claimed} if claimed else {}))

    assert addresses == [seen]
