"""Whoever has no mail is told on paper: sheets wait, a batch takes them once, somebody prints and posts it."""

import io
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from django.core.exceptions import ObjectDoesNotExist
from pytest_django import Settings

from guitai.accounts import actions as accounts
from guitai.accounts.models import Account, LetterRequest
from guitai.accounts.terms import IssuedCode
from guitai.notices import actions, printing, queries
from guitai.notices.models import Message, PrintBatch, PrintItem
from guitai.notices.terms import BatchRefused, BatchState, NoWay, Status
from guitai.notices.tests.stories import NOW, ON_PAPER, READER, SENDER, notice

AGENCY = SENDER.agency_code
READY = {"document:ready": True, "document:late": False}


@pytest.fixture(autouse=True)
def _a_store_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path
    settings.NOTICE_ENCLOSURES = f"{__name__}.enclosure"


def enclosure(ref: str) -> bytes | None:
    return two_pages() if READY[ref] else None


def two_pages() -> bytes:
    out = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    for _each in range(2):
        document.new_page(595, 842).close()
    document.save(out)
    document.close()
    return out.getvalue()


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for at in range(len(document)):
        page = document[at]
        layer = page.get_textpage()
        pages.append(str(layer.get_text_range()))
        layer.close()
        page.close()
    document.close()
    return pages


def batch_made() -> PrintBatch:
    batch = actions.make_batch(AGENCY, actor="post:1", now=NOW)
    printing.set_batch(batch.pk, now=NOW)
    return batch


@pytest.mark.django_db
def test_a_person_without_mail_waits_in_the_print_queue() -> None:
    message = actions.send(notice(recipient=ON_PAPER), now=NOW)

    (item,) = queries.print_queue(AGENCY)
    assert (item.name, item.kind, item.thing_ref) == ("王小明", "received", "case:A-1")
    assert Message.objects.get(pk=message.pk).channel == "print"


@pytest.mark.django_db
def test_a_batch_has_an_address_sheet_and_the_letter_behind_it() -> None:
    actions.send(notice(recipient=ON_PAPER, enclosure="document:ready"), now=NOW)

    batch = batch_made()

    pages = text_of(queries.batch_pdf(batch.pk) or b"")
    assert len(pages) == 4, "the sheet, its empty back, two pages of the letter"
    assert "彰化縣鹿港鎮中山路100號" in pages[0]
    assert "王小明　君　收" in pages[0]
    assert "附件：公文正本" in pages[0]
    assert queries.print_queue(AGENCY) == []


@pytest.mark.django_db
def test_a_letter_that_is_not_ready_goes_back_to_the_queue() -> None:
    actions.send(notice(recipient=ON_PAPER, enclosure="document:late"), now=NOW)

    batch = batch_made()

    assert queries.batch(batch.pk) is None
    assert len(queries.print_queue(AGENCY)) == 1


@pytest.mark.django_db
def test_what_does_not_fit_waits_for_the_next_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guitai.notices.stack.MOST_PAGES", 4)
    for _each in range(3):
        actions.send(notice(recipient=ON_PAPER), now=NOW)

    batch_made()

    assert len(queries.print_queue(AGENCY)) == 1


@pytest.mark.django_db
def test_a_sheet_is_in_one_batch_only() -> None:
    actions.send(notice(recipient=ON_PAPER), now=NOW)
    batch = batch_made()

    with pytest.raises(BatchRefused):
        actions.make_batch(AGENCY, actor="post:1", now=NOW)
    assert printing.set_batch(batch.pk, now=NOW) is False


@pytest.mark.django_db
def test_another_agency_sees_nothing_of_the_queue() -> None:
    actions.send(notice(recipient=ON_PAPER), now=NOW)

    assert queries.print_queue("10007020") == []
    with pytest.raises(BatchRefused):
        actions.make_batch("10007020", actor="post:1", now=NOW)


