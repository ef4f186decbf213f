"""From the consent to the letter."""

from guitai.cases import queries as cases
from tests.journeys.conftest import CitizenOf, OfficerOf
from tests.journeys.jobs import Worker


def test_try(citizen: CitizenOf, worker: Worker) -> None:
    me = citizen("share_30")
    case = me.apply(account=me.own_account)
    print(worker.run())
    case = cases.case(case.reference)
    j = cases.judgement(case)
    print(case.item.stage, j.answer if j else None, cases.pieces(case.application))
    assert 0
