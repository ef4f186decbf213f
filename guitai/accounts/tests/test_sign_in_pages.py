"""Signing up and in: no page tells who has an account, and guessing ends after five tries."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.utils.html import strip_tags

from guitai.accounts.models import Account, FormerPassword
from guitai.accounts.tests.people import PASSWORD, sign_in, signed_up
from guitai.core import clock

pytestmark = pytest.mark.django_db
LOGIN, SIGNUP = "/accounts/login/", "/accounts/signup/"


def body(response: object) -> str:
    """The page without what differs on every load."""
    text = response.content.decode()  # type: ignore[attr-defined]  # the test client's response has no public type
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def try_password(email: str, password: str, client: Client | None = None) -> tuple[int, str]:
    response = (client or Client()).post(LOGIN, {"login": email, "password": password})
    return response.status_code, body(response).replace(email, "")


@pytest.mark.parametrize("url", [LOGIN, SIGNUP, "/accounts/password/reset/"])
def test_pages_are_in_our_look_and_language(client: Client, url: str) -> None:
    response = client.get(url, headers={"accept-language": "zh-TW"})

    page = body(response)
    assert response.status_code == 200
    assert 'class="gt-sheet"' in page
    assert page.count("<h1") == 1
    assert 'lang="zh-Hant-TW"' in page


def test_who_signs_up_confirms_the_address_with_a_code_and_is_signed_in(client: Client) -> None:
    client.post(SIGNUP, {"email": "Mei@Example.TW", "password1": PASSWORD})
    code = re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", str(mail.outbox[0].body), re.MULTILINE)
    assert code is not None, mail.outbox[0].body

    response = client.post("/accounts/confirm-email/", {"code": code[1]})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(Account.objects.get(email="mei@example.tw").pk)


def test_signing_up_answers_the_same_for_a_known_and_an_unknown_address() -> None:
    signed_up("known@example.tw")

    known = Client().post(SIGNUP, {"email": "known@example.tw", "password1": PASSWORD})
    unknown = Client().post(SIGNUP, {"email": "other@example.tw", "password1": PASSWORD})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_wrong_password_answers_the_same_for_a_known_and_an_unknown_address() -> None:
    signed_up("known@example.tw")

    assert try_password("known@example.tw", "wrong") == try_password("other@example.tw", "wrong")


def test_the_reset_page_answers_the_same_for_a_known_and_an_unknown_address() -> None:
    signed_up("known@example.tw")
    url = "/accounts/password/reset/"

    known, unknown = (Client().post(url, {"email": f"{who}@example.tw"}) for who in ("known", "other"))

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.parametrize("email", ["known@example.tw", "nobody@example.tw"])
def test_five_failures_lock_for_fifteen_minutes_whether_or_not_the_account_exists(email: str) -> None:
    signed_up("known@example.tw")
    for _nth in range(5):
        _status, page = try_password(email, "wrong password, long enough")
        assert "15" not in strip_tags(page).split("請更正")[-1][:80]

    _status, locked = try_password(email, PASSWORD)
    assert "請等 15 分鐘" in locked
    with clock.shifted(timedelta(minutes=15)):
        assert try_password("known@example.tw", PASSWORD)[0] == 302


def test_four_failures_and_a_success_leave_no_trace() -> None:
    signed_up("known@example.tw")
    for _round in range(2):
        for _nth in range(4):
            try_password("known@example.tw", "wrong password, long enough")

        assert try_password("known@example.tw", PASSWORD)[0] == 302


def test_one_address_cannot_try_name_after_name() -> None:
    for nth in range(30):
        try_password(f"name{nth}@example.tw", "wrong password, long enough")

    assert "請等 15 分鐘" in try_password("fresh@example.tw", "wrong password, long enough")[1]


def test_a_forged_forwarding_header_is_no_new_address() -> None:
    for nth in range(30):
        forged = {"x-forwarded-for": f"10.0.0.{nth}"}
        Client().post(LOGIN, {"login": f"n{nth}@example.tw", "password": "wrong"}, headers=forged)

    assert "請等 15 分鐘" in try_password("fresh@example.tw", "wrong")[1]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "no-at-sign",
        "mеi@example.tw",  # Cyrillic е
        "me\u200bi@example.tw",
        "\u202emei@example.tw",
        "ｍｅｉ@example.tw",
        "meı@example.tw",
        "mei\x00@example.tw",
        "m" * 10_000 + "@example.tw",
    ],
)
def test_an_address_that_could_be_taken_for_another_makes_no_account(client: Client, email: str) -> None:
    response = client.post(SIGNUP, {"email": email, "password1": PASSWORD})

    assert response.status_code == 200
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "fourteen chars",
        "aaaaaaaaaaaaaaaaaaaa",
        "123456789012345678",
        "abcdefghijklmnop",
        "qwertyuiopasdfgh",
        "passwordpassword",
        "mei.example.mei.example",
        "guitaiguitaiguitai",
        "彰化縣政府國民年金櫃台密碼彰化縣政府",
        "x" * 129,
        "y" * 10_000,
        "a good long pass\x00word",
    ],
)
def test_an_easy_or_endless_password_is_refused_and_the_address_stays_typed(client: Client, password: str) -> None:
    response = client.post(SIGNUP, {"email": "mei@example.tw", "password1": password})

    page = body(response)
    assert response.status_code == 200
    assert 'value="mei@example.tw"' in page
    assert not password or password not in page
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "我家門前有小河後面有山坡真的",
        "tr0ub4dor&3-tr7ub5dor",
        "ok " * 5 + "z"[:1] + "unrelated",
    ],
)
def test_a_long_password_of_any_kind_is_taken(client: Client, password: str) -> None:
    response = client.post(SIGNUP, {"email": "mei@example.tw", "password1": password})

    assert response.status_code == (302 if len(password) >= 15 else 200)


def test_a_password_typed_in_full_width_is_the_same_password() -> None:
    signed_up("mei@example.tw", password="ｃorrect　horse battery staple")

    assert try_password("mei@example.tw", "correct horse battery staple")[0] == 302


def test_the_last_three_passwords_are_not_taken_again(client: Client) -> None:
    mei = signed_up("mei@example.tw", password="first good long password")
    client.force_login(mei)
    url = "/accounts/password/change/"
    now = "first good long password"
    for new in ("second good long secret", "third good long phrase", "fourth good long words"):
        assert client.post(url, {"oldpassword": now, "password1": new, "password2": new}).status_code == 302
        now = new

    refused = client.post(
        url, {"oldpassword": now, "password1": "second good long secret", "password2": "second good long secret"}
    )

    assert refused.status_code == 200
    assert FormerPassword.objects.count() == 2


def test_changing_the_password_ends_other_sessions() -> None:
    mei = signed_up("mei@example.tw")
    here, elsewhere = sign_in("mei@example.tw"), sign_in("mei@example.tw")
    assert elsewhere.get("/identity/").status_code == 200

    new = "another good long password"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert elsewhere.get("/identity/").status_code == 302
    assert mei.pk


def test_an_idle_session_ends(client: Client) -> None:
    client = sign_in(signed_up("mei@example.tw").email)
    assert client.get("/identity/").status_code == 200
    with clock.shifted(timedelta(minutes=29)):
        assert client.get("/identity/").status_code == 200
    with clock.shifted(timedelta(minutes=60)):
        assert client.get("/identity/").status_code == 302


def test_a_busy_session_ends_after_a_days_work(client: Client) -> None:
    client = sign_in(signed_up("mei@example.tw").email)
    for minutes in range(0, 12 * 60, 20):
        with clock.shifted(timedelta(minutes=minutes)):
            assert client.get("/identity/").status_code == 200

    with clock.shifted(timedelta(minutes=12 * 60 + 1)):
        assert client.get("/identity/").status_code == 302


def test_signing_in_changes_the_session_key() -> None:
    signed_up("mei@example.tw")
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key

    client.post(LOGIN, {"login": "mei@example.tw", "password": PASSWORD})

    assert client.session.session_key != before


@pytest.mark.parametrize("url", [LOGIN, SIGNUP, "/accounts/logout/", "/identity/", "/desk/counter/"])
def test_no_form_works_without_its_token(url: str) -> None:
    assert Client(enforce_csrf_checks=True).post(url, {}).status_code == 403


def test_signing_out_needs_a_post(client: Client) -> None:
    client = sign_in(signed_up("mei@example.tw").email)
    client.get("/accounts/logout/")
    assert "_auth_user_id" in client.session

    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("url", "fields"), [(LOGIN, {"password": "wrong password"}), (SIGNUP, {"password1": PASSWORD})]
)
def test_a_known_and_an_unknown_address_cost_the_same_work(
    url: str, fields: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_up("known@example.tw")
    hashes: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        hashes.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)

    costs = []
    for email in ("known@example.tw", "other@example.tw"):
        hashes.clear()
        Client().post(url, {"login": email, "email": email, **fields})
        costs.append(len(hashes))

    assert costs[0] == costs[1] == 1


def test_other_sessions_can_be_seen_and_ended() -> None:
    signed_up("mei@example.tw")
    here, elsewhere = sign_in("mei@example.tw"), sign_in("mei@example.tw")

    assert here.get("/accounts/sessions/").content.decode().count("127.0.0.1") == 2
    here.post("/accounts/sessions/")

    assert elsewhere.get("/identity/").status_code == 302
    assert here.get("/identity/").status_code == 200
