"""A code by letter, from the request at home to the sheet in the print queue, with the register's own process."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection

from guitai.accounts import actions as accounts
from guitai.accounts.models import LetterRequest
from guitai.accounts.terms import Assurance, Role
from guitai.audit import queries as audit
from guitai.config.identity_by_letter import BASIS, PURPOSE, RegisterSilent, confirm_letter
from guitai.gateways.models import Lookup
from guitai.notices import actions as notices
from guitai.notices.models import PrintItem
from tests.journeys.agencies import Agencies
from tests.journeys.conftest import ACTOR, COUNTY, OfficerOf
from tests.journeys.jobs import Worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Stories = dict[str, dict[str, Any]]
NOBODY = "A123456789"


@dataclass(frozen=True)
class Asked:
    row: int

    def answer(self) -> str:
        return LetterRequest.objects.get(pk=self.row).answer

    def sheets(self) -> list[PrintItem]:
        return list(PrintItem.objects.filter(letter_request=self.row))


Ask = Callable[..., Asked]


@pytest.fixture(autouse=True)
def _no_jobs_are_left(county: datetime) -> Iterator[None]:
    """The queue is no table of Django's, so nobody empties it after a test that commits."""
    del county
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def me(stories: Stories) -> dict[str, Any]:
    return stories["share_30"]


@pytest.fixture
def ask(county: datetime, me: dict[str, Any]) -> Ask:
    """``ask(born=…)``: somebody at home states who she is, right but for what is given here."""

    def asking(**wrong: Any) -> Asked:
        said = {"number": me["number"], "name": me["name"], "born": date.fromisoformat(me["born"])} | wrong
        account, _new = accounts.open_account("home@example.net", actor=ACTOR, now=county)
        accounts.ask_for_letter(account, now=county, **said)
        return Asked(LetterRequest.objects.latest("pk").pk)

    return asking


def test_the_right_person_gets_her_code_at_the_address_the_register_names(
    ask: Ask, me: dict[str, Any], officer: OfficerOf, worker: Worker, county: datetime
) -> None:
    clerk = officer(Role.LETTERS)
    asked = ask()

    worker.run()

    [sheet] = asked.sheets()
    assert sheet.recipient["postal_address"] == me["address"]
    assert (sheet.agency_code, sheet.sender["responsible"]) == (COUNTY, f"課員 {clerk.account.name}")
    [lookup] = Lookup.objects.all()
    assert (lookup.purpose, lookup.basis, lookup.thing) == (PURPOSE, BASIS.article, f"letter_request:{asked.row}")
    assert asked.answer() == ""  # open until it is printed

    notices.make_batch(COUNTY, actor="account:1", now=county)

    assert asked.answer() == "printed"
    account = LetterRequest.objects.get(pk=asked.row).account
    code = asked.sheets()[0].code["code"]
    binding = accounts.bind_by_code(account, number=me["number"], code=code, now=county)
    assert (binding.level, binding.person.name) == (Assurance.LETTER, me["name"])


def test_the_township_office_sends_it_where_it_prints_letters_itself(
    ask: Ask, me: dict[str, Any], officer: OfficerOf, worker: Worker
) -> None:
    officer(Role.LETTERS)
    officer(Role.LETTERS, agency=me["township"])

    asked = ask()
    worker.run()

    assert [sheet.agency_code for sheet in asked.sheets()] == [me["township"]]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"born": date(1950, 1, 1)}, "birth_date_differs"),
        ({"name": "王不是"}, "name_differs"),
        ({"number": NOBODY}, "not_in_register"),
    ],
    ids=["wrong birth date", "wrong name", "unknown number"],
)
def test_whoever_the_register_does_not_confirm_gets_no_letter(
    ask: Ask, officer: OfficerOf, worker: Worker, wrong: dict[str, Any], why: str
) -> None:
    officer(Role.LETTERS)
    asked = ask(**wrong)

    worker.run()

    assert (asked.answer(), asked.sheets()) == (why, [])
    assert audit.entries(thing=f"letter_request:{asked.row}", verb="accounts.letter_refused")


def test_somebody_recorded_here_under_another_birth_date_must_come_to_a_counter(
    ask: Ask, me: dict[str, Any], officer: OfficerOf, worker: Worker, county: datetime
) -> None:
    officer(Role.LETTERS)
    accounts.register_person(me["number"], me["name"], date(1950, 1, 1), actor=ACTOR, now=county)
    asked = ask()

    worker.run()

    assert asked.answer() == "recorded_otherwise"


@pytest.mark.parametrize("mode", ["down", "other_person", "unsigned"])
def test_a_register_that_says_nothing_believable_decides_nothing_and_is_asked_again(
    ask: Ask, agencies: Agencies, officer: OfficerOf, worker: Worker, mode: str
) -> None:
    officer(Role.LETTERS)
    asked = ask()
    agencies.order("household_register", mode)

    with pytest.raises(RegisterSilent):
        worker.run()

    assert (asked.answer(), asked.sheets()) == ("", [])

    agencies.behave()
    confirm_letter(asked.row)
    confirm_letter(asked.row)  # run twice, as after a killed worker

    assert len(asked.sheets()) == 1
    assert Lookup.objects.count() == 2


def test_while_nobody_prints_letters_the_request_waits(ask: Ask, officer: OfficerOf, worker: Worker) -> None:
    asked = ask()
    with pytest.raises(Exception, match="no office"):
        worker.run()

    officer(Role.LETTERS)
    confirm_letter(asked.row)

    assert len(asked.sheets()) == 1
