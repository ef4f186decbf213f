"""Proving who one is, in the browser: at home and at the counter."""

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from guitai.accounts import actions, queries
from guitai.accounts.access import CitizenRequest, citizen_page
from guitai.accounts.middleware import WhoIsAsking
from guitai.accounts.models import Account, BindingCode, LetterRequest, Person
from guitai.accounts.terms import Assurance, Channel, Role
from guitai.accounts.tests.people import NUMBER, OTHER_NUMBER, bound, official, person, sign_in, signed_up
from guitai.core import clock
from guitai.outbox.models import EventRow

pytestmark = pytest.mark.django_db
HOSTILE = ["", " ", "x" * 10_000, "A12345\x006789", "А123456789", "A123456780", "<script>", "'; DROP TABLE", "\u202eA1"]


@pytest.fixture(autouse=True)
def no_second_factor_here(settings: Settings) -> None:
    settings.OFFICIALS_NEED_SECOND_FACTOR = False


def code_for(who: Person, channel: Channel = Channel.COUNTER) -> str:
    return actions.issue_binding_code(who, channel=channel, actor="account:9", now=clock.now()).code


def prove(client: Client, number: str, code: str, **more: str) -> str:
    response = client.post("/identity/", {"number": number, "code": code, **more})
    return response["Location"] if response.status_code == 302 else response.content.decode()


def test_who_is_not_signed_in_signs_in_first_and_comes_back() -> None:
    assert Client().get("/identity/?next=/x/")["Location"] == "/accounts/login/?next=" + quote(
        "/identity/?next=/x/", safe="/"
    )


def test_the_right_code_leads_on_to_where_one_was_going() -> None:
    code = code_for(person())
    signed_up()

    assert prove(sign_in("mei@example.tw"), "ａ123456789", code.lower(), next="/apply/x/?page=2") == "/apply/x/?page=2"
    assert queries.assurance(Account.objects.get()) == Assurance.COUNTER


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"])
def test_nobody_is_led_to_another_site(away: str) -> None:
    code = code_for(person())
    signed_up()

    assert prove(sign_in("mei@example.tw"), NUMBER, code, next=away) == "/"


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_wrong_number_or_code_is_told_and_stays_to_be_corrected(typed: str) -> None:
    signed_up()
    client = sign_in("mei@example.tw")

    page = prove(client, typed, "ABCDE-FGHJK")
    other = prove(client, NUMBER, typed)

    assert "govuk-error-summary" in page
    assert "govuk-error-summary" in other
    assert f'value="{NUMBER}"' in other
    assert 'value="ABCDE-FGHJK"' in page
    assert '<script>"' not in page


def test_an_unknown_number_and_a_wrong_code_answer_alike() -> None:
    code_for(person())
    signed_up()
    client = sign_in("mei@example.tw")

    known, unknown = (prove(client, number, "AAAAA-AAAAA") for number in (NUMBER, OTHER_NUMBER))

    plain = [re.sub(r'csrfmiddlewaretoken" value="[^"]+"|value="[AB]\d{9}"', "", page) for page in (known, unknown)]
    assert plain[0] == plain[1]


def test_guessing_codes_in_the_browser_ends_after_five() -> None:
    code = code_for(person())
    signed_up()
    client = sign_in("mei@example.tw")
    for _nth in range(5):
        prove(client, NUMBER, "AAAAA-AAAAA")

    assert "請等 15 分鐘" in prove(client, NUMBER, code)
    assert not BindingCode.objects.filter(used_at__isnull=False).exists()


def test_a_letter_is_asked_for_with_the_same_answer_for_everybody() -> None:
    person()
    signed_up()
    client = sign_in("mei@example.tw")

    pages = [
        client.post("/identity/letter/", {"number": number, "name": "王美𠮷", "born": "79/3/5"}).content.decode()
        for number in (NUMBER, OTHER_NUMBER)
    ]

    assert "已收到申請" in pages[0]
    assert [re.sub(r'value="[^"]{60,}"', "", page) for page in pages] == [
        re.sub(r'value="[^"]{60,}"', "", pages[0])
    ] * 2
    assert EventRow.objects.filter(topic="accounts.code_by_letter").count() == 2


