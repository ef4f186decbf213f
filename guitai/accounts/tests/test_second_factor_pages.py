"""One-time codes, recovery codes and passkeys: every page in our look, every script from a file."""

import re
import time
from contextlib import suppress

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from guitai.accounts.tests.people import PASSWORD, sign_in, signed_up

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
SCRIPT_ASKS = {"x-requested-with": "XMLHttpRequest"}
NOT_PAGES = {"mfa_login_webauthn": "answers scripts with JSON", "mfa_download_recovery_codes": "a text file"}


def names(patterns: list[URLPattern | URLResolver]) -> list[str]:
    found = []
    for each in patterns:
        found += names(each.url_patterns) if isinstance(each, URLResolver) else [each.name or ""]
    return found


def allauth_addresses() -> list[str]:
    """Every page of allauth that needs no key in its address."""
    found = []
    for name in names(get_resolver("allauth.urls").url_patterns):
        with suppress(NoReverseMatch):
            found.append(reverse(name))
    return sorted(set(found) - {reverse(name) for name in NOT_PAGES})


@pytest.fixture
def mei() -> Client:
    signed_up("mei@example.tw")
    client = sign_in("mei@example.tw")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def with_totp(client: Client) -> str:
    """Switch one-time codes on; answer the secret."""
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)
    assert secret is not None, page
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret[1])})
    assert response.status_code == 302
    return secret[1]


def code_now(secret: str) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


@pytest.mark.parametrize("address", allauth_addresses())
@pytest.mark.parametrize("who", ["visitor", "signed in", "with second factor"])
def test_every_page_is_in_our_look_and_runs_no_script_of_its_own(address: str, who: str, mei: Client) -> None:
    if who == "with second factor":
        with_totp(mei)
    client = Client() if who == "visitor" else mei

    response = client.get(address)

    assert response.status_code in {200, 302, 404, 405}
    policy = response["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    if response.status_code != 200:
        return
    page = response.content.decode()
    assert 'class="gt-sheet"' in page
    assert page.count("<h1") == 1
    assert " style=" not in page
    for attributes, body in SCRIPT.findall(page):
        assert "src=" in attributes or 'type="application/json"' in attributes, body


def test_a_one_time_code_is_asked_for_after_the_password(mei: Client) -> None:
    secret = with_totp(mei)
    client = Client()

    assert client.post("/accounts/login/", {"login": "mei@example.tw", "password": PASSWORD})["Location"].startswith(
        "/accounts/2fa/authenticate/"
    )
    assert "_auth_user_id" not in client.session
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session
    assert secret


def test_a_recovery_code_opens_once(mei: Client) -> None:
    with_totp(mei)
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()

    for expected in (302, 200):
        client = Client()
        client.post("/accounts/login/", {"login": "mei@example.tw", "password": PASSWORD})
        assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == expected


def test_guessing_one_time_codes_ends_after_five(mei: Client) -> None:
    with_totp(mei)
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    client = Client()
    client.post("/accounts/login/", {"login": "mei@example.tw", "password": PASSWORD})
    for _nth in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code != 302


def test_the_secret_is_unreadable_in_the_table(mei: Client) -> None:
    secret = with_totp(mei)

    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]

    assert secret not in stored


def test_changing_how_one_signs_in_asks_for_the_password_again() -> None:
    signed_up("mei@example.tw")

    response = sign_in("mei@example.tw").get("/accounts/2fa/totp/activate/")

    assert response["Location"].startswith("/accounts/reauthenticate/")


def test_the_passkey_challenge_is_for_this_site_and_new_each_time() -> None:
    first, second = (Client().get("/accounts/2fa/webauthn/login/", headers=SCRIPT_ASKS).json() for _twice in range(2))

    options = [each["request_options"]["publicKey"] for each in (first, second)]
    assert [each["rpId"] for each in options] == ["testserver"] * 2
    assert options[0]["challenge"] != options[1]["challenge"]
