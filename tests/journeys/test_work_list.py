"""The work list at the size of a county: what it asks does not grow with its lines."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from guitai.accounts.terms import Role
from tests.journeys.conftest import HandedIn, OfficerOf

WORK = "/desk/work/"


def test_a_longer_work_list_asks_no_more_queries(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    reviewer = officer(Role.FIRST_REVIEW, agency=me.story["township"])
    reviewer.client.get(WORK)
    with CaptureQueriesContext(connection) as with_one:
        assert case.reference in reviewer.client.get(WORK).content.decode()

    for story in ("share_45",):
        _other, another = handed_in(story)
        another.item.tasks.filter(done_at=None).update(agency_code=me.story["township"])
    with CaptureQueriesContext(connection) as with_more:
        assert reviewer.client.get(WORK).content.decode().count("/desk/cases/") > 1

    assert len(with_more) == len(with_one)


def test_a_number_and_a_name_both_find_the_case(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    reviewer = officer(Role.FIRST_REVIEW, agency=me.story["township"])

    for typed in (case.reference.lower(), case.reference.replace("-", " "), me.story["name"][-2:]):
        assert case.reference in reviewer.client.get(WORK, {"q": typed}).content.decode()
    assert case.reference not in reviewer.client.get(WORK, {"q": "查無此人"}).content.decode()