def test_what_was_typed_stays() -> None:
    signed_up()

    page = sign_in("mei@example.tw").post("/identity/letter/", {"number": NUMBER, "name": "王美𠮷", "born": "99/99/99"})

    text = page.content.decode()
    assert 'value="王美𠮷"' in text
    assert 'value="99/99/99"' in text
    assert f'value="{NUMBER}"' in text


@pytest.mark.parametrize(("language", "words"), [("zh-hant", "這裡還沒有填。"), ("en", "Please fill this in.")])
def test_a_field_left_empty_is_told_in_our_words(language: str, words: str) -> None:
    signed_up()
    client = sign_in("mei@example.tw")
    client.cookies["django_language"] = language

    for address in ("/identity/", "/identity/letter/"):
        assert words in client.post(address, {"next": "/my/"}).content.decode()


def test_three_letters_in_thirty_days_are_enough_and_one_a_week_to_one_number() -> None:
    mei = signed_up()
    stated = {"name": "王美𠮷", "born": date(1990, 3, 5)}
    now = clock.now()
    for number in (NUMBER, NUMBER, OTHER_NUMBER):
        actions.ask_for_letter(mei, number=number, now=now, **stated)  # type: ignore[arg-type]  # a dict of both kinds
    assert LetterRequest.objects.count() == 2


def test_a_printed_letter_proves_by_letter_and_a_request_is_answered_once() -> None:
    mei = signed_up()
    actions.ask_for_letter(mei, number=NUMBER, name="王美𠮷", born=date(1990, 3, 5), now=clock.now())
    request = LetterRequest.objects.get()

    issued = actions.issue_letter_code(request.pk, actor="system:print", now=clock.now())
    actions.bind_by_code(mei, number=NUMBER, code=issued.code, now=clock.now())

    assert queries.assurance(mei) == Assurance.LETTER
    with pytest.raises(LetterRequest.DoesNotExist):
        actions.refuse_letter(request.pk, why="differs", actor="system:print", now=clock.now())


def test_the_counter_gives_out_a_code_that_is_shown_once() -> None:
    official(Role.COUNTER)
    client = sign_in("clerk@example.tw")

    page = client.post("/desk/counter/", {"number": "*A123456789*", "name": "王美𠮷", "born": "0790305"})

    shown = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", page.content.decode())
    assert shown is not None
    assert NUMBER not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    mei = signed_up()
    assert actions.bind_by_code(mei, number=NUMBER, code=shown[0], now=clock.now()).person.name == "王美𠮷"
    assert shown[0] not in client.get("/desk/counter/").content.decode()


def test_a_differing_name_is_taken_over_only_when_the_counter_says_so() -> None:
    person()
    official(Role.COUNTER)
    client = sign_in("clerk@example.tw")
    typed = {"number": NUMBER, "name": "王美吉", "born": "79/3/5"}

    refused = client.post("/desk/counter/", typed).content.decode()
    assert "登記的姓名不同" in refused
    assert 'value="王美吉"' in refused
    assert not BindingCode.objects.exists()

    client.post("/desk/counter/", {**typed, "name_changed": "on"})
    assert Person.objects.get().name == "王美吉"


def test_a_differing_birth_date_is_never_taken_over() -> None:
    person()
    official(Role.COUNTER)

    typed = {"number": NUMBER, "name": "王美𠮷", "born": "79/5/3", "name_changed": "on"}
    page = sign_in("clerk@example.tw").post("/desk/counter/", typed).content.decode()

    assert "登記的出生日期不同" in page
    assert not BindingCode.objects.exists()


@pytest.mark.parametrize("field", ["number", "name", "born"])
@pytest.mark.parametrize("typed", HOSTILE)
def test_the_counter_page_bears_anything(field: str, typed: str) -> None:
    official(Role.COUNTER)
    right = {"number": NUMBER, "name": "王美𠮷", "born": "79/3/5"}

    page = sign_in("clerk@example.tw").post("/desk/counter/", {**right, field: typed})

    assert page.status_code == 200
    assert "<script>" not in page.content.decode().replace("<script src", "")


