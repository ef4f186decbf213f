"""A supervisor appoints who stands in at her own office, and at no other."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from guitai.accounts import actions, queries
from guitai.accounts.models import Account, Agency, Post, StandIn
from guitai.accounts.terms import AgencyKind, Role
from guitai.core import clock

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
HERE, ELSEWHERE = "10007100", "10007110"


@pytest.fixture(autouse=True)
def offices(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where nothing was built
    settings.OFFICIALS_NEED_SECOND_FACTOR = False
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.astimezone(clock.TAIPEI).date())
    for code, name in ((HERE, "彰化縣員林市公所"), (ELSEWHERE, "彰化縣溪湖鎮公所")):
        Agency.objects.create(code=code, name=name, kind=AgencyKind.TOWNSHIP)


def employed(name: str, *roles: Role, agency: str = HERE) -> Account:
    account, _new = actions.open_account(f"{name}@office.example", name=name, actor="test", now=NOW)
    post = actions.open_post(
        agency, unit="社會課", number=name, title=f"{name} post", roles=roles, actor="test", now=NOW
    )
    actions.assign_post(account, post, since=date(2020, 1, 1), actor="test", now=NOW)
    return account


def page_of(name: str) -> str:
    return f"/desk/stand-ins/{Post.objects.get(number=name).pk}/"


def sent(client: Client, name: str, deputy: Account, first: str, last: str) -> HttpResponse:
    typed = {"deputy": deputy.ref, "first": first, "last": last}
    return cast("HttpResponse", client.post(page_of(name), typed))


@pytest.fixture
def ping() -> Account:
    """Stands in for others."""
    return employed("ping", Role.COUNTER)


@pytest.fixture
def chief(ping: Account) -> Client:
    """The supervisor of the office where mei reviews and ping sits at the counter."""
    del ping
    employed("mei", Role.FIRST_REVIEW)
    account = employed("chief", Role.SUPERVISOR)
    client = Client(headers={"accept-language": "en"})
    client.force_login(account, backend="guitai.accounts.backend.Backend")
    return client


def test_the_deputy_acts_for_the_post_from_the_first_day_to_the_last(chief: Client, ping: Account) -> None:
    answer = sent(chief, "mei", ping, "115/3/12", "115/3/13")

    assert answer.headers["Location"] == "/desk/stand-ins/"
    stands_in = [
        (on, bool((official := queries.official(ping, on=on)) and official.may(Role.FIRST_REVIEW, HERE)))
        for on in (date(2026, 3, 11), date(2026, 3, 12), date(2026, 3, 13), date(2026, 3, 14))
    ]
    assert [acts for _on, acts in stands_in] == [False, True, True, False]


def test_the_list_names_holder_and_stand_in_with_the_last_day_included(chief: Client, ping: Account) -> None:
    sent(chief, "mei", ping, "2026-03-12", "2026-03-13")

    page = chief.get("/desk/stand-ins/").content.decode()

    assert "ping (12 March 2026 to 13 March 2026)" in page
    assert page_of("mei") in page


def test_who_appointed_is_recorded(chief: Client, ping: Account) -> None:
    sent(chief, "mei", ping, "115/3/12", "115/3/12")

    assert StandIn.objects.get().appointed_by == Account.objects.get(name="chief").ref


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        ("115/13/1", "115/3/13", "first", "Give the day as year, month, day"),
        ("115/3/12", "soon", "last", "Give the day as year, month, day"),
        ("115/3/13", "115/3/12", "last", "The last day lies before the first."),
        ("115/3/9", "115/3/12", "first", "This day is over."),
        ("115/3/12", "151/3/12", "last", "This is more than a year."),
        ("", "115/3/12", "first", "Type the first day."),
    ],
    ids=["no such month", "not a day", "turned round", "past", "mistyped year", "empty"],
)
def test_a_wrong_day_is_told_beside_it_and_nothing_typed_is_lost(
    chief: Client, ping: Account, first: str, last: str, field: str, words: str
) -> None:
    page = sent(chief, "mei", ping, first, last).content.decode()

    beside = page.split(f'id="id_{field}-error"')[1].split("<input")[0]
    assert words in beside
    assert f'<a href="#id_{field}">' in page
    assert f'name="first" value="{first}"' in page
    assert f'name="last" value="{last}"' in page
    assert (
        f'value="{ping.ref}" id="id_deputy_2" checked' in page or f'value="{ping.ref}" id="id_deputy" checked' in page
    )
    assert not StandIn.objects.exists()


def test_two_stand_ins_on_one_day_are_refused_beside_the_first_day(chief: Client, ping: Account) -> None:
    sent(chief, "mei", ping, "115/3/12", "115/3/13")

    page = sent(chief, "mei", ping, "115/3/13", "115/3/14").content.decode()

    assert "Somebody else already stands in" in page.split('id="id_first-error"')[1].split("<input")[0]
    assert StandIn.objects.count() == 1


def test_nobody_can_be_chosen_but_colleagues_other_than_the_holder(chief: Client) -> None:
    stranger = employed("stranger", Role.COUNTER, agency=ELSEWHERE)
    holder = Account.objects.get(name="mei")

    for wrong in (stranger, holder):
        page = sent(chief, "mei", wrong, "115/3/12", "115/3/13").content.decode()

        assert "Choose somebody of this office." in page
        assert f">{wrong.name}</label>" not in page
    assert not StandIn.objects.exists()


def test_a_post_of_another_office_is_as_absent_as_none(chief: Client, ping: Account) -> None:
    employed("stranger", Role.FIRST_REVIEW, agency=ELSEWHERE)

    assert chief.get(page_of("stranger")).status_code == 404
    assert sent(chief, "stranger", ping, "115/3/12", "115/3/13").status_code == 404
    assert chief.get("/desk/stand-ins/9999999/").status_code == 404
    assert "stranger" not in chief.get("/desk/stand-ins/").content.decode()
    assert not StandIn.objects.exists()


def test_whoever_leads_no_office_has_no_such_page(chief: Client, ping: Account) -> None:
    del chief
    client = Client()
    client.force_login(ping, backend="guitai.accounts.backend.Backend")

    assert client.get("/desk/stand-ins/").status_code == 404
    assert sent(client, "mei", ping, "115/3/12", "115/3/13").status_code == 404


def test_the_menu_leads_supervisors_there(chief: Client) -> None:
    assert 'href="/desk/stand-ins/" aria-current="page"' in chief.get("/desk/stand-ins/").content.decode()


def test_the_page_speaks_chinese(chief: Client) -> None:
    chief.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-Hant"
    with translation.override("zh-hant"):
        page = chief.get(page_of("mei")).content.decode()

    assert "指定代理人" in page
    assert "例如 115/3/10" in page
