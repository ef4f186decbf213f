"""Files lie encrypted, whole, with their owner; what nobody claims is swept."""

import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from guitai.files import actions, blobs, queries
from guitai.files.models import StoredFile
from guitai.files.terms import BlobBroken, FileRefused, FileView, NoSuchFile, NotYours, QuotaReached
from guitai.files.tests.pictures import sharp_picture
from guitai.files.tests.test_content import pdf

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
WANG, LIN = "person:wang", "person:lin"


def put(owner: str = WANG, content: bytes | None = None, name: str = "slip.pdf") -> FileView:
    return actions.store(SimpleUploadedFile(name, content or pdf()), owner=owner, now=NOW)


def blob_of(view: FileView) -> Path:
    return blobs.path_of(UUID(view.ref))


def test_a_stored_file_reads_back_and_is_not_readable_on_the_disk() -> None:
    content = sharp_picture()
    view = put(content=content)

    kept = queries.open_file(view.ref)
    assert kept.startswith(b"\xff\xd8")
    assert (len(kept), sha256(kept).hexdigest()) == (view.size, view.sha256)
    assert StoredFile.objects.get().original_sha256 == sha256(content).hexdigest()
    assert kept[:64] not in blob_of(view).read_bytes()
    assert blob_of(view).stat().st_mode & 0o777 == 0o600


def test_a_large_file_is_kept_in_several_pieces_in_their_order() -> None:
    blob_id, key = uuid4(), blobs.new_key()
    content = os.urandom(2 * blobs.CHUNK + 5)

    blobs.write(blob_id, content, key=key, now=NOW)

    assert blobs.read(blob_id, key=key) == content


@pytest.mark.parametrize("damage", ["change", "cut", "swap", "lengthen"])
def test_a_changed_or_cut_blob_is_noticed(damage: str) -> None:
    blob_id, key = uuid4(), blobs.new_key()
    blobs.write(blob_id, os.urandom(2 * blobs.CHUNK), key=key, now=NOW)
    place = blobs.path_of(blob_id)
    sealed = place.read_bytes()
    half = len(sealed) // 2
    damaged = {
        "change": sealed[:100] + bytes([sealed[100] ^ 1]) + sealed[101:],
        "cut": sealed[:half],
        "swap": sealed[half:] + sealed[:half],
        "lengthen": sealed + b"x",
    }
    place.write_bytes(damaged[damage])

    with pytest.raises(BlobBroken):
        blobs.read(blob_id, key=key)


def test_nothing_is_left_of_a_refused_file(store: Path) -> None:
    with pytest.raises(FileRefused):
        put(content=b"MZ")

    assert not StoredFile.objects.exists()
    assert list(store.rglob("*")) == []


def test_a_file_whose_row_was_never_written_is_swept_after_a_day() -> None:
    blob_id = uuid4()
    blobs.write(blob_id, b"x", key=blobs.new_key(), now=NOW)

    assert actions.sweep(NOW + timedelta(hours=23)) == (0, 0)
    assert actions.sweep(NOW + timedelta(hours=25)) == (0, 1)
    assert not blobs.path_of(blob_id).exists()


def test_a_half_written_file_is_swept(store: Path) -> None:
    part = store / "ab" / ("ab" * 16 + ".part")
    part.parent.mkdir()
    part.write_bytes(b"x")
    os.utime(part, (NOW.timestamp(), NOW.timestamp()))

    assert actions.sweep(NOW + timedelta(days=2)) == (0, 1)
    assert not part.exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_nobody_claimed_is_swept_after_a_week_and_a_claimed_one_stays() -> None:
    forgotten, wanted = put(), put()
    actions.claim([wanted.ref], owner=WANG, holder="case:1", now=NOW)

    assert actions.sweep(NOW + timedelta(days=6)) == (0, 0)
    assert actions.sweep(NOW + timedelta(days=8)) == (1, 0)
    assert not blob_of(forgotten).exists()
    assert queries.open_file(wanted.ref)
    assert [view.ref for view in queries.held_by("case:1")] == [wanted.ref]


@pytest.mark.django_db(transaction=True)
def test_bytes_stay_where_the_deletion_is_rolled_back() -> None:
    view = put()

    with transaction.atomic():
        actions.discard([view.ref], owner=WANG, now=NOW)
        transaction.set_rollback(True)

    assert queries.open_file(view.ref)


def test_nobody_claims_a_file_of_somebody_else_or_of_another_case() -> None:
    mine, theirs = put(WANG), put(LIN)

    for refs in ([theirs.ref], [mine.ref, theirs.ref], [str(uuid4())], ["nonsense"]):
        with pytest.raises(NotYours), transaction.atomic():
            actions.claim(refs, owner=WANG, holder="case:1", now=NOW)

    actions.claim([mine.ref], owner=WANG, holder="case:1", now=NOW)
    actions.claim([mine.ref], owner=WANG, holder="case:1", now=NOW)
    with pytest.raises(NotYours), transaction.atomic():
        actions.claim([mine.ref], owner=WANG, holder="case:2", now=NOW)


def test_claiming_nothing_is_no_mistake() -> None:
    actions.claim([], owner=WANG, holder="case:1", now=NOW)


def test_discarding_takes_only_ones_own_unclaimed_files() -> None:
    mine, claimed, theirs = put(WANG), put(WANG), put(LIN)
    actions.claim([claimed.ref], owner=WANG, holder="case:1", now=NOW)

    assert actions.discard([mine.ref, claimed.ref, theirs.ref, "x"], owner=WANG, now=NOW) == 1
    assert queries.files_of(WANG, [claimed.ref, mine.ref]).keys() == {claimed.ref}


def test_one_person_cannot_fill_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_UNCLAIMED_FILES", 2)
    put()
    put()

    with pytest.raises(QuotaReached):
        put()
    assert put(LIN)


def test_a_download_is_never_run_or_shown_inside_our_pages() -> None:
    response = queries.response_for(put(content=sharp_picture(), name='薪資"單\r\n.jpg'))

    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E8%96%AA%E8%B3%87_%E5%96%AE.jpg" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("ref", ["", "x", "../../etc/passwd", "2755c5ab-b896-490e-ad0f-9c444026e55f", "\x00"])
def test_what_is_not_there_is_not_found(ref: str) -> None:
    with pytest.raises(NoSuchFile):
        queries.open_file(ref)