@pytest.mark.django_db
def test_printed_and_posted_are_written_down_with_who_and_when() -> None:
    message = actions.send(notice(recipient=ON_PAPER), now=NOW)
    batch = batch_made()

    with pytest.raises(BatchRefused):
        actions.mark_posted(batch.pk, actor="post:2", now=NOW)
    actions.mark_printed(batch.pk, actor="post:1", now=NOW)
    actions.mark_printed(batch.pk, actor="post:9", now=NOW)
    actions.mark_posted(batch.pk, actor="post:2", now=NOW)

    (seen,) = queries.batches(AGENCY)
    assert (seen.state, seen.printed_by, seen.posted_by) == (BatchState.POSTED, "post:1", "post:2")
    assert Message.objects.get(pk=message.pk).status == Status.DELIVERED


@pytest.mark.django_db
def test_a_batch_that_is_not_set_cannot_be_printed() -> None:
    actions.send(notice(recipient=ON_PAPER), now=NOW)
    batch = actions.make_batch(AGENCY, actor="post:1", now=NOW)

    assert queries.batches(AGENCY)[0].state is BatchState.BEING_PREPARED
    with pytest.raises(BatchRefused):
        actions.mark_printed(batch.pk, actor="post:1", now=NOW)


@pytest.mark.django_db
def test_a_code_by_letter_is_made_when_it_is_printed_and_forgotten_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    code = IssuedCode(person_ref="person:1", code="ABCDE-12345", expires=date(2026, 4, 24))
    monkeypatch.setattr("guitai.accounts.actions.issue_letter_code", lambda *_given, **_named: code)
    actions.send_code_by_letter(7, recipient=ON_PAPER, sender=SENDER, actor="post:1", now=NOW)
    assert queries.print_queue(AGENCY)[0].kind == "binding_code"

    batch = batch_made()

    (page, _back) = text_of(queries.batch_pdf(batch.pk) or b"")
    assert "ABCDE-12345" in page
    assert "115年4月24日以前" in page
    assert PrintItem.objects.get().code is None


@pytest.mark.django_db
def test_a_code_that_is_no_longer_wanted_leaves_no_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_given: object, **_named: object) -> None:
        raise ObjectDoesNotExist

    monkeypatch.setattr("guitai.accounts.actions.issue_letter_code", gone)
    actions.send_code_by_letter(7, recipient=ON_PAPER, sender=SENDER, actor="post:1", now=NOW)
    actions.send(notice(recipient=ON_PAPER), now=NOW)

    actions.make_batch(AGENCY, actor="post:1", now=NOW)

    assert [item.letter_request for item in PrintItem.objects.all()] == [None]


@pytest.mark.django_db
def test_a_person_recorded_otherwise_meanwhile_costs_one_sheet_and_not_the_batch() -> None:
    mei = Account.objects.create(email="mei@example.tw")
    accounts.ask_for_letter(mei, number="A123456789", name="王美", born=date(1990, 3, 5), now=NOW)
    asked = LetterRequest.objects.get()
    actions.send_code_by_letter(asked.pk, recipient=ON_PAPER, sender=SENDER, actor="post:1", now=NOW)
    accounts.register_person("A123456789", "王美", date(1950, 1, 1), actor="post:1", now=NOW)
    actions.send(notice(recipient=ON_PAPER), now=NOW)

    actions.make_batch(AGENCY, actor="post:1", now=NOW)

    assert [item.letter_request for item in PrintItem.objects.all()] == [None]
    assert LetterRequest.objects.get().answer == "recorded_otherwise"


@pytest.mark.django_db
def test_a_code_is_asked_for_once_and_needs_an_address() -> None:
    for _each in range(2):
        actions.send_code_by_letter(7, recipient=ON_PAPER, sender=SENDER, actor="post:1", now=NOW)

    assert PrintItem.objects.count() == 1
    with pytest.raises(NoWay):
        actions.send_code_by_letter(
            8, recipient=READER.__class__(person="", name="王"), sender=SENDER, actor="post:1", now=NOW
        )


@pytest.mark.django_db
def test_an_official_may_print_what_mail_could_not_deliver() -> None:
    message = actions.send(notice(), now=NOW)
    Message.objects.update(status=Status.UNKNOWN, next_try_at=None)

    actions.print_instead(message.pk, actor="post:1", now=NOW)

    assert len(queries.print_queue(AGENCY)) == 1
