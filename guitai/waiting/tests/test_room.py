"""The room through HTTP, as browsers and the application meet it."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from guitai.waiting import pages, room, tickets
from guitai.waiting.room import Room
from guitai.waiting.terms import Opening

KEY = b"k" * 32
OPENS = 1_000_000.0
OPENING = Opening(
    "premium", datetime.fromtimestamp(OPENS, UTC), per_minute=60, title="保費補助", title_en="Premium <share>"
)


class Moment:
    """The room's clock."""

    def __init__(self) -> None:
        self.now = OPENS

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture
def here(tmp_path: Path, moment: Moment) -> Room:
    found = Room(tmp_path, tmp_path, "http://counter.example", KEY, now=moment)
    found.open(OPENING)
    found.tick()
    return found


class Browser:
    """One browser with its cookies, before the room without a socket between them."""

    def __init__(self, here: Room) -> None:
        self.app, self.cookies = room.app(here), httpx.Cookies()

    def get(self, path: str, **told: Any) -> httpx.Response:
        return self._run(self._ask("GET", path, told))

    def post(self, path: str, **told: Any) -> httpx.Response:
        return self._run(self._ask("POST", path, told))

    @staticmethod
    def _run(asked: Coroutine[None, None, httpx.Response]) -> httpx.Response:
        """In a thread of its own: tests with a browser leave a loop running in this one."""
        with ThreadPoolExecutor(1) as fresh:
            return fresh.submit(asyncio.run, asked).result()

    async def _ask(self, method: str, path: str, told: dict[str, Any]) -> httpx.Response:
        way = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=way, base_url="http://room.example", cookies=self.cookies) as client:
            answer = await client.request(method, path, **told)
            self.cookies = client.cookies
        return answer


def browser(here: Room) -> Browser:
    return Browser(here)


def order(client: Browser, opening: Opening, at: str, *, key: bytes = KEY, path: str = "") -> int:
    body = room.order(opening)
    headers = {room.SIGNED: room.sign_order(body, at, key), room.SIGNED_AT: at}
    return client.post(path or f"/rooms/{opening.service}", content=body, headers=headers).status_code


@pytest.fixture
def crowd(here: Room, moment: Moment) -> list[Browser]:
    clients = [browser(here) for _each in range(5)]
    for client in clients:
        client.get("/premium/place.json")
    moment.now += 0.1
    return clients


def test_a_browser_keeps_its_place_and_is_told_how_long(here: Room, moment: Moment, crowd: list[Browser]) -> None:
    last = crowd[-1]
    page = last.get("/premium/", headers={"accept-language": "en"})

    assert page.status_code == 200
    assert "4 people" in page.text
    assert "1 minutes" in page.text
    assert last.get("/premium/place.json").json()["ahead"] == 4
    moment.now += 3
    here.tick()
    assert last.get("/premium/place.json").json()["ahead"] == 1


def test_whose_turn_it_is_goes_in_with_a_pass_of_her_own(here: Room, moment: Moment, crowd: list[Browser]) -> None:
    moment.now += 5
    here.tick()

    gone = [client.get("/premium/") for client in crowd]
    assert {answer.status_code for answer in gone} == {303}
    passes = {answer.headers["location"].partition("?pass=")[2] for answer in gone}
    assert len(passes) == 5
    read = [tickets.read(each, kind=tickets.PASS, key=KEY, now=moment.now) for each in passes]
    assert sorted(ticket.number for ticket in read) == [0, 1, 2, 3, 4]


def test_the_place_goes_along_to_another_device(here: Room, crowd: list[Browser]) -> None:
    kept = crowd[3].cookies["place_premium"]
    other = browser(here)

    assert other.get("/premium/place.json", params={"place": kept}).json()["ahead"] == 3


@pytest.mark.parametrize("claimed", ["premium.0.1.00", "<script>alert(1)</script>", "x" * 5000])
def test_a_place_that_was_made_up_is_the_end_of_the_line(here: Room, crowd: list[Browser], claimed: str) -> None:
    assert crowd
    answer = browser(here).get("/premium/", params={"place": claimed})

    assert "5 " in answer.text
    assert claimed not in answer.text


def test_the_page_needs_nothing_from_elsewhere_and_says_both_languages(crowd: list[Browser]) -> None:
    chinese, english = (crowd[-1].get("/premium/", params={"language": each}) for each in ("zh", "en"))

    assert 'lang="zh-Hant-TW"' in chinese.text
    assert "您前面還有" in chinese.text
    assert "Before you there are" in english.text
    assert "保費補助" in chinese.text
    assert "Premium &lt;share&gt;" in english.text
    assert "default-src 'none'" in chinese.headers["content-security-policy"]
    assert "http" not in chinese.text.replace("http-equiv", "")
    assert set(pages.WORDS["zh"]) == set(pages.WORDS["en"])


def test_a_room_nobody_opened_is_not_there(here: Room) -> None:
    assert browser(here).get("/other/").status_code == 404
    assert browser(here).get("/assets/..%2Fsecrets.env").status_code == 404


def test_only_the_application_runs_the_room(here: Room, moment: Moment) -> None:
    client, at = browser(here), str(int(moment.now))
    quick = replace(OPENING, per_minute=6000)

    assert order(client, quick, at, key=b"x" * 32) == 403
    assert order(client, quick, str(int(moment.now) - 61)) == 403
    assert order(client, quick, "soon") == 403
    assert order(client, quick, "9" * 5_000) == 403
    assert (
        client.post(
            "/rooms/premium", content=b"x" * 9_000, headers={room.SIGNED: b"\xfc", room.SIGNED_AT: at}
        ).status_code
        == 403
    )
    assert order(client, quick, at, path="/rooms/other") == 400
    assert here.lines["premium"].opening.per_minute == 60
    assert order(client, quick, at) == 200
    assert here.lines["premium"].opening.per_minute == 6000


def test_a_room_that_begins_anew_finds_its_lines(here: Room, moment: Moment, crowd: list[Browser]) -> None:
    here.settle()
    anew = Room(here.folder, here.assets, here.application, KEY, now=moment)

    kept = crowd[2].cookies["place_premium"]
    assert browser(anew).get("/premium/place.json", params={"place": kept}).json()["ahead"] == 2


def test_whose_pass_is_used_up_stands_in_line_again_and_not_in_a_circle(
    here: Room, moment: Moment, crowd: list[Browser]
) -> None:
    moment.now += 2
    here.tick()
    assert crowd[0].get("/premium/").status_code == 303

    sent_back = crowd[0].get("/premium/", params={"again": "1"})

    assert (sent_back.status_code, sent_back.headers["location"]) == (303, "/premium/")
    assert crowd[0].get("/premium/place.json").json()["ahead"] == 3
    assert crowd[4].get("/premium/", params={"again": "1"}).status_code == 200  # who waits keeps her place
    assert crowd[4].get("/premium/place.json").json()["ahead"] == 2


def test_while_the_application_is_down_the_room_says_so_and_the_place_is_kept(
    here: Room, moment: Moment, crowd: list[Browser]
) -> None:
    here.application_is(well=False)
    for _second in range(60):
        moment.now += 1
        here.tick()

    told = crowd[2].get("/premium/place.json").json()
    assert (told["resting"], told["minutes"], told["go"]) == (True, None, "")
    assert "櫃台暫停受理" in crowd[2].get("/premium/").text
    here.application_is(well=True)
    moment.now += 1
    here.tick()
    assert crowd[0].get("/premium/place.json").json()["go"]
    assert crowd[2].get("/premium/place.json").json()["ahead"] == 1
