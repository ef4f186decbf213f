"""What the register says decides whether a code goes out by letter; its silence decides nothing."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from guitai.accounts import actions as accounts
from guitai.accounts import queries
from guitai.accounts.models import Agency, LetterRequest
from guitai.accounts.terms import AgencyKind, LetterAsked, Role
from guitai.config import identity_by_letter
from guitai.config.identity_by_letter import BASIS, RegisterSilent, settle
from guitai.gateways.models import Lookup
from guitai.gateways.policies import ARTICLE
from guitai.gateways.terms import Answered, NotAnswered, Reason
from guitai.notices.models import PrintItem
from guitai.outbox.queue import app
from guitai.outbox.terms import Event

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
NUMBER, BORN = "A123456789", date(1990, 3, 5)
ADDRESS, TOWNSHIP, DEPARTMENT = "彰化縣員林市中山路1號", "10007100", "10007-SW"


@pytest.fixture(autouse=True)
def offices() -> None:
    """Only the department prints letters."""
    Agency.objects.create(code=DEPARTMENT, name="彰化縣政府社會處", kind=AgencyKind.COUNTY_BUREAU)
    Agency.objects.create(code=TOWNSHIP, name="彰化縣員林市公所", kind=AgencyKind.TOWNSHIP)
    clerk, _new = accounts.open_account("letters@office.example", name="林發文", actor="test", now=NOW)
    post = accounts.open_post(
        DEPARTMENT, unit="行政科", number="1", title="發文人員", roles=[Role.LETTERS], actor="test", now=NOW
    )
    accounts.assign_post(clerk, post, since=date(2020, 1, 1), actor="test", now=NOW)


def asked(name: str = "王臺生") -> LetterAsked:
    account, _new = accounts.open_account("mei@example.tw", actor="test", now=NOW)
    accounts.ask_for_letter(account, number=NUMBER, name=name, born=BORN, now=NOW)
    found = queries.letter_request(LetterRequest.objects.get().pk)
    assert found is not None
    return found


def says(**changes: Any) -> Answered:
    entry = {"relation": "self", "name": "王臺生", "born": BORN.isoformat()}
    father = {"relation": "father", "name": "王大明", "born": "1960-01-01"}
    residence = {"address": ADDRESS, "township": TOWNSHIP} | {
        key: changes.pop(key) for key in tuple(changes) if key == "address"
    }
    facts = {"persons": [father, entry | changes], "residence": residence}
    return Answered(facts, "household_register", NOW, "r-1")


def answer() -> str:
    return LetterRequest.objects.get().answer


def test_the_letter_goes_to_the_registered_address_and_the_name_is_spelled_as_registered() -> None:
    settle(asked("王台生"), says(), now=NOW)

    assert PrintItem.objects.get().recipient["postal_address"] == ADDRESS
    assert LetterRequest.objects.get().name == "王臺生"
    issued = accounts.issue_letter_code(LetterRequest.objects.get().pk, actor="account:1", now=NOW)
    assert queries.person(issued.person_ref).name == "王臺生"


def test_a_person_known_here_in_another_spelling_gets_her_letter_too() -> None:
    accounts.register_person(NUMBER, "王台生", BORN, actor="test", now=NOW)

    settle(asked("王臺生"), says(), now=NOW)

    accounts.issue_letter_code(LetterRequest.objects.get().pk, actor="account:1", now=NOW)
    assert answer() == "printed"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": "李四"}, "name_differs"),
        ({"born": "1990-03-06"}, "birth_date_differs"),
        ({"address": " "}, "no_registered_address"),
    ],
)
def test_what_the_register_does_not_confirm_is_refused_with_its_reason(said: dict[str, Any], why: str) -> None:
    settle(asked(), says(**said), now=NOW)

    assert (answer(), PrintItem.objects.count()) == (why, 0)


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.REFUSED}))
def test_every_kind_of_silence_leaves_the_request_open(reason: Reason) -> None:
    with pytest.raises(RegisterSilent, match=reason.value):
        settle(asked(), NotAnswered(reason, "household_register", ""), now=NOW)

    assert (answer(), PrintItem.objects.count()) == ("", 0)


def test_a_silent_register_is_asked_again_without_end_at_growing_distance() -> None:
    retry = identity_by_letter.RETRY

    assert (retry.max_attempts, retry.linear_wait > 0) == (None, True)


def test_the_subscriber_only_queues_the_question() -> None:
    request = asked()

    with transaction.atomic():
        identity_by_letter.on_code_by_letter(
            Event(uuid4(), "accounts.code_by_letter", f"letter_request:{request.id}", {"request": request.id}, at=NOW)
        )

    assert ProcrastinateJob.objects.get(task_name="identity.confirm_letter").args == {"request": request.id}
    assert not Lookup.objects.exists()


def test_an_answered_request_is_never_asked_about_again() -> None:
    request = asked()
    accounts.refuse_letter(request.id, why="name_differs", actor="test", now=NOW)

    identity_by_letter.confirm_letter(request.id)

    assert not Lookup.objects.exists()


def test_the_worker_finds_the_job() -> None:
    assert identity_by_letter.__name__ in settings.PROCRASTINATE_IMPORT_PATHS
    assert {"identity.confirm_letter", "accounts.sweep_locks", "accounts.clear_sessions"} <= set(app.tasks)


def test_the_law_is_cited_as_the_gateways_demand() -> None:
    assert ARTICLE.fullmatch(BASIS.article)


def test_the_number_never_shows_when_a_request_is_printed_into_a_log() -> None:
    request = asked()

    assert NUMBER not in repr(request)
    assert request.name not in repr(request)
