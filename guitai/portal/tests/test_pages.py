from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.test import Client

from guitai.accounts import queries as accounts
from guitai.accounts.terms import AgencyKind, AgencyView
from guitai.catalogue.terms import Service
from guitai.core.kit import Tone
from guitai.portal import mine
from guitai.work.terms import WaitsFor

BUREAU = AgencyView(
    "10007-SA", "彰化縣政府社會處", AgencyKind.COUNTY_BUREAU, "10007", "處長", "王小明", "彰化市中山路", "04-7220000"
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _agencies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "agency", lambda _code: BUREAU)
    monkeypatch.setattr(accounts, "agencies", lambda kind: [BUREAU] if kind == AgencyKind.COUNTY_BUREAU else [])


def text_of(client: Client, url: str, *, language: str = "zh-hant") -> str:
    response = client.get(url, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def test_home_offers_a_search_services_and_where_is_my_case(client: Client, offered: Service) -> None:
    html = text_of(client, "/")

    assert 'role="search"' in html
    assert str(offered.title) in html
    assert 'name="last_four"' in html


def test_where_is_my_case_never_puts_the_digits_into_an_address(client: Client, offered: Service) -> None:
    html = text_of(client, "/")

    assert offered
    assert 'method="post" action="/cases/where/"' in html


def test_the_service_page_answers_what_people_ask(client: Client, offered: Service) -> None:
    html = text_of(client, f"/services/{offered.key}/")

    for words in (offered.summary, offered.fee, *offered.who, *offered.needs, *offered.steps):
        assert str(words) in html
    assert "國民年金法" in html
    assert "law.moj.gov.tw" in html
    assert BUREAU.name in html
    assert f"/apply/{offered.key}/" in html
    assert f"/services/{offered.key}/trial/" in html


def test_a_service_that_is_not_offered_is_not_found(client: Client, offered: Service) -> None:
    assert offered
    assert client.get("/services/nothing/").status_code == 404


def test_a_search_without_a_hit_still_shows_a_way_on(client: Client, offered: Service) -> None:
    html = text_of(client, "/services/?q=xyz")

    assert "找不到符合的服務" in html
    assert str(offered.title) in html


def test_what_is_searched_is_never_run_as_a_page(client: Client, offered: Service) -> None:
    html = text_of(client, "/services/?q=<script>alert(1)</script>")

    assert offered
    assert "<script>alert" not in html


@pytest.mark.parametrize("url", ["/accessibility/", "/privacy/", "/contact/"])
@pytest.mark.parametrize(("language", "lang"), [("zh-hant", "zh-Hant-TW"), ("en", "en")])
def test_the_quiet_pages_speak_both_languages(client: Client, url: str, language: str, lang: str) -> None:
    assert f'lang="{lang}"' in text_of(client, url, language=language)


def test_my_page_asks_to_sign_in_first(client: Client) -> None:
    response = client.get("/my/")

    assert response.status_code == 302
    assert "next=/my/" in response["Location"]


@pytest.mark.parametrize("url", ["/", "/services/", "/accessibility/"])
def test_pages_only_answer_reading(client: Client, url: str) -> None:
    assert client.post(url).status_code == 405


@pytest.mark.parametrize(
    ("waits_for", "final", "tone"),
    [
        (WaitsFor.APPLICANT, False, Tone.WAIT),
        (WaitsFor.OFFICE, False, Tone.NOTE),
        (WaitsFor.SYSTEM, False, Tone.NOTE),
        (WaitsFor.NOBODY, True, Tone.REST),
    ],
)
def test_a_case_that_waits_for_me_sounds_otherwise(waits_for: WaitsFor, final: bool, tone: Tone) -> None:
    assert mine.tone_of(waits_for, is_final=final) is tone


def test_a_draft_of_a_service_no_longer_offered_is_still_listed(
    monkeypatch: pytest.MonkeyPatch, offered: Service
) -> None:
    gone = SimpleNamespace(id="1", form_key="gone", updated_at=datetime(2026, 1, 1, tzinfo=UTC))
    kept = SimpleNamespace(id="2", form_key=offered.key, updated_at=datetime(2026, 1, 1, tzinfo=UTC))
    monkeypatch.setattr("guitai.eforms.queries.drafts_of", lambda _owner: cast("Any", [gone, kept]))

    assert [line.key for line in mine.drafts("person:1")] == ["", offered.key]


def test_a_case_line_names_who_is_responsible_and_the_promised_day(
    monkeypatch: pytest.MonkeyPatch, offered: Service
) -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    progress = SimpleNamespace(
        stage="初審", since=at, promised_on=date(2026, 4, 30), office="員林市公所", responsible="課員 陳怡君",
        waits_for=WaitsFor.OFFICE, is_final=False,
    )  # fmt: skip
    case = SimpleNamespace(reference="G7K2-M4PD", submitted_at=at)
    monkeypatch.setattr("guitai.cases.queries.cases_of", lambda _person: cast("Any", [case]))
    monkeypatch.setattr("guitai.cases.queries.service_of", lambda _case: offered)
    monkeypatch.setattr("guitai.cases.progress.progress_of", lambda *_args, **_options: cast("Any", progress))

    line = mine.cases("person:1", today=date(2026, 3, 2))[0]

    assert (line.office, line.responsible, line.promised_on) == ("員林市公所", "課員 陳怡君", date(2026, 4, 30))
