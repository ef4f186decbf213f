"""Which offices a case goes through, and who is not ours."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from guitai.accounts import actions as accounts
from guitai.cases.offices import OfficeUnknown, offices_of
from guitai.cases.terms import Piece
from guitai.cases.tests.pieces import ME, gap, register
from guitai.catalogue.terms import Service

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SILENT = gap("household", "household_register")


@pytest.fixture(autouse=True)
def agencies() -> None:
    accounts.load_agencies(Path(settings.SERVICES_DIR) / "tw" / "agencies.yaml", actor="system:test", now=NOW)


def test_the_register_says_which_township_reviews_and_the_service_says_who_approves(service: Service) -> None:
    assert offices_of(service, [register(ME)], {}) == {"township": "10007010", "county": "10007-SW"}


def test_the_register_is_believed_before_what_was_typed(service: Service) -> None:
    answers = {"registered_address": "彰化縣鹿港鎮中山路1號"}

    assert offices_of(service, [register(ME)], answers)["township"] == "10007010"


def test_while_the_register_is_silent_the_typed_address_names_the_township(service: Service) -> None:
    answers = {"registered_address": "彰化縣彰化市大同里民族路1號"}

    assert offices_of(service, [SILENT], answers)["township"] == "10007010"


@pytest.mark.parametrize(
    ("pieces", "typed"),
    [
        ([register(ME, township="63000030", address="臺北市大安區")], ""),
        ([register(ME, township="63000030", address="臺北市大安區")], "彰化縣彰化市民族路1號"),
        ([SILENT], "臺北市大安區和平東路1號"),
        ([SILENT], ""),
        ([SILENT], "彰化市"),
    ],
    ids=["registered elsewhere", "registered elsewhere, typed here", "typed elsewhere", "nothing typed", "no county"],
)
def test_an_address_outside_the_county_is_refused(service: Service, pieces: list[Piece], typed: str) -> None:
    with pytest.raises(OfficeUnknown):
        offices_of(service, pieces, {"registered_address": typed})
