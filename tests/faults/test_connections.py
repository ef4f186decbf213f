"""T27, T50, T51: the database is away, or its answer is lost: nobody is told a lie, and all goes on by itself."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, InterfaceError, connection

from guitai.audit import queries as audit
from guitai.cases import journey
from guitai.cases.models import Case
from guitai.config.tests import database
from tests.faults.links import Link, through_proxy
from tests.journeys.conftest import CitizenOf
from tests.journeys.people import ACTOR, Citizen

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("queue_left_empty"),
]
LOST = (DatabaseError, InterfaceError)
BROKEN_LINKS = {
    "refused": {"mode": "refuse", "cut": True},
    "every answer lost": {"mode": "lossy", "chance": 10.0},
    "garbled": {"mode": "garble", "chance": 1.0},
}


@pytest.fixture
def link(queue_left_empty: None) -> Iterator[Link]:
    del queue_left_empty
    with through_proxy() as link:
        yield link


def ready(me: Citizen) -> UUID:
    draft = me.begin()
    me.fill(draft)
    return UUID(draft)


def test_t27_when_the_answer_to_commit_is_lost_sending_again_gives_the_number_that_was_kept(
    citizen: CitizenOf, county: datetime, link: Link
) -> None:
    me = citizen("share_30")
    draft = ready(me)
    link.tell(mode="lose_commits", chance=1.0)
    with pytest.raises(LOST):
        journey.submit(draft, me.person, actor=ACTOR, now=county)
    link.tell(mode="normal")
    connection.close()
    kept = Case.objects.get().reference

    again = journey.submit(draft, me.person, actor=ACTOR, now=county)

    assert again.reference == kept
    assert len(audit.entries(verb="cases.submit", thing=f"case:{kept}")) == 1


def test_t27_the_page_says_that_nobody_knows_and_the_same_button_leads_to_the_one_receipt(
    citizen: CitizenOf, link: Link
) -> None:
    me = citizen("share_30")
    draft = ready(me)
    me.client.raise_request_exception = False
    link.tell(mode="lose_commits", chance=1.0)

    unsure = me.client.post(f"/drafts/{draft}/check/")

    link.tell(mode="normal")
    connection.close()
    answers = [me.client.post(f"/drafts/{draft}/check/") for _again in range(2)]
    assert (unsure.status_code, unsure.headers["Retry-After"]) == (503, "10")
    assert "同一件申請只會算一件" in unsure.content.decode()
    assert len({answer.headers["Location"] for answer in answers}) == Case.objects.count() == 1


@pytest.mark.parametrize("broken", BROKEN_LINKS)
def test_t50_a_broken_link_is_a_clear_page_and_everything_works_once_it_is_whole(
    citizen: CitizenOf, link: Link, broken: str
) -> None:
    me = citizen("share_30")
    me.client.raise_request_exception = False
    link.tell(**BROKEN_LINKS[broken])

    during = me.client.get("/my/")

    link.tell(mode="normal")
    connection.close()  # as Django does at the end of every request but those of its test client
    assert during.status_code == 503
    assert "請過幾分鐘再試" in during.content.decode()
    assert me.client.get("/my/").status_code == 200


def test_t51_a_database_without_a_free_connection_is_a_503_and_not_a_500(
    request: pytest.FixtureRequest, citizen: CitizenOf
) -> None:
    visitor = citizen("share_30").client
    visitor.raise_request_exception = False
    name = connection.settings_dict["NAME"]
    server = database.cluster(request.config.getoption("--postgres"))
    connection.close()
    with server.connect() as session:
        session.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT 0')
        try:
            full = visitor.get("/my/")
            connection.close()
        finally:
            session.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1')

    assert (full.status_code, full.headers.get("Retry-After")) == (503, "10")
    assert visitor.get("/my/").status_code == 200
