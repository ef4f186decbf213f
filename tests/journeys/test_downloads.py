"""An attachment leaves by the other origin: once, within a minute, without cookies, to who still may have it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase

from guitai.accounts.models import PostHolding
from guitai.accounts.terms import Role
from guitai.cases.models import Case
from guitai.config import files_settings
from guitai.core import clock
from guitai.files import actions as files
from guitai.files import links
from guitai.files.models import StoredFile
from guitai.files.terms import FileView, Scan
from guitai.files.tests.pictures import sharp_picture
from tests.journeys.conftest import HandedIn, OfficerOf
from tests.journeys.downloads import fetch, follow
from tests.journeys.people import Officer

pytestmark = pytest.mark.slow
Held = tuple[Case, FileView, Officer, str]


@pytest.fixture
def held(handed_in: HandedIn, officer: OfficerOf) -> Held:
    """A case with one attachment, the officer who reads it, and the address where she asks for it."""
    me, case = handed_in("share_30")
    upload = SimpleUploadedFile("存摺.jpg", sharp_picture())
    owner = case.application.applicant
    stored = files.store(upload, owner=owner, now=clock.now())
    files.claim([stored.ref], owner=owner, holder=f"case:{case.reference}", now=clock.now())
    reader = officer(Role.FIRST_REVIEW, agency=me.story["township"])
    return case, stored, reader, f"/desk/cases/{case.reference}/files/{stored.ref}/"


def what(answer: HttpResponseBase) -> tuple[int, bytes]:
    return answer.status_code, b"".join(answer)


def test_a_download_goes_to_another_origin_as_an_attachment_that_no_browser_runs(held: Held) -> None:
    _case, stored, reader, path = held

    sent = reader.client.get(path)
    got = follow(sent)

    assert sent.headers["Location"].startswith("http://127.0.0.1:8013/")
    assert what(got)[0] == 200
    assert got.headers["Content-Disposition"].startswith("attachment; ")
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert not got.cookies
    assert stored.name not in sent.headers["Location"]


def test_t06_a_link_is_good_once_and_looking_whether_it_is_there_does_not_use_it_up(held: Held) -> None:
    _case, _stored, reader, path = held
    sent = reader.client.get(path)

    assert follow(sent, method="HEAD").status_code == 405
    assert follow(sent).status_code == 200
    again = what(follow(sent))
    assert again == what(fetch("http://127.0.0.1:8013/never-a-link"))
    assert again[0] == 404


def test_a_link_is_good_for_a_minute(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    _case, _stored, reader, path = held
    sent = reader.client.get(path)

    monkeypatch.setattr(links, "GOOD_FOR", timedelta(seconds=-1))

    assert follow(sent).status_code == 404


def test_t04_a_link_of_somebody_who_has_lost_her_post_leads_nowhere(held: Held) -> None:
    _case, _stored, reader, path = held
    sent = reader.client.get(path)

    PostHolding.objects.filter(account=reader.account).update(until=clock.today() - timedelta(days=1))

    assert follow(sent).status_code == 404


def test_t04_a_link_of_an_account_that_was_closed_leads_nowhere(held: Held) -> None:
    _case, _stored, reader, path = held
    sent = reader.client.get(path)

    reader.account.is_active = False
    reader.account.save(update_fields=["is_active"])

    assert follow(sent).status_code == 404


@pytest.mark.parametrize("scan", [Scan.INFECTED])
def test_t16_a_file_that_is_not_clean_has_no_link_no_picture_and_is_said_to_have_none(held: Held, scan: Scan) -> None:
    case, stored, reader, path = held
    before = reader.client.get(path)
    StoredFile.objects.filter(pk=stored.ref).update(scan=scan)

    assert reader.client.get(path).status_code == 404
    assert reader.client.get(f"{path}pages/1.jpg").status_code == 404
    assert follow(before).status_code == 404
    for page in (f"/desk/cases/{case.reference}/", f"{path}look/"):
        shown = reader.client.get(page).content.decode()
        assert "這個檔案有病毒" in shown
        assert "pages/1.jpg" not in shown


def test_a_link_is_not_followed_under_another_name_and_not_at_the_pages(held: Held) -> None:
    _case, _stored, reader, path = held
    sent = reader.client.get(path)

    assert follow(sent, host="localhost:8000").status_code == 404
    assert reader.client.get("/" + sent.headers["Location"].rpartition("/")[2]).status_code == 404
    assert follow(sent).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/desk/", "/static/x.css", "/a/b"])
def test_nothing_else_is_at_the_other_origin(path: str) -> None:
    got = fetch(f"http://127.0.0.1:8013{path}")

    assert (got.status_code, bool(b"".join(got))) in {(404, True), (200, False)}
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert not got.cookies


@pytest.mark.parametrize("holder", ["", "draft:1", "batch:1", "nobody:1", "case:nothing"])
@pytest.mark.django_db
def test_only_what_a_gate_knows_is_handed_out(holder: str) -> None:
    described = FileView("0" * 8, "person:x", holder, "x.jpg", "image/jpeg", 1, "", clock.now())

    assert fetch(links.address(described, actor="account:1")).status_code == 404


def test_the_other_origin_has_no_session_and_knows_nobody() -> None:
    assert not [each for each in files_settings.MIDDLEWARE if "session" in each or "auth.middleware" in each]
