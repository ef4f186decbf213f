import pytest
from django.test import Client

from guitai.accounts.tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered")]


def test_an_account_that_has_not_proven_who_it_is_sees_nothing_of_a_person() -> None:
    people.signed_up()

    response = people.sign_in("mei@example.tw").get("/my/")

    assert response.status_code == 302
    assert "next=" in response["Location"]


def test_a_person_without_cases_is_shown_where_to_begin() -> None:
    people.bound()

    response = people.sign_in("mei@example.tw").get("/my/", headers={"accept-language": "zh-TW"})
    html = response.content.decode()

    assert "王美𠮷，您好" in html
    assert "您還沒有案件" in html
    assert 'href="/services/"' in html
    assert "no-store" in response["Cache-Control"]


def test_the_header_names_who_is_signed_in_and_lets_her_out() -> None:
    people.bound()

    html = people.sign_in("mei@example.tw").get("/", headers={"accept-language": "zh-TW"}).content.decode()

    assert 'class="gt-tools__who gt-name">王美𠮷' in html
    assert 'action="/accounts/logout/"' in html
    assert "我的專區" in html


def test_a_visitor_is_offered_to_sign_in_and_no_page_of_her_own(client: Client) -> None:
    html = client.get("/", headers={"accept-language": "zh-TW"}).content.decode()

    assert "/accounts/login/" in html
    assert "我的專區" not in html
