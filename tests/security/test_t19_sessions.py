"""T19, T47: every unsafe route wants its token; no stolen copy of the database and no planted key opens a session."""

from typing import Any

import pytest
from django.conf import settings as product
from django.db import connection
from django.test import Client
from django.urls import URLPattern, reverse

from guitai.accounts import actions as accounts
from guitai.accounts.kept_keys import Kept, kept
from guitai.accounts.models import Account
from guitai.core import clock
from tests.security.probing import named_patterns

pytestmark = pytest.mark.django_db
WORDS = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "int": "1",
    "kind": "csv",
    "month": "2026-11",
    "path": "x",
    "str": "x",
    "slug": "x",
}
SIGNED_OTHERWISE = frozenset({"api:findUsage", "api:usagePeriod", "api:heartbeat"})


def address(name: str, pattern: URLPattern) -> str:
    """Answer an address of this route; whatever it names is not there."""
    shape: Any = pattern.pattern
    said = {
        key: WORDS.get(type(each).__name__.removesuffix("Converter").lower(), "x")
        for key, each in shape.converters.items()
    }
    if not said and hasattr(shape, "regex"):
        said = {key: WORDS.get(key, "x") for key in shape.regex.groupindex}
    return reverse(name, kwargs=said)


def answered(name: str, pattern: URLPattern, method: str) -> int:
    for kind in ("csv", "pdf", "ods", "odt", "json"):
        WORDS["kind"] = kind
        try:
            path = address(name, pattern)
        except Exception:  # noqa: BLE001, S112 - this kind is not of this route
            continue
        return Client(enforce_csrf_checks=True, raise_request_exception=False).generic(method, path).status_code
    return 0


def test_t19_no_unsafe_request_works_without_its_token_on_any_route() -> None:
    tried = {
        (name, method): answered(name, pattern, method)
        for name, pattern in named_patterns().items()
        for method in ("POST", "PUT", "PATCH", "DELETE")
    }

    reached = {each: status for each, status in tried.items() if status not in {403, 0} and status != 405}
    assert len([status for status in tried.values() if status == 403]) > 300
    assert {each for each in reached if each[0] not in SIGNED_OTHERWISE} == set(), reached


def signed_in() -> tuple[Client, str]:
    account, _new = accounts.open_account("who@example.net", actor="test", now=clock.now())
    client = Client()
    client.force_login(Account.objects.get(pk=account.pk))
    client.get("/identity/")
    return client, client.cookies[product.SESSION_COOKIE_NAME].value


def stands_in(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
        return cursor.fetchone()[0] or ""


def test_t19_the_database_keeps_no_key_of_a_session_and_what_it_keeps_opens_nothing() -> None:
    client, key = signed_in()
    stored = stands_in("django_session")
    thief = Client()
    thief.cookies[product.SESSION_COOKIE_NAME] = str(kept(key))

    assert (key in stored, kept(key) in stored) == (False, True)
    assert (client.get("/identity/").status_code, thief.get("/identity/").status_code) == (200, 302)
    assert kept(kept(key)) == kept(key)
    assert kept(str(kept(key))) != kept(key)
    assert isinstance(kept(key), Kept)


def test_t19_a_planted_key_is_never_taken_over() -> None:
    planted = "a" * 32
    client = Client()
    client.cookies[product.SESSION_COOKIE_NAME] = planted

    client.get("/accounts/login/")
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})

    assert kept(planted) not in stands_in("django_session")


def test_t19_signing_out_ends_the_session_in_the_database() -> None:
    client, key = signed_in()

    client.post("/accounts/logout/")

    assert kept(key) not in stands_in("django_session")


def test_t19_the_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites() -> None:
    client, _key = signed_in()
    cookie = client.cookies[product.SESSION_COOKIE_NAME]
    made = Client()
    made.post("/accounts/login/", {"login": "x@example.net", "password": "y"})

    assert (product.SESSION_COOKIE_HTTPONLY, product.SESSION_COOKIE_SAMESITE) == (True, "Lax")
    assert cookie["httponly"] in {True, ""}
