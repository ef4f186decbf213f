"""Whose case it is: an official's own and her household's is somebody else's to read and to decide."""

from types import SimpleNamespace
from typing import cast

import pytest

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.cases import impartial, queries
from guitai.cases.models import Case
from guitai.cases.tests.pieces import ME, WIFE, register
from guitai.work.terms import Mover, MoveRefused, WaitsFor

APPLICANT = "person:11111111-1111-4111-8111-111111111111"
OFFICIAL = "person:22222222-2222-4222-8222-222222222222"


def somebody(ref: str, number: str) -> Person:
    return cast("Person", SimpleNamespace(ref=ref, national_number=number))


HERSELF = somebody(APPLICANT, "Z299999999")  # known by her reference alone: the register said another number
HER_HUSBAND = somebody(OFFICIAL, WIFE["number"])
A_STRANGER = somebody(OFFICIAL, "B123456780")


@pytest.fixture
def case(monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case of somebody whose household is two."""
    monkeypatch.setattr(queries, "pieces", lambda _application: [register(ME, WIFE)])
    return cast("Case", SimpleNamespace(application=SimpleNamespace(applicant=APPLICANT)))


@pytest.mark.parametrize(("person", "own"), [(HERSELF, True), (HER_HUSBAND, True), (A_STRANGER, False), (None, False)])
def test_the_applicants_own_and_her_households_case_is_own(case: Case, person: Person | None, own: bool) -> None:
    assert impartial.is_own(case, person) is own


@pytest.mark.parametrize(("person", "refused"), [(HERSELF, True), (HER_HUSBAND, True), (A_STRANGER, False)])
def test_an_official_moves_no_case_of_her_own(
    case: Case, monkeypatch: pytest.MonkeyPatch, person: Person, refused: bool
) -> None:
    monkeypatch.setattr(accounts, "person_behind", lambda _ref: person)
    mover = Mover(ref="account:1", words="課員", kind=WaitsFor.OFFICE)

    if refused:
        with pytest.raises(MoveRefused):
            impartial.refuse_own(case, mover)
    else:
        impartial.refuse_own(case, mover)


def test_an_applicant_moves_her_own_case(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "person_behind", lambda _ref: HERSELF)

    impartial.refuse_own(case, Mover(ref=APPLICANT, words="王小明", kind=WaitsFor.APPLICANT))
