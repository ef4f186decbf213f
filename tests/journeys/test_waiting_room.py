"""The gate before new applications, met through HTTP."""

import time
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from guitai.waiting import actions, gate, queries, tickets
from guitai.waiting.terms import Opening, Ticket

SERVICE = "national_pension_premium_share"
START = f"/apply/{SERVICE}/"
ROOM = "http://room.example"


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_room(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WAITING_URL, settings.WAITING_ORDERS_URL = ROOM, ""
    monkeypatch.setattr(queries, "FRESH", 0.0)
    opening = Opening(SERVICE, datetime(2026, 11, 20, tzinfo=UTC), per_minute=60)
    actions.set_room(opening, actor="account:test", now=datetime(2026, 11, 20, tzinfo=UTC))


def pass_of(number: int, service: str = SERVICE) -> str:
    return tickets.write(Ticket(service, number, int(time.time())), kind=tickets.PASS, key=actions.key())


def test_who_has_not_waited_is_shown_the_room(client: Client) -> None:
    answer = client.get(START)

    assert (answer.status_code, answer["Location"]) == (302, f"{ROOM}/{SERVICE}/")


def test_a_pass_lets_in_whoever_brings_it_three_times_and_her_browser_as_long_as_it_lasts(client: Client) -> None:
    taken = client.get(START, {"pass": pass_of(7)})
    assert (taken.status_code, taken["Location"]) == (303, START)
    assert client.get(START)["Location"].startswith(reverse("account_login"))  # past the gate

    used, other = {"pass": pass_of(7)}, Client()
    assert [Client().get(START, used)["Location"] for _time in range(gate.TIMES - 1)] == [START] * (gate.TIMES - 1)
    assert other.get(START, used)["Location"] == f"{ROOM}/{SERVICE}/?again=1"
    assert other.get(START, {"pass": pass_of(8, "other")})["Location"].startswith(ROOM)
    assert other.get(START, {"pass": "7"})["Location"].startswith(ROOM)


def test_other_pages_and_a_closed_room_do_not_wait(client: Client) -> None:
    assert client.get("/").status_code == 200
    closed = Opening(SERVICE, datetime(2026, 11, 20, tzinfo=UTC), per_minute=60, is_closed=True)
    actions.set_room(closed, actor="account:test", now=datetime(2026, 11, 20, tzinfo=UTC))

    assert client.get(START)["Location"].startswith(reverse("account_login"))


def test_a_form_that_was_begun_never_waits(client: Client) -> None:
    begun = tickets.write(Ticket(SERVICE, 0, int(time.time())), kind=tickets.STARTED, key=actions.key())
    client.cookies[f"waiting_started_{SERVICE}"] = begun

    assert client.get(START)["Location"].startswith(reverse("account_login"))


def test_a_form_of_another_service_opens_no_other_room(client: Client) -> None:
    begun = tickets.write(Ticket("other", 0, int(time.time())), kind=tickets.STARTED, key=actions.key())
    client.cookies[f"waiting_started_{SERVICE}"] = begun

    assert client.get(START)["Location"].startswith(ROOM)


def test_a_pass_is_no_cookie(client: Client) -> None:
    client.cookies[gate.ENTRY_COOKIE] = pass_of(9)

    assert client.get(START)["Location"].startswith(ROOM)
