"""T46: strings that stand nowhere else go through a journey; afterwards they are looked for where a thief looks.

Names and addresses are in clear in the database by design: cases are found by them. What is sealed is looked for.
"""

import base64
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from guitai.accounts.terms import Role
from guitai.config.logs import Discreet
from tests.journeys.conftest import HandedIn, OfficerOf
from tests.journeys.people import Citizen

pytestmark = pytest.mark.slow
PASSWORD = "kanarien-Passwort-77-vogel"


def everything_stored() -> Iterator[tuple[str, str]]:
    """Answer each table of the database as text: what a thief of a dump reads, without any key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            yield table, cursor.fetchone()[0] or ""


def looks(word: str) -> list[str]:
    """Answer how a word may stand in bytes and texts: plain, in hex, in base64."""
    raw = word.encode()
    return [word, raw.hex(), *(base64.b64encode(b"x" * shift + raw).decode()[4:-4] for shift in range(3))]


def found_in(text: str, canaries: dict[str, str]) -> set[str]:
    return {name for name, word in canaries.items() if any(look in text for look in looks(word) if len(look) > 5)}


def canaries_of(me: Citizen) -> dict[str, str]:
    """Answer what is sealed of this story: numbers of persons, of the household, of the account."""
    story = me.story
    relatives = {f"number {index}": each["number"] for index, each in enumerate(story["household"])}
    return {"household": story["household_number"], "account": story["account"]["number"], **relatives}


def test_t46_nothing_sealed_stands_in_clear_where_a_thief_looks(
    handed_in: HandedIn,
    officer: OfficerOf,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    before = set(Path(tempfile.gettempdir()).iterdir())
    me, case = handed_in("share_30")
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).client.get(f"/desk/cases/{case.reference}/")
    Client().post("/accounts/login/", {"login": me.account.email, "password": PASSWORD})
    canaries = {**canaries_of(me), "password": PASSWORD}

    assert me.story["name"] in dict(everything_stored())["accounts_person"], "the look-out sees what is in clear"
    assert {table: seen for table, text in everything_stored() if (seen := found_in(text, canaries))} == {}
    assert found_in(caplog.text + "".join(capfd.readouterr()), canaries) == set()
    kept = b"".join(file.read_bytes() for file in Path(settings.FILES_DIR).rglob("*") if file.is_file())
    left = [file.name for file in set(Path(tempfile.gettempdir()).iterdir()) - before if file.is_file()]
    assert found_in(kept.decode("latin-1") + " ".join(left), canaries) == set()


@pytest.mark.django_db
def test_t46_a_page_that_breaks_tells_neither_reader_nor_log_what_was_typed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_given: object, **_named: object) -> None:
        raise ValueError(f"invalid number: '{PASSWORD}'")

    monkeypatch.setattr("guitai.cases.where.look_up", breaks)
    answer = Client(raise_request_exception=False).post("/cases/where/", {"reference": PASSWORD, "last_four": PASSWORD})

    written = "".join(Discreet("%(message)s").format(record) for record in caplog.records)
    assert (answer.status_code, PASSWORD in answer.content.decode()) == (500, False)
    assert "ValueError" in written
    assert PASSWORD not in written
