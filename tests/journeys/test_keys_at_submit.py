"""Sending an application asks for keys once, however many values are opened and sealed on the way."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from guitai.cases.models import Case
from tests.journeys.conftest import CitizenOf


def test_a_sent_application_asks_for_keys_at_most_once(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    draft = me.begin()
    me.fill(draft)

    with CaptureQueriesContext(connection) as counted:
        me.send(draft)

    asked = [each["sql"] for each in counted.captured_queries if "_key " in each["sql"] and "core_" in each["sql"]]
    assert len(asked) <= 1, asked
    with connection.cursor() as cursor:
        cursor.execute("SELECT get_byte(answers, 0) FROM cases_case")
        assert cursor.fetchall() == [(2,)]
    assert Case.objects.get().application.agency_code == "10007-SW"
