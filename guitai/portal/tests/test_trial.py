import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from guitai.catalogue.terms import Service
from guitai.portal import trial

URL = "/services/national-pension-premium-share/trial/"
STATE = re.compile(r'name="state" value="([^"]*)"')

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered")]


def state_of(html: str) -> str:
    found = STATE.search(html)
    assert found
    return found[1]


def post(client: Client, html: str, page: str, **answers: str) -> str:
    sent = {"state": state_of(html), "page": page, **answers}
    response = client.post(URL, sent, headers={"accept-language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def begin(client: Client) -> str:
    return client.get(URL, headers={"accept-language": "en"}).content.decode()


def test_it_begins_without_sign_in_and_says_that_nothing_is_stored(client: Client) -> None:
    html = begin(client)

    assert "Nothing you enter is stored" in html
    assert "Year of birth" in html


def test_a_mistake_shows_the_page_again_with_the_mistake_on_top(client: Client) -> None:
    html = post(client, begin(client), "you", born="abc", work="employed", pay="20000", next="yes")

    assert "govuk-error-summary" in html
    assert "<title>Mistake:" in html
    assert 'value="abc"' in html


def test_without_the_first_page_there_is_no_verdict_but_that_page_again(client: Client) -> None:
    html = post(client, begin(client), "family", married="no", next="yes")

    assert "Year of birth" in html
    assert "govuk-error-summary" in html


def test_going_back_keeps_what_was_answered(client: Client) -> None:
    second = post(client, begin(client), "you", born="1980", work="employed", pay="20000", next="yes")

    first = post(client, second, "family", back="yes")

    assert "Year of birth" in first
    assert 'value="20000"' in first or 'value="20,000"' in first


def test_it_ends_with_a_verdict_its_conditions_and_the_answers(client: Client) -> None:
    second = post(client, begin(client), "you", born="1980", work="employed", pay="12000", next="yes")

    html = post(client, second, "family", married="no", next="yes")

    assert "Result of the trial calculation" in html
    assert "gt-verdict--" in html
    assert "This is not a decision" in html
    assert "Year of birth" in html


def test_nothing_is_kept_on_the_server_or_in_the_browser(client: Client) -> None:
    second = post(client, begin(client), "you", born="1980", work="employed", pay="12000", next="yes")
    post(client, second, "family", married="no", next="yes")

    assert Session.objects.count() == 0
    assert set(client.cookies) <= {"csrftoken"}


@pytest.mark.parametrize("state", ["", "nonsense", "eyJhIjoxfQ:1abc:xyz", "x" * 300_000])
def test_a_state_not_sealed_here_starts_anew(client: Client, state: str) -> None:
    response = client.post(URL, {"state": state, "page": "nowhere"}, headers={"accept-language": "en"})

    assert response.status_code == 200
    assert "Year of birth" in response.content.decode()


def test_the_verdict_can_be_changed_from_its_page(client: Client) -> None:
    second = post(client, begin(client), "you", born="1980", work="employed", pay="12000", next="yes")
    verdict = post(client, second, "family", married="no", next="yes")

    html = post(client, verdict, "you", show="yes")

    assert "Year of birth" in html
    assert re.search(r"value=\"12,?000\"", html)


def test_it_is_never_cached(client: Client) -> None:
    assert "no-store" in client.get(URL)["Cache-Control"]


def test_an_unknown_service_has_no_trial(client: Client) -> None:
    assert client.get("/services/nothing/trial/").status_code == 404


def test_a_seal_opens_to_what_was_sealed(offered: Service) -> None:
    assert trial.unseal(trial.seal({"pay": 20000, "born": 1980})) == {"pay": 20000, "born": 1980}
    assert offered.trial
