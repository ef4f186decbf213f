"""The worker confirms who asks for a letter, tells whoever was bound, and forgets what is over: with its own rights."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.utils import ProgrammingError

from guitai.accounts import actions as accounts
from guitai.accounts import jobs, queries
from guitai.accounts.actions import locks
from guitai.accounts.models import Agency, LetterRequest, SignInLock
from guitai.accounts.terms import AgencyKind, Channel, Role
from guitai.config import identity_by_letter
from guitai.gateways.terms import Answered, NotAnswered, Reason
from guitai.notices.models import Message, PrintItem
from guitai.outbox import delivery
from guitai.outbox.models import Delivery
from tests.security.conftest import AtWork

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]
NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
BORN, DEPARTMENT = date(1990, 3, 5), "10007-SW"
NUMBER, OTHER = "A123456789", "A223456781"
ENTRY = {"relation": "self", "name": "王美𠮷", "born": BORN.isoformat()}
SAID = {"persons": [ENTRY], "residence": {"address": "彰化縣員林市中山路1號", "township": "10007100"}}


@pytest.fixture(autouse=True)
def department() -> None:
    """The department of the county prints letters."""
    Agency.objects.create(code=DEPARTMENT, name="彰化縣政府社會處", kind=AgencyKind.COUNTY_BUREAU)
    clerk, _new = accounts.open_account("letters@office.example", name="林發文", actor="test", now=NOW)
    post = accounts.open_post(
        DEPARTMENT, unit="行政科", number="1", title="發文人員", roles=[Role.LETTERS], actor="test", now=NOW
    )
    accounts.assign_post(clerk, post, since=date(2020, 1, 1), actor="test", now=NOW)


def test_the_worker_puts_the_confirmed_letter_into_the_print_queue_and_refuses_the_other(at_work: AtWork) -> None:
    account, _new = accounts.open_account("mei@example.tw", actor="test", now=NOW)
    for number in (NUMBER, OTHER):
        accounts.ask_for_letter(account, number=number, name="王美𠮷", born=BORN, now=NOW)
    right, wrong = LetterRequest.objects.order_by("pk")

    with at_work("worker"):
        for row, reply in (
            (right, Answered(SAID, "household_register", NOW, "r-1")),
            (wrong, NotAnswered(Reason.REFUSED, "household_register", "")),
        ):
            asked = queries.letter_request(row.pk)
            assert asked is not None
            identity_by_letter.settle(asked, reply, now=NOW)

    assert [item.letter_request for item in PrintItem.objects.all()] == [right.pk]
    assert [row.answer for row in LetterRequest.objects.order_by("pk")] == ["", "not_in_register"]


def test_the_worker_tells_the_account_that_was_bound(at_work: AtWork) -> None:
    account, _new = accounts.open_account("mei@example.tw", actor="test", now=NOW)
    person = accounts.register_person(NUMBER, "王美𠮷", BORN, actor="test", now=NOW)
    accounts.bind(account, person, channel=Channel.COUNTER, how="test", actor="test", now=NOW)
    waiting = list(Delivery.objects.values_list("pk", flat=True))

    with at_work("worker"):
        for each in waiting:
            delivery.deliver(each, now=NOW)

    assert [message.kind for message in Message.objects.all()] == ["bound"]


def test_the_worker_forgets_locks_and_sessions_it_may_not_read(at_work: AtWork) -> None:
    locks.reserve({b"old": 5}, now=NOW - timedelta(days=1))
    over = SessionStore()
    over.set_expiry(-1)
    over.create()

    with at_work("worker"):
        jobs.sweep_locks(0)
        jobs.clear_sessions(0)
        for closed in ("SELECT session_data FROM django_session", "SELECT key FROM accounts_signinlock"):
            with pytest.raises(ProgrammingError), connection.cursor() as cursor:
                cursor.execute(closed)

    assert not SignInLock.objects.exists()
    assert not Session.objects.exists()
