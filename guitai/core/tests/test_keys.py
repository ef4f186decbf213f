"""Keys of subjects: what they seal, who opens it, what is forgotten when."""

from contextvars import Context
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from pytest_django import Settings

from guitai.core import encryption, reading
from guitai.core.keys import agencies, ring, sealing
from guitai.core.keys.sealing import Sealed
from guitai.core.keys.terms import Erased, Place, Scope
from guitai.core.models import AgencyKey, SubjectKey
from guitai.core.terms import SealBroken

pytestmark = pytest.mark.django_db

ANA = "person:0b6f8a52-8ca9-4b3a-9a3a-000000000001"
BEN = "person:0b6f8a52-8ca9-4b3a-9a3a-000000000002"
COUNTY = Place(ANA, "10007-SW", Scope.RECORD)


@given(plain=st.binary(max_size=50), row=st.text(max_size=5))
@hypothesis(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
def test_what_is_sealed_for_somebody_is_read_back_and_noted_as_hers(plain: bytes, row: str) -> None:
    with reading.begin(actor="account:1") as current:
        sealed = sealing.seal(plain, place=COUNTY, purpose="p", row=row)

        assert sealing.open_(sealed, purpose="p", row=row) == plain
        assert current.subjects == {ANA}


def test_a_value_opens_only_for_its_purpose_and_row_and_unchanged() -> None:
    sealed = sealing.seal(b"x", place=COUNTY, purpose="p", row="7")

    for wrong in (
        {"sealed": sealed, "purpose": "q", "row": "7"},
        {"sealed": sealed, "purpose": "p", "row": "8"},
        {"sealed": Sealed(sealed.content[:-1] + bytes([sealed.content[-1] ^ 1])), "purpose": "p", "row": "7"},
        {"sealed": Sealed(sealed.content[:1] + b"\0" + sealed.content[2:]), "purpose": "p", "row": "7"},
        {"sealed": Sealed(sealed.content[:40]), "purpose": "p", "row": "7"},
    ):
        with pytest.raises(SealBroken):
            sealing.open_(**wrong)  # type: ignore[arg-type]  # the table says what belongs where


def test_what_was_sealed_by_the_master_key_itself_still_opens_and_says_whose_it_is() -> None:
    old = Sealed(encryption.encrypt(b"x", purpose="case-answers"))

    with reading.begin(actor="account:1") as current:
        assert sealing.open_(old, purpose="case-answers/answers", whose=ANA) == b"x"
        assert current.subjects == {ANA}


def test_agencies_and_scopes_have_keys_of_their_own() -> None:
    places = [COUNTY, Place(ANA, "10007-SW", Scope.OWN), Place(ANA, "T1", Scope.RECORD), Place(BEN, "T1", Scope.RECORD)]

    assert len({ring.key_for(place).plain for place in places}) == len(places)
    assert SubjectKey.objects.count() == len(places)
    assert set(AgencyKey.objects.values_list("agency", flat=True)) == {"10007-SW", "T1"}


def test_many_values_of_one_subject_cost_one_query_in_a_reading() -> None:
    sealed = [sealing.seal(b"x", place=Place(ANA, agency, Scope.OWN), purpose="p") for agency in ("a", "b", "c")]

    with reading.begin(actor="account:1"), CaptureQueriesContext(connection) as counted:
        for each in sealed * 3:
            sealing.open_(each, purpose="p")

    assert len(counted) == 1


def test_keys_of_many_subjects_are_fetched_at_once() -> None:
    sealed = [sealing.seal(b"x", place=Place(f"person:{uuid4()}", "a", Scope.OWN), purpose="p") for _each in range(5)]

    with reading.begin(actor="account:1") as current, CaptureQueriesContext(connection) as counted:
        sealing.expect(sealed)
        for each in sealed:
            sealing.open_(each, purpose="p")

    assert len(counted) == 1
    assert len(current.subjects) == 5


def test_what_was_prepared_at_the_opening_is_sealed_after_one_question() -> None:
    ring.prepare(ANA, [("10007-SW", Scope.RECORD), ("10007-SW", Scope.OWN)])

    with reading.begin(actor="account:1"), CaptureQueriesContext(connection) as counted:
        sealing.seal(b"x", place=COUNTY, purpose="p")
        sealing.seal(b"x", place=Place(ANA, "10007-SW", Scope.OWN), purpose="p")

    assert len(counted) == 1


def test_a_key_whose_making_was_rolled_back_seals_nothing_afterwards() -> None:
    with reading.begin(actor="account:1"):
        with transaction.atomic():
            lost = ring.key_for(COUNTY)
            transaction.set_rollback(True)

        sealed = sealing.seal(b"x", place=COUNTY, purpose="p")

        assert sealed.key_id != lost.id
        assert SubjectKey.objects.get().pk == sealed.key_id


def test_a_destroyed_key_opens_nothing_from_the_next_reading_on() -> None:
    sealed = sealing.seal(b"x", place=COUNTY, purpose="p")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_subject_key SET wrapped = NULL, destroyed_at = now()")

    with reading.begin(actor="account:1"), pytest.raises(Erased):
        sealing.open_(sealed, purpose="p")


def test_after_a_destroyed_key_new_values_get_a_new_one() -> None:
    before = ring.key_for(COUNTY)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_subject_key SET wrapped = NULL, destroyed_at = now()")

    with reading.begin(actor="account:1"):
        assert ring.key_for(COUNTY).id != before.id


def test_a_wrapped_key_moved_to_another_subject_opens_nothing() -> None:
    mine, other = ring.key_for(COUNTY), ring.key_for(Place(BEN, "10007-SW", Scope.RECORD))
    rows = {row.pk: row for row in SubjectKey.objects.all()}
    SubjectKey.objects.filter(pk=other.id).update(wrapped=rows[mine.id].wrapped)

    with reading.begin(actor="account:1"), pytest.raises(SealBroken):
        ring.key(other.id)


def test_another_master_key_opens_no_agency_key(settings: Settings) -> None:
    made = ring.key_for(COUNTY)
    agencies._opened.clear()
    settings.MASTER_KEY = "ab" * 32

    with reading.begin(actor="account:1"), pytest.raises(SealBroken):
        ring.key(made.id)
    agencies._in_use.clear()


def test_nothing_is_opened_outside_of_a_reading() -> None:
    sealed = sealing.seal(b"x", place=COUNTY, purpose="p")
    old = Sealed(encryption.encrypt(b"x", purpose="p"))

    for each in (sealed, old):
        with pytest.raises(reading.NotReading):
            Context().run(sealing.open_, each, purpose="p")


def test_without_a_reading_no_key_is_kept() -> None:
    ring.key_for(COUNTY)

    with CaptureQueriesContext(connection) as counted:
        Context().run(ring.key_for, COUNTY)
        Context().run(ring.key_for, COUNTY)

    assert len(counted) == 2
