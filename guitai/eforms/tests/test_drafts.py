"""Nothing that was typed is lost: wrong input, two tabs, another device."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils.datastructures import MultiValueDict

from guitai.eforms import actions, queries, summary
from guitai.eforms.fields import BoundPage
from guitai.eforms.models import Draft
from guitai.eforms.sources import Known
from guitai.eforms.terms import NoSuchDraft, Prefilled
from guitai.eforms.tests.sample import RIGHT, TODAY, every_type
from guitai.eforms.tests.urls import OWNER
from guitai.files import actions as file_store
from guitai.files import queries as files
from guitai.files.terms import Upload
from guitai.files.tests.pictures import sharp_picture

pytestmark = [pytest.mark.django_db, pytest.mark.urls("guitai.eforms.tests.urls")]
FORM = every_type()
NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


@pytest.fixture
def draft() -> Draft:
    return actions.open_draft(OWNER, "sample", "1", NOW)


def save(
    draft: Draft,
    data: dict[str, list[str]],
    page: str = "p1",
    revision: int | None = None,
    uploads: MultiValueDict[str, Upload] | None = None,
) -> BoundPage:
    shown = FORM.page(page)
    bound = queries.page_of(draft, shown, data=data, uploads=uploads, today=TODAY)
    return actions.save_page(draft, shown, bound, revision=draft.revision if revision is None else revision, now=NOW)


def picture(name: str = "slip.jpg") -> Upload:
    return SimpleUploadedFile(name, sharp_picture(), content_type="image/jpeg")


def test_opening_a_form_twice_takes_up_the_same_draft(draft: Draft) -> None:
    assert actions.open_draft(OWNER, "sample", "1", NOW) == draft
    assert actions.open_draft(OWNER, "sample", "2", NOW) != draft


def test_another_person_finds_no_draft(draft: Draft) -> None:
    for owner, wanted in [("person:other", str(draft.id)), (OWNER, "nonsense"), (OWNER, "\x00")]:
        with pytest.raises(NoSuchDraft):
            queries.draft_of(owner, wanted)


def test_answers_lie_encrypted_in_the_database(draft: Draft) -> None:
    save(draft, RIGHT)

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, pending FROM eforms_draft")
        row = cursor.fetchone()

    assert all("王小明".encode() not in bytes(value) for value in row)
    assert queries.drafts_of(OWNER)[0].answers["full_name"] == "王小明"


def test_a_wrong_page_is_taken_up_on_another_device_as_it_was_typed(draft: Draft) -> None:
    save(draft, RIGHT | {"born-day": ["99"], "remark": ["halfway"]})

    elsewhere = queries.draft_of(OWNER, draft.id)
    bound = queries.page_of(elsewhere, FORM.page("p1"), today=TODAY)

    assert bound.errors[0][0] == "q-born-day"
    assert next(one for one in bound.fields if one.name == "born").part["day"] == "99"
    assert queries.problems(elsewhere, FORM, today=TODAY)[0].page_key == "p1"


def test_a_page_put_right_leaves_nothing_pending(draft: Draft) -> None:
    save(draft, RIGHT | {"born-day": ["99"]})
    save(draft, RIGHT)

    assert draft.pending == {}
    assert draft.answers["born"] == "1958-02-03"


def test_two_tabs_with_the_same_page_see_both_answers_and_neither_is_overwritten(draft: Draft) -> None:
    before = draft.revision
    save(draft, RIGHT | {"phone": ["0912345678"]}, revision=before)

    second = save(draft, RIGHT | {"phone": ["0987654321"]}, revision=before)

    assert not second.may_go_on
    assert [(each.kept, each.typed) for each in second.conflicts] == [("0912345678", "0987654321")]
    assert draft.answers["phone"] == "0912345678"

    chosen = save(draft, RIGHT | {"phone": ["0987654321"]}, revision=second.revision)

    assert chosen.may_go_on
    assert draft.answers["phone"] == "0987654321"


def test_two_tabs_that_say_the_same_do_not_quarrel(draft: Draft) -> None:
    before = draft.revision
    save(draft, RIGHT, revision=before)

    assert save(draft, RIGHT, revision=before).may_go_on


def test_two_tabs_on_different_pages_do_not_quarrel(draft: Draft) -> None:
    before = draft.revision
    save(draft, RIGHT, revision=before)

    assert save(draft, {}, page="p2", revision=before).may_go_on


def test_a_good_photo_is_kept_though_the_page_has_a_mistake(draft: Draft) -> None:
    wrong = save(draft, RIGHT | {"born-day": ["99"]}, uploads=MultiValueDict({"proof": [picture()]}))
    ref = wrong.raw["proof-kept"][0]

    right = save(draft, RIGHT | {"proof-kept": [ref]})

    assert right.may_go_on
    assert draft.answers["proof"] == [ref]
    assert summary.attachments(FORM, draft.answers) == [ref]
    assert files.open_file(ref).startswith(b"\xff\xd8\xff")


def test_somebody_elses_file_cannot_be_slipped_in(draft: Draft) -> None:
    other = actions.open_draft("person:other", "sample", "1", NOW)
    ref = save(other, RIGHT, uploads=MultiValueDict({"proof": [picture()]})).raw["proof-kept"][0]

    bound = save(draft, RIGHT | {"proof-kept": [ref]})

    assert "proof" not in bound.answers


def test_a_photo_can_be_taken_out_again(draft: Draft) -> None:
    ref = save(draft, RIGHT, uploads=MultiValueDict({"proof": [picture()]})).raw["proof-kept"][0]

    save(draft, RIGHT | {"proof-kept": [ref], "proof-remove": [ref]})

    assert "proof" not in draft.answers


def test_a_photo_of_a_member_stays_with_that_member(draft: Draft) -> None:
    data = {
        "members.0.id": ["a1"],
        "members.0.member_name": ["陳玉"],
        "members.0.relation": ["spouse"],
        "members.1.id": ["b2"],
        "members.1.member_name": ["王子"],
        "members.1.relation": ["son"],
    }
    bound = save(draft, data, page="p2", uploads=MultiValueDict({"members.1.member_proof": [picture()]}))

    save(draft, bound.raw | {"remove": ["members.a1"]}, page="p2")
    kept = queries.page_of(queries.draft_of(OWNER, draft.id), FORM.page("p2"), today=TODAY)

    assert [item.id for item in kept.fields[0].items] == ["b2"]
    assert kept.fields[0].items[0].fields[-1].kept[0].name == "slip.jpg"
    assert not kept.errors


def test_what_registers_said_is_kept_with_the_draft(draft: Draft) -> None:
    known = Known({"full_name": Prefilled("林美玉", "household register", NOW)}, frozenset({"tax"}))
    actions.note_known(draft, known, now=NOW)
    save(draft, RIGHT | {"full_name": ["X"]})

    again = queries.draft_of(OWNER, draft.id)

    assert queries.known_of(again) == known
    assert again.answers["full_name"] == "林美玉"
    assert queries.answers_to_send(again, FORM)["full_name"] == "林美玉"


def test_a_discarded_draft_takes_its_files_with_it(draft: Draft) -> None:
    ref = save(draft, RIGHT, uploads=MultiValueDict({"proof": [picture()]})).raw["proof-kept"][0]

    actions.discard_draft(draft, now=NOW)

    assert files.files_of(OWNER, [ref]) == {}
    with pytest.raises(NoSuchDraft):
        save(draft, RIGHT)


def test_files_of_a_draft_outlive_the_weekly_sweep_and_go_with_the_draft(draft: Draft) -> None:
    ref = save(draft, RIGHT, uploads=MultiValueDict({"proof": [picture()]})).raw["proof-kept"][0]
    save(draft, RIGHT | {"proof-kept": [ref], "proof-remove": [ref]})

    file_store.sweep(NOW + timedelta(days=30))
    assert ref in files.files_of(OWNER, [ref])

    actions.forget_old(NOW + timedelta(days=61))
    assert files.files_of(OWNER, [ref]) == {}


def test_a_case_takes_its_files_over_from_the_draft(draft: Draft) -> None:
    ref = save(draft, RIGHT, uploads=MultiValueDict({"proof": [picture()]})).raw["proof-kept"][0]

    file_store.claim([ref], owner=OWNER, holder="case:1", now=NOW)
    actions.discard_draft(draft, now=NOW)

    assert [view.ref for view in files.held_by("case:1")] == [ref]


def test_a_photo_sent_to_a_draft_that_is_gone_is_not_kept(draft: Draft) -> None:
    shown = FORM.page("p1")
    bound = queries.page_of(draft, shown, data=RIGHT, uploads=MultiValueDict({"proof": [picture()]}), today=TODAY)
    gone = queries.draft_of(OWNER, draft.id)
    actions.discard_draft(gone, now=NOW)

    with pytest.raises(NoSuchDraft):
        actions.save_page(draft, shown, bound, revision=0, now=NOW)
    assert files.held_by(f"draft:{draft.id}") == []


@pytest.mark.usefixtures("draft")
def test_old_drafts_are_forgotten() -> None:
    assert actions.forget_old(NOW + timedelta(days=59)) == 0
    assert actions.forget_old(NOW + timedelta(days=61)) == 1
    assert queries.drafts_of(OWNER) == []


def test_the_pages_work_over_http(client: Client, draft: Draft) -> None:
    first = client.get(f"/{draft.id}/p1/")
    assert "q-full_name" in first.content.decode()

    wrong = client.post(f"/{draft.id}/p1/", RIGHT | {"born-day": ["99"], "revision": "0"}).content.decode()
    assert 'href="#q-born-day"' in wrong
    assert 'value="99"' in wrong

    right = client.post(f"/{draft.id}/p1/", RIGHT | {"revision": "1"})
    assert right.headers["Location"] == f"/{draft.id}/p2/"

    added = client.post(f"/{draft.id}/p2/", {"add": "members", "revision": "2"}).content.decode()
    assert 'name="members.0.member_name"' in added
    assert "govuk-error-message" not in added


def test_a_photo_goes_up_over_http_and_a_wrong_file_says_what_to_do(client: Client, draft: Draft) -> None:
    html = client.post(f"/{draft.id}/p1/", RIGHT | {"proof": [picture(), SimpleUploadedFile("x.jpg", b"MZ")]})

    assert "slip.jpg" in html.content.decode()
    assert "govuk-file-upload--error" in html.content.decode()


def test_typed_markup_is_shown_as_text(client: Client, draft: Draft) -> None:
    script = '"><script>alert(1)</script>'

    html = client.post(f"/{draft.id}/p1/", RIGHT | {"remark": [script * 3], "story": [script]}).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
