"""Encrypted fields on real rows: nothing is opened before somebody looks at it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guitai.core import encryption, reading
from guitai.core.fields import EncryptedField, expect
from guitai.core.keys.sealing import Sealed
from guitai.core.keys.terms import Scope
from guitai.core.terms import SealBroken
from guitai.eforms.models import Draft

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
ANA, BEN = "person:ana", "person:ben"


def draft(owner: str = ANA, form: str = "f") -> Draft:
    return Draft.objects.create(
        owner=owner,
        form_key=form,
        form_version="1",
        answers={"name": "陳小明", "age": 3},
        pending={},
        known={},
        created_at=NOW,
        updated_at=NOW,
    )


def raw(row: Draft) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM eforms_draft WHERE id = %s", [row.pk])
        return bytes(cursor.fetchone()[0])


def test_a_row_that_nobody_looks_at_is_read_by_nobody_and_asks_for_no_key() -> None:
    draft()

    with reading.begin(actor="account:1") as current, CaptureQueriesContext(connection) as counted:
        row = Draft.objects.get()

        assert isinstance(row.__dict__["answers"], Sealed)
        assert (current.subjects, len(counted)) == (set(), 1)


def test_looking_at_a_value_opens_it_and_says_whose_it_was() -> None:
    draft()

    with reading.begin(actor="account:1") as current:
        assert Draft.objects.get().answers == {"name": "陳小明", "age": 3}
        assert current.subjects == {ANA}


def test_saving_a_row_leaves_what_nobody_looked_at_as_it_was_sealed() -> None:
    before = raw(draft())
    row = Draft.objects.get()

    row.revision = 2
    row.save()

    assert raw(row) == before


def test_a_value_moved_to_another_row_of_the_same_person_does_not_open() -> None:
    mine, other = draft(), draft(form="g")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE eforms_draft SET answers = %s WHERE id = %s", [raw(mine), other.pk])

    with reading.begin(actor="account:1"), pytest.raises(SealBroken):
        _ = Draft.objects.get(pk=other.pk).answers


def test_a_value_moved_to_another_field_does_not_open() -> None:
    row = draft()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE eforms_draft SET pending = answers")

    with reading.begin(actor="account:1"), pytest.raises(SealBroken):
        _ = Draft.objects.get(pk=row.pk).pending


def test_what_was_sealed_the_old_way_opens_and_is_sealed_anew_when_it_is_saved() -> None:
    row = draft()
    old = encryption.encrypt(b'{"old": true}', purpose="eforms.draft")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE eforms_draft SET answers = %s", [old])

    with reading.begin(actor="account:1") as current:
        found = Draft.objects.get()
        assert found.answers == {"old": True}
        assert current.subjects == {ANA}
        found.save()

    assert raw(row)[:1] == b"\x02"


def test_encrypted_values_are_not_written_in_bulk_because_nobody_says_whose_they_are() -> None:
    draft()

    with pytest.raises(TypeError, match="through its row"):
        Draft.objects.update(answers={})


def test_many_rows_are_opened_with_one_question_for_keys() -> None:
    for nth in range(4):
        draft(f"person:{nth}")

    with reading.begin(actor="account:1") as current, CaptureQueriesContext(connection) as counted:
        for row in expect(Draft.objects.all()):
            assert row.answers["age"] == 3

    assert len(counted) == 2
    assert len(current.subjects) == 4


def test_an_encrypted_field_left_out_is_fetched_when_it_is_looked_at() -> None:
    draft()

    assert Draft.objects.defer("answers").get().answers["age"] == 3


def test_a_field_says_whose_key_at_which_agency_seals_it() -> None:
    place = EncryptedField(purpose="p", whose="owner", scope=Scope.OWN).place(Draft(owner=BEN))

    assert (place.subject, place.agency, place.scope) == (BEN, "", Scope.OWN)


def test_a_value_does_not_open_in_a_row_of_somebody_else() -> None:
    """Also where the row keeps its number, or has none that the value could be bound to."""
    draft()
    Draft.objects.update(owner=BEN)

    with reading.begin(actor="account:1"), pytest.raises(SealBroken, match="somebody else"):
        assert Draft.objects.get().answers