def test_a_new_resident_number_is_recorded_at_the_counter() -> None:
    hoa = person("AA23456787", "NGUYEN THI HOA")
    official(Role.COUNTER)
    client = sign_in("clerk@example.tw")

    assert (
        client.post(
            "/desk/counter/number/", {"old": "AA23456787", "new": "A823456783", "since": "115/3/10"}
        ).status_code
        == 302
    )

    assert queries.find_person("A823456783") == hoa
    unknown = client.post("/desk/counter/number/", {"old": NUMBER, "new": "A823456783", "since": "115/3/10"})
    assert "查無原證號" in unknown.content.decode()


ROLES: list[tuple[Role, ...]] = [(), *((role,) for role in Role)]


@pytest.mark.parametrize("roles", ROLES)
@pytest.mark.parametrize("url", ["/desk/counter/", "/desk/counter/number/"])
def test_only_the_counter_finds_the_counter_pages(url: str, roles: tuple[Role, ...]) -> None:
    official(*roles)
    client = sign_in("clerk@example.tw")

    response, absent = client.get(url), client.get("/desk/no-such-page/")

    if Role.COUNTER in roles:
        assert response.status_code == 200
    else:
        assert response.status_code == absent.status_code == 404
        plain = [re.sub(r'value="[^"]*"', "", each.content.decode()) for each in (response, absent)]
        assert plain[0] == plain[1]


def test_outside_the_demo_an_official_needs_a_second_factor(settings: Settings) -> None:
    settings.OFFICIALS_NEED_SECOND_FACTOR = True
    clerk = official(Role.COUNTER)
    client = sign_in("clerk@example.tw")

    assert client.get("/desk/counter/")["Location"] == "/accounts/2fa/?next=%2Fdesk%2Fcounter%2F"
    Authenticator.objects.create(user=clerk, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client.get("/desk/counter/").status_code == 302
    Authenticator.objects.create(user=clerk, type=Authenticator.Type.TOTP, data={"secret": ""})
    assert client.get("/desk/counter/").status_code == 200


def test_a_role_taken_away_counts_at_the_next_request() -> None:
    clerk = official(Role.COUNTER)
    client = sign_in("clerk@example.tw")
    assert client.get("/desk/counter/").status_code == 200

    clerk.holdings.update(until=clock.today())

    assert client.get("/desk/counter/").status_code == 404


@citizen_page
def my_things(request: CitizenRequest) -> HttpResponse:
    return HttpResponse(request.person.name)


def ask(account: Account | None, url: str = "/mine/?a=1") -> HttpResponse:
    request: HttpRequest = RequestFactory().get(url)
    request.user = account or AnonymousUser()
    return WhoIsAsking(my_things)(request)  # type: ignore[arg-type]  # one view instead of the whole stack


def test_a_citizen_page_asks_to_sign_in_then_to_prove_then_opens() -> None:
    assert ask(None)["Location"] == "/accounts/login/?next=/mine/%3Fa%3D1"
    assert ask(signed_up())["Location"] == "/identity/?next=%2Fmine%2F%3Fa%3D1"
    assert ask(bound()).content.decode() == "王美𠮷"


def test_an_official_sees_the_citizens_side_only_as_herself() -> None:
    clerk = official(*Role)

    assert ask(clerk)["Location"].startswith("/identity/")
    actions.bind(
        clerk, person(OTHER_NUMBER, "陳文書"), channel=Channel.COUNTER, how="t", actor="account:9", now=clock.now()
    )
    assert ask(clerk).content.decode() == "陳文書"


def test_who_is_asking_costs_two_queries(django_assert_num_queries: object) -> None:
    mei = bound()

    with django_assert_num_queries(2):  # type: ignore[operator]  # the fixture's type is not public
        ask(mei)


def test_an_ended_binding_closes_the_page_at_once() -> None:
    mei = bound()
    binding = queries.open_binding(mei)
    assert binding is not None

    actions.unbind(binding, actor="account:9", now=clock.now() + timedelta(seconds=1))

    assert ask(mei).status_code == 302
