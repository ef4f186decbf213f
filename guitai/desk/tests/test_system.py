from datetime import datetime

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from guitai.accounts.terms import Role
from guitai.accounts.tests import people
from guitai.core import actions as core
from guitai.core import clock
from guitai.outbox.failed import failed

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(settings: LazySettings) -> Client:
    settings.OFFICIALS_NEED_SECOND_FACTOR = False
    return people.sign_in(people.official(Role.ADMINISTRATOR).email)


def a_failed_job() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, priority) "
            "VALUES ('cases', 'cases.assess', 'failed', '{}', 0) RETURNING id"
        )
        return int(cursor.fetchone()[0])


def test_an_administrator_lands_on_the_system_page(administrator: Client) -> None:
    answer = administrator.get("/desk/", follow=True)

    assert answer.redirect_chain[-1][0] == "/desk/system/"
    assert answer.status_code == 200


def test_a_failed_job_is_shown_and_tried_again_at_a_button(administrator: Client) -> None:
    job = a_failed_job()
    assert f"/desk/system/jobs/{job}/" in administrator.get("/desk/system/").content.decode()

    administrator.post(f"/desk/system/jobs/{job}/")

    assert failed() == []


@pytest.mark.parametrize("days", [3661, 10**8, 10**30])
def test_the_clock_is_not_moved_out_of_the_calendar(administrator: Client, days: int) -> None:
    assert administrator.post(f"/desk/system/clock/{days}/").status_code == 404


def test_a_job_that_has_not_failed_cannot_be_started(administrator: Client) -> None:
    assert administrator.post("/desk/system/jobs/999999/").status_code == 404
    assert administrator.post("/desk/system/deliveries/999999/").status_code == 404


def test_the_clock_moves_in_the_demo_only(administrator: Client, settings: LazySettings) -> None:
    settings.CLOCK_MOVABLE = False

    assert administrator.post("/desk/system/clock/7/").status_code == 404


def test_a_moved_clock_is_seen_and_can_be_set_back(administrator: Client, settings: LazySettings) -> None:
    settings.CLOCK_MOVABLE = True
    before: datetime = clock.now()
    try:
        administrator.post("/desk/system/clock/7/")
        assert (clock.now() - before).days == 7
    finally:
        administrator.post("/desk/system/clock/0/")
        core.reset_clock()

    assert (clock.now() - before).days == 0
