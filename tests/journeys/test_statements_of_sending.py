"""Sending asks the database little: each statement is paid for by everybody who sends in the same second."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from guitai.cases.models import Case
from tests.journeys.browsing import SUBMITTED
from tests.journeys.conftest import CitizenOf

MOST = 15  # with BEGIN and COMMIT, the session and its keeping alive


@pytest.mark.django_db(transaction=True)
def test_sending_takes_at_most_fifteen_statements_from_the_session_to_the_receipt(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    draft = me.begin()
    me.fill(draft)
    session = me.client.session
    del session["accounts.seen"]  # a minute has gone by: the session is kept alive too
    session.save()
    asked: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer = me.client.post(f"/drafts/{draft}/check/")

    assert answer.status_code == SUBMITTED
    assert Case.objects.count() == 1
    assert not any("SAVEPOINT" in sql for sql in asked if isinstance(sql, str))
    assert len(asked) + len(("BEGIN", "COMMIT", "SELECT 1")) <= MOST, "\n".join(str(sql)[:120] for sql in asked)
