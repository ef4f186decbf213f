"""Asked for corrections, all at once: answered by photo and field, a second time, too late, with more time."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from guitai.accounts.terms import Role
from guitai.cases import queries as cases
from guitai.cases.models import Case, Supplement
from guitai.cases.supplements import queries
from guitai.cases.supplements.terms import State
from guitai.core import clock, workdays
from guitai.core.rocdate import roc
from guitai.files import queries as files
from guitai.work import queries as work
from tests.browser.citizens import photo
from tests.journeys.browsing import form_of, words_of
from tests.journeys.conftest import COUNTY, CitizenOf, HandedIn, Mails, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import Citizen, Officer

PHONE, PROOF = "phone", "household_document"
MARKED = {PHONE: "unclear", PROOF: "not_answered"}


def picture(*, sharp: bool = True) -> SimpleUploadedFile:
    shown = photo(sharp=sharp)
    return SimpleUploadedFile(shown["name"], shown["buffer"], content_type=shown["mimeType"])


@dataclass
class Story:
    """One case at the township's desk, with who may do what."""

    me: Citizen
    case: Case
    officer: Officer
    worker: Worker

    @property
    def desk(self) -> str:
        return f"/desk/cases/{self.case.reference}/supplement/"

    @property
    def mine(self) -> str:
        return f"/cases/{self.case.reference}/supplement/"

    @property
    def request(self) -> Supplement:
        return Supplement.objects.filter(case=self.case).order_by("-number")[0]

    def mark(self, marks: dict[str, str] | None = None, *, officer: Officer | None = None, **typed: str) -> HttpResponse:
        """Mark these questions, each with its reason, and press on to the preview."""
        client, wanted = (officer or self.officer).client, MARKED if marks is None else marks
        form = form_of(client.get(self.desk).content.decode())
        reasons = {f"reason:{path}": reason for path, reason in wanted.items()}
        return client.post(self.desk, {**form, "mark": list(wanted), **reasons, "then": "preview", **typed})

    def send(self, *, officer: Officer | None = None) -> HttpResponse:
        client = (officer or self.officer).client
        form = form_of(client.get(f"{self.desk}preview/").content.decode())
        return client.post(f"{self.desk}preview/", form)

    def ask(self, marks: dict[str, str] | None = None, **typed: str) -> Supplement:
        answer = self.mark(marks, **typed)
        assert answer.status_code == 302, words_of(answer.content)
        answer = self.send()
        assert answer.status_code == 302, words_of(answer.content)
        self.worker.run()
        return self.request

    def answer(self, *, then: str = "send", **typed: Any) -> HttpResponse:
        form = form_of(self.me.client.get(self.mine).content.decode())
        return self.me.client.post(self.mine, {**form, "then": then, **typed})

    def now(self) -> Case:
        return cases.case(self.case.reference)


@pytest.fixture
def story(handed_in: HandedIn, officer: OfficerOf, worker: Worker) -> Story:
    me, case = handed_in("share_30")
    return Story(me, case, officer(Role.FIRST_REVIEW, agency=me.story["township"]), worker)


def photo_field(story: Story) -> str:
    return PROOF


def test_one_field_and_one_photo_come_back_to_the_desk_they_left(story: Story, mails: Mails) -> None:
    before = story.now().answers
    due = work.open_task(story.now().item)
    assert due is not None
    request = story.ask()

    asked = [mail for mail in mails() if "補正" in mail["subject"]]
    assert len(asked) == 1
    assert story.now().item.stage == "supplement"
    assert story.now().item.stood_still_since is not None
    page = words_of(story.me.client.get(story.mine).content)
    assert "這裡寫得不夠清楚" in page
    assert before["phone"] in page

    answer = story.answer(phone="0922333444", **{PROOF: picture()})

    assert answer.status_code == 302, words_of(answer.content)
    case = story.now()
    assert (case.item.stage, case.item.stood_still_since) == ("first_review", None)
    assert case.answers["phone"] == "0922333444"
    assert {view.ref for view in files.held_by(f"case:{case.reference}")} == set(case.answers[PROOF])
    assert {key: value for key, value in case.answers.items() if key not in MARKED} == {
        key: value for key, value in before.items() if key not in MARKED
    }
    request.refresh_from_db()
    assert (request.state, request.before) == (State.ANSWERED, {"phone": before["phone"]})
    task = work.open_task(case.item)
    assert task is not None
    assert (task.taken_by, task.due_on) == (story.officer.account.ref, due.due_on)
    story.worker.run()
    assert [mail for mail in mails() if "已收到您的補件" in mail["subject"]]


def test_the_message_names_everything_until_when_and_who_asks_and_leads_only_to_the_case(
    story: Story, mails: Mails
) -> None:
    request = story.ask({PHONE: "other", PROOF: "cut_off"}, **{f"words:{PHONE}": "請寫區碼"})

    (mail,) = [mail for mail in mails() if "補正" in mail["subject"]]
    assert request.due_on is not None
    for words in ("請寫區碼", "沒有拍完整", roc(request.due_on), "陳0", "戶口名簿"):
        assert words in mail["text"], words
    links = set(re.findall(r"https?://[^\s\"<]+", mail["text"]))
    assert {link.split("/", 3)[3] for link in links} == {f"cases/{story.case.reference}/"}
