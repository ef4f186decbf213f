"""A case keeps the edition it began with, and its verdict can be computed again byte for byte."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from guitai.accounts.terms import Role
from guitai.cases import judging
from guitai.cases import queries as cases
from guitai.cases.models import Judgement
from guitai.catalogue import actions as catalogue
from tests.journeys.conftest import SERVICES, CitizenOf, HandedIn, OfficerOf
from tests.journeys.jobs import Worker


@pytest.fixture
def renewed(tmp_path: Path, county: datetime) -> Path:
    """The service with other words and another limit of time, not yet published."""
    shutil.copytree(SERVICES, tmp_path / "services")
    folder = tmp_path / "services" / "tw" / "national-pension-premium"
    sheet = folder / "service.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("days: 60", "days: 30"), encoding="utf-8")
    rules = folder / "rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("0.30", "0.45"), encoding="utf-8")
    del county
    return folder


def judgement_of(reference: str) -> Judgement:
    found = cases.judgement(cases.case(reference))
    assert found is not None
    return found


def test_a_case_stays_with_its_edition_when_a_new_one_is_published(
    handed_in: HandedIn, renewed: Path, county: datetime
) -> None:
    _me, case = handed_in("share_30")

    newest = catalogue.publish(renewed, actor="system:test", now=county)

    assert newest.number == 2
    assert cases.service_of(cases.case(case.reference)).number == 1
    assert cases.service_of(cases.case(case.reference)).time_limit_days == 60


def test_a_draft_begun_before_is_sent_and_judged_by_its_own_edition(
    citizen: CitizenOf, worker: Worker, renewed: Path, county: datetime
) -> None:
    me = citizen("share_30")
    draft = me.begin()
    me.fill(draft)
    catalogue.publish(renewed, actor="system:test", now=county)

    case = me.send(draft)
    worker.run()

    assert (case.application.edition, judgement_of(case.reference).answer["share"]) == (1, 0.3)


def test_an_old_verdict_is_computed_again_byte_for_byte_after_the_service_has_changed(
    handed_in: HandedIn, renewed: Path, county: datetime
) -> None:
    _me, case = handed_in("share_30")
    catalogue.publish(renewed, actor="system:test", now=county)

    assert judging.recomputes(judgement_of(case.reference))


def test_a_verdict_computes_again_whatever_the_order_in_which_the_registers_answered(handed_in: HandedIn) -> None:
    for key in ("share_30", "parents_elsewhere_60", "undetermined_income_unknown"):
        _me, case = handed_in(key)

        assert judging.recomputes(judgement_of(case.reference)), key


def test_a_verdict_that_was_tampered_with_does_not_compute(handed_in: HandedIn) -> None:
    _me, case = handed_in("share_30")
    judgement = judgement_of(case.reference)
    judgement.situation["persons"][1]["work"]["monthly"] += 1

    assert not judging.recomputes(judgement)


def test_a_case_of_an_old_edition_is_still_decided_and_gets_its_letter(
    handed_in: HandedIn, officer: OfficerOf, renewed: Path, worker: Worker, county: datetime
) -> None:
    me, case = handed_in("share_30")
    catalogue.publish(renewed, actor="system:test", now=county)
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_grant")

    officer(Role.APPROVE).move(case, "grant")
    worker.run()

    assert me.client.get(f"/cases/{case.reference}/letter.pdf").status_code == 200
