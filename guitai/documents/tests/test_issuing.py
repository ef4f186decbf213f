"""A number is given once, without gaps, whatever fails around it; the PDF follows by a job and is made once."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from guitai.documents import actions, preparing, queries
from guitai.documents.models import Document
from guitai.documents.terms import AlreadyVoid, DocumentNotFound, LetterIncomplete, LetterOrder, Readiness
from guitai.documents.tests.stories import APPLICANT, NOW, RARE, content, order


@pytest.fixture
def _a_store_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


def serials() -> list[int]:
    return sorted(Document.objects.values_list("serial", flat=True))


@pytest.mark.django_db
def test_an_issued_letter_has_number_words_record_and_job() -> None:
    document = actions.issue(order(), now=NOW)

    assert document.number == "府社助字第1150000001號"
    assert queries.content(document.ref) == content()
    assert queries.document(document.ref).readiness is Readiness.BEING_PREPARED
    job = ProcrastinateJob.objects.get(task_name="documents.render")
    assert job.args == {"document": document.ref}


@pytest.mark.django_db
def test_numbers_run_on_by_agency_word_and_year() -> None:
    first, second = actions.issue(order(), now=NOW), actions.issue(order(), now=NOW)
    next_year = actions.issue(order(issued_on=date(2027, 1, 4)), now=NOW)

    assert [first.serial, second.serial, next_year.serial] == [1, 2, 1]
    assert next_year.number == "府社助字第1160000001號"


@pytest.mark.django_db
def test_a_failed_decision_leaves_no_gap() -> None:
    actions.issue(order(), now=NOW)
    with pytest.raises(LetterIncomplete), transaction.atomic():
        actions.issue(order(raw={"remedy": []}), now=NOW)
    with transaction.atomic():
        actions.issue(order(), now=NOW)
        transaction.set_rollback(True)

    actions.issue(order(), now=NOW)

    assert serials() == [1, 2]
    assert ProcrastinateJob.objects.filter(task_name="documents.render").count() == 2


@pytest.mark.django_db
def test_a_number_cannot_be_given_twice_even_by_hand() -> None:
    document = actions.issue(order(), now=NOW)
    document.pk = "00000000-0000-4000-8000-000000000001"
    document._state.adding = True

    with pytest.raises(IntegrityError), transaction.atomic():
        document.save(force_insert=True)


@pytest.mark.django_db
def test_a_void_letter_keeps_its_number() -> None:
    first = actions.issue(order(), now=NOW)
    actions.void(first.ref, actor="post:1", reason="地址有誤", now=NOW)

    second = actions.issue(order(), now=NOW)

    assert (queries.document(first.ref).readiness, second.serial) == (Readiness.VOID, 2)
    with pytest.raises(AlreadyVoid):
        actions.void(first.ref, actor="post:1", reason="again", now=NOW)


@pytest.mark.django_db(transaction=True)
def test_many_officers_at_once_get_every_number_once() -> None:
    def issue_some(_worker: int) -> None:
        try:
            for at in range(5):
                with transaction.atomic():
                    actions.issue(order(), now=NOW)
                    transaction.set_rollback(at == 2)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as officers:
        list(officers.map(issue_some, range(6)))

    assert serials() == list(range(1, 25))


@pytest.mark.django_db
@pytest.mark.usefixtures("_a_store_of_its_own")
def test_the_pdf_is_made_once_and_is_the_same_afterwards() -> None:
    document = actions.issue(order(), now=NOW)
    assert queries.pdf_bytes(document.ref) is None

    done = [preparing.prepare(document.ref, now=NOW), preparing.prepare(document.ref, now=NOW)]

    ready = queries.document(document.ref)
    assert done == [True, False]
    assert ready.readiness is Readiness.READY
    assert (queries.pdf_bytes(document.ref) or b"")[:5] == b"%PDF-"


@pytest.mark.django_db
def test_a_letter_with_a_character_no_font_has_is_found_by_its_agency() -> None:
    strange: LetterOrder = order(data={"remarks": "\ue000"})
    document = actions.issue(strange, now=NOW)

    found = queries.with_missing_characters("10007")

    assert [(each.ref, each.missing_characters) for each in found] == [(document.ref, ("U+E000",))]


@pytest.mark.django_db
def test_the_words_of_a_letter_are_unreadable_in_the_database() -> None:
    document = actions.issue(order(), now=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM documents_document d WHERE id = %s", [document.pk])
        row = str(cursor.fetchone())

    assert APPLICANT.name not in row
    assert APPLICANT.number not in row
    assert APPLICANT.name.encode().hex() not in row


@pytest.mark.django_db
@pytest.mark.usefixtures("_a_store_of_its_own")
def test_nothing_about_the_person_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    document = actions.issue(order(data={"remarks": RARE}), now=NOW)
    caplog.clear()  # the SQL log of DEBUG holds encrypted values only, and is off in production

    preparing.prepare(document.ref, now=NOW)

    logged = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert APPLICANT.name not in logged
    assert APPLICANT.number not in logged


@pytest.mark.django_db
@pytest.mark.parametrize("ref", ["document:nonsense", "", "document:00000000-0000-4000-8000-000000000009"])
def test_an_unknown_reference_is_a_clear_no(ref: str) -> None:
    with pytest.raises(DocumentNotFound):
        queries.document(ref)
