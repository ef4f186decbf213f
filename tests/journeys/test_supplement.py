"""Asked for corrections, all at once: answered by photo and field, a second time, too late, with more time."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
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
BACKEND = "guitai.accounts.backend.Backend"
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

    def mark(
        self, marks: dict[str, str] | None = None, *, officer: Officer | None = None, **typed: str
    ) -> HttpResponse:
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

    def sign_in_again(self) -> None:
        """Days later nobody is signed in any more."""
        for who in (self.me, self.officer):
            who.client.logout()
            who.client.force_login(who.account, backend=BACKEND)

    def now(self) -> Case:
        return cases.case(self.case.reference)


@pytest.fixture
def story(handed_in: HandedIn, officer: OfficerOf, worker: Worker) -> Story:
    me, case = handed_in("share_30")
    return Story(me, case, officer(Role.FIRST_REVIEW, agency=me.story["township"]), worker)


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
    for words in ("請寫區碼", "沒有拍完整", roc(request.due_on), "課員 陳", "戶口名簿"):
        assert words in mail["text"], words
    links = set(re.findall(r"https?://[^\s\"<]+", mail["text"]))
    assert {link.split("/", 3)[3] for link in links} == {f"cases/{story.case.reference}/"}


def test_nothing_typed_is_lost_where_a_mark_has_no_reason(story: Story) -> None:
    answer = story.mark({PHONE: "", PROOF: "cut_off"}, days="7")

    assert answer.status_code == 422
    assert "請選一個理由" in words_of(answer.content)
    kept = form_of(story.officer.client.get(story.desk).content.decode())
    assert (set(kept["mark"]), kept["days"], kept[f"reason:{PROOF}"]) == (set(MARKED), ["7"], ["cut_off"])
    assert story.now().item.stage == "first_review"


@pytest.mark.parametrize("days", ["2", "31", "", "ten", "9" * 40])
def test_a_term_outside_the_limits_is_refused_next_to_its_field(story: Story, days: str) -> None:
    answer = story.mark(days=days)

    assert answer.status_code == 422
    assert "3 到 30 個工作日" in words_of(answer.content)


def test_a_colleagues_marks_are_not_overwritten_silently(story: Story, officer: OfficerOf) -> None:
    colleague = officer(Role.FIRST_REVIEW, agency=story.me.story["township"])
    form = form_of(story.officer.client.get(story.desk).content.decode())
    story.mark({PHONE: "unclear"}, officer=colleague)

    answer = story.officer.client.post(story.desk, {**form, "mark": [PROOF], f"reason:{PROOF}": "cut_off"})

    assert answer.status_code == 409
    assert form_of(answer.content.decode())["mark"] == [PROOF]


def test_a_request_previewed_before_the_case_went_on_is_not_sent(story: Story) -> None:
    story.mark()
    form = form_of(story.officer.client.get(f"{story.desk}preview/").content.decode())
    story.officer.move(story.case, "propose_grant")

    answer = story.officer.client.post(f"{story.desk}preview/", form)

    assert answer.status_code == 409
    assert story.now().item.stage == "approval"


def test_an_official_of_another_township_sees_nothing(story: Story, officer: OfficerOf) -> None:
    other = "10007020" if story.me.story["township"] != "10007020" else "10007010"
    stranger = officer(Role.FIRST_REVIEW, agency=other)

    for path in (story.desk, f"{story.desk}preview/"):
        assert stranger.client.get(path).status_code == 404


def test_a_foreign_person_sees_nothing_and_answers_nothing(story: Story, citizen: CitizenOf) -> None:
    story.ask()
    stranger = citizen("share_45")

    assert stranger.client.get(story.mine).status_code == 404
    assert stranger.client.post(story.mine, {"phone": "0900000000", "then": "send"}).status_code == 404
    assert stranger.client.post(f"{story.mine}time/", {"why": "..."}).status_code == 404
    assert story.now().item.stage == "supplement"


def test_what_was_not_marked_is_ignored_however_it_is_sent(story: Story) -> None:
    story.ask({PHONE: "unclear"})

    answer = story.answer(phone="0922333444", email="thief@example.com", notice_by="letter", pay_changed="yes")

    assert answer.status_code == 302
    answers = story.now().answers
    assert (answers["phone"], answers["notice_by"], answers["pay_changed"]) == ("0922333444", "email", False)
    assert answers["email"] == "me@example.com"


@pytest.mark.parametrize(
    ("name", "content"),
    [("virus.jpg", b"MZ\x90\x00" * 100), ("empty.png", b""), ("page.html.jpg", b"<script>alert(1)</script>" * 20)],
)
def test_a_hostile_file_is_refused_next_to_its_field_and_the_rest_is_kept(
    story: Story, name: str, content: bytes
) -> None:
    story.ask()

    answer = story.answer(phone="0922333444", **{PROOF: SimpleUploadedFile(name, content, "image/jpeg")})

    assert answer.status_code == 422
    assert story.now().item.stage == "supplement"
    again = form_of(story.me.client.get(story.mine).content.decode())
    assert again["phone"] == ["0922333444"]
    assert story.answer(**{PROOF: picture()}).status_code == 302


def test_a_blurred_picture_asks_for_a_second_look_and_may_then_be_sent(story: Story) -> None:
    story.ask({PROOF: "unreadable"})

    first = story.answer(**{PROOF: picture(sharp=False)})
    second = story.me.client.post(story.mine, {**form_of(first.content.decode()), "then": "send"})

    assert (first.status_code, second.status_code) == (200, 302)
    assert story.now().item.stage == "first_review"


def test_a_part_is_kept_and_sent_another_day(story: Story, now: datetime) -> None:
    story.ask()

    kept = story.answer(then="keep", phone="0922333444")
    assert kept.status_code == 302
    assert story.now().item.stage == "supplement"

    with clock.shifted(now - clock.now() + timedelta(days=3)):
        story.sign_in_again()
        assert "您先前填的都還在" in words_of(story.me.client.get(story.mine).content)
        assert story.answer(**{PROOF: picture()}).status_code == 302
    assert story.now().answers["phone"] == "0922333444"


def test_two_windows_send_once(story: Story) -> None:
    story.ask({PHONE: "unclear"})
    form = form_of(story.me.client.get(story.mine).content.decode())
    first = story.me.client.post(story.mine, {**form, "phone": "0922333444", "then": "send"})

    second = story.me.client.post(story.mine, {**form, "phone": "0955666777", "then": "send"})

    assert (first.status_code, second.status_code) == (302, 302)
    assert story.now().answers["phone"] == "0922333444"
    assert [step.move for step in work.steps(story.now().item)].count("answer_supplement") == 1


def test_two_windows_that_type_otherwise_are_both_shown(story: Story) -> None:
    story.ask({PHONE: "unclear"})
    form = form_of(story.me.client.get(story.mine).content.decode())
    story.me.client.post(story.mine, {**form, "phone": "0922333444", "then": "keep"})

    answer = story.me.client.post(story.mine, {**form, "phone": "0955666777", "then": "send"})

    assert answer.status_code == 200
    assert "0922333444" in words_of(answer.content)
    assert story.now().item.stage == "supplement"


def test_whoever_cannot_get_a_paper_says_why_and_sends_the_rest(story: Story) -> None:
    story.ask()

    answer = story.answer(phone="0922333444", supplement_remarks="戶口名簿遺失，補發要兩週")

    assert answer.status_code == 302, words_of(answer.content)
    page = words_of(story.officer.open(story.case).content)
    assert "戶口名簿遺失" in page


def test_an_account_that_is_somebody_elses_is_refused_by_the_bank_next_to_its_field(story: Story) -> None:
    story.ask({"refund_account": "not_answered"})
    own = story.me.own_account

    shown = form_of(story.me.client.get(story.mine).content.decode())
    assert "refund_account-bank" in shown  # and the question that leads to it stands there too
    wrong = story.answer(**{**own, "refund_account-holder": "別人"})
    right = story.answer(**own)

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert story.now().answers["refund_account"]["number"] == story.me.story["account"]["number"]
    assert story.now().answers["wants_refund_account"] is True


def test_the_officer_sees_old_and_new_side_by_side(story: Story) -> None:
    old = str(story.now().answers["phone"])
    story.ask()
    story.answer(phone="0922333444", **{PROOF: picture()})

    answer = story.officer.open(story.case)

    page = words_of(answer.content)
    assert old in page
    assert "0922333444" in page
    (ref,) = story.now().answers[PROOF]
    assert f"/desk/cases/{story.case.reference}/files/{ref}/pages/1.jpg" in answer.content.decode()


def test_the_clock_stands_still_and_the_promised_day_moves(story: Story, now: datetime) -> None:
    promised = words_of(story.me.client.get(f"/cases/{story.case.reference}/").content)
    story.ask({PHONE: "unclear"})

    with clock.shifted(now - clock.now() + timedelta(days=6)):
        story.sign_in_again()
        story.answer(phone="0922333444")
        page = words_of(story.me.client.get(f"/cases/{story.case.reference}/").content)

    assert story.now().item.stood_still_days == 6
    assert "補件的 6 天" in page
    assert promised != page


def in_the_end(request: Supplement, now: datetime, *, days: int) -> Any:
    """It is so many days after the last day."""
    assert request.due_on is not None
    today = now.astimezone(clock.TAIPEI).date()
    return clock.shifted(now - clock.now() + (request.due_on - today) + timedelta(days=days))


def test_who_answers_nothing_is_reminded_once_and_then_not_admitted_by_letter(
    story: Story, now: datetime, mails: Mails
) -> None:
    request = story.ask()
    assert request.due_on is not None
    two_before = -2
    while workdays.working_days_between(request.due_on + timedelta(days=two_before), request.due_on) < 2:
        two_before -= 1
    for _hour in range(3):
        with in_the_end(request, now, days=two_before):
            story.worker.tick("cases.supplements_due")
    assert len([mail for mail in mails() if "提醒" in mail["subject"]]) == 1
    with in_the_end(request, now, days=0):
        story.worker.tick("cases.supplements_due")
        assert story.now().item.stage == "supplement"

    for _hour in range(3):
        with in_the_end(request, now, days=4):
            story.worker.tick("cases.supplements_due")

    case = story.now()
    decision = cases.decision(case)
    assert decision is not None
    assert (case.item.stage, decision.outcome, case.decisions.count()) == ("not_admitted", "not_admitted", 1)
    for words in ("我們可以打哪支電話找您", "戶口名簿", roc(request.due_on)):
        assert words in decision.reasons
    request.refresh_from_db()
    assert request.state == State.RAN_OUT
    (mail,) = [mail for mail in mails() if "不受理" in mail["subject"]]
    letter = story.me.client.get(f"/cases/{case.reference}/letter.pdf")
    assert (mail["to"], letter.status_code) == (["me@example.com"], 200)


@pytest.mark.parametrize("how", ["saved a part", "wanted more time"])
def test_who_had_begun_or_wanted_time_is_not_refused_but_comes_back_to_the_officer(
    story: Story, now: datetime, how: str
) -> None:
    request = story.ask()
    if how == "saved a part":
        story.answer(then="keep", phone="0922333444")
    else:
        story.me.client.post(f"{story.mine}time/", {"why": "住院中"})

    with in_the_end(request, now, days=4):
        story.sign_in_again()
        story.worker.tick("cases.supplements_due")
        assert story.now().item.stage == "first_review"
        again = workdays.add_working_days(clock.today(), 5)
        page = story.officer.client.get(story.desk).content.decode()
        form = form_of(page, action=f"{story.desk}time/")
        story.officer.client.post(f"{story.desk}time/", {**form, "until": roc(again), "then": "give"})
        assert story.now().item.stage == "supplement"
        if how == "saved a part":
            assert form_of(story.me.client.get(story.mine).content.decode())["phone"] == ["0922333444"]
        assert story.answer(phone="0922333444", **{PROOF: picture()}).status_code == 302
    assert Supplement.objects.filter(case=story.case).count() == 1


def test_more_time_is_wanted_given_and_told(story: Story, mails: Mails, now: datetime) -> None:
    request = story.ask()
    assert request.due_on is not None
    story.me.client.post(f"{story.mine}time/", {"why": "住院中，下週出院"})
    assert "住院中" in words_of(story.officer.client.get("/desk/supplements/").content)
    later = workdays.add_working_days(request.due_on, 5)

    answer = story.officer.client.post(f"{story.desk}time/", {"until": roc(later), "words": "保重", "then": "give"})

    assert answer.status_code == 302
    story.worker.run()
    request.refresh_from_db()
    assert request.due_on == later
    assert [mail for mail in mails() if roc(later) in mail["subject"] and "保重" in mail["text"]]
    with clock.shifted(now - clock.now() + timedelta(days=15)):
        story.worker.tick("cases.supplements_due")
    assert story.now().item.stage == "supplement"


def test_more_time_is_declined_with_a_reason(story: Story, mails: Mails) -> None:
    request = story.ask()
    story.me.client.post(f"{story.mine}time/", {"why": "想晚一點"})

    bare = story.officer.client.post(f"{story.desk}time/", {"then": "decline", "words": ""})
    told = story.officer.client.post(f"{story.desk}time/", {"then": "decline", "words": "只剩一張照片"})

    assert (bare.status_code, told.status_code) == (422, 302)
    story.worker.run()
    assert [mail for mail in mails() if "不能延期" in mail["subject"] and "只剩一張照片" in mail["text"]]
    before = request.due_on
    request.refresh_from_db()
    assert request.due_on == before


@pytest.mark.parametrize("typed", ["", "昨天", "115/1/1", "199/1/1", "115/12/26"])
def test_a_new_last_day_that_cannot_be_is_refused(story: Story, typed: str) -> None:
    story.ask()

    answer = story.officer.client.post(f"{story.desk}time/", {"until": typed, "then": "give"})

    assert answer.status_code == 422


def test_a_second_request_is_proposed_allowed_by_the_supervisor_and_counted(
    story: Story, officer: OfficerOf, now: datetime
) -> None:
    township = story.me.story["township"]
    supervisor = officer(Role.SUPERVISOR, agency=township)
    story.ask({PHONE: "unclear"})
    story.answer(phone="0922333444")
    assert story.mark({PROOF: "not_answered"}).status_code == 422
    assert story.mark({PROOF: "not_answered"}, why_again="補件後才看到戶籍不同").status_code == 302
    story.send()

    assert story.now().item.stage == "first_review"
    assert story.me.client.get(story.mine).status_code == 302
    assert story.case.reference in words_of(supervisor.client.get("/desk/supplements/").content)
    page = f"/desk/supplements/{story.request.pk}/"
    assert supervisor.client.post(page, {"then": "allow", "why": ""}).status_code == 409
    assert supervisor.client.post(page, {"then": "allow", "why": "戶籍確實不同"}).status_code == 302

    assert story.now().item.stage == "supplement"
    (counted,) = queries.second_requests(now - timedelta(days=1))
    assert (counted.agency_code, counted.asked, counted.again) == (township, 1, 1)


def test_a_second_request_that_is_not_allowed_leaves_its_marks(story: Story, officer: OfficerOf) -> None:
    supervisor = officer(Role.SUPERVISOR, agency=story.me.story["township"])
    stranger = officer(Role.SUPERVISOR, agency=COUNTY)
    story.ask({PHONE: "unclear"})
    story.answer(phone="0922333444")
    story.mark({PROOF: "not_answered"}, why_again="再看一次")
    story.send()
    page = f"/desk/supplements/{story.request.pk}/"
    assert stranger.client.get(page).status_code == 404

    supervisor.client.post(page, {"then": "refuse", "why": "資料已經夠了"})

    assert story.now().item.stage == "first_review"
    shown = story.officer.client.get(story.desk).content
    assert "資料已經夠了" in words_of(shown)
    assert form_of(shown.decode())["mark"] == [PROOF]


def test_a_case_that_is_withdrawn_meanwhile_waits_for_nothing(story: Story, now: datetime) -> None:
    request = story.ask()
    story.me.client.post(f"/cases/{story.case.reference}/withdraw/")

    assert story.now().item.stage == "withdrawn"
    assert story.me.client.get(story.mine).status_code == 302
    request.refresh_from_db()
    assert request.state == State.ENDED
    with in_the_end(request, now, days=4):
        story.worker.tick("cases.supplements_due")
    assert story.now().item.stage == "withdrawn"


def test_a_consent_taken_back_meanwhile_asks_no_bank_and_the_answer_still_counts(story: Story) -> None:
    story.ask({"refund_account": "not_answered"})
    story.me.client.post(f"/cases/{story.case.reference}/consent/")

    answer = story.answer(**story.me.own_account)

    assert answer.status_code == 302
    assert not [piece for piece in cases.pieces(story.case.application) if piece.source == "bank" and not piece.is_gap]


def test_nobody_waits_for_an_applicant_who_was_asked_nothing(story: Story) -> None:
    answer = story.officer.move(story.case, "ask_supplement", reasons="請補件")

    assert answer.headers["Location"] == story.desk
    assert story.now().item.stage == "first_review"


def test_the_officer_goes_on_without_corrections(story: Story, mails: Mails) -> None:
    request = story.ask()

    story.officer.move(story.case, "recall_supplement", reasons="公所已自行查得")

    story.worker.run()
    assert story.now().item.stage == "first_review"
    request.refresh_from_db()
    assert request.state == State.RECALLED
    assert [mail for mail in mails() if "不用補件了" in mail["subject"]]
    assert story.me.client.post(story.mine, {"phone": "0922333444", "then": "send"}).status_code == 302
    assert story.now().answers["phone"] == "0912345678"


def test_my_page_shows_no_draft_for_what_has_to_be_corrected(story: Story) -> None:
    story.ask()

    page = words_of(story.me.client.get("/my/").content)

    assert "supplement:" not in page
    assert "等您補件" in page


def test_an_answer_after_the_term_is_taken_and_the_officer_sees_by_how_much(story: Story) -> None:
    request = story.ask()
    assert request.due_on is not None
    late = request.due_on + timedelta(days=3)

    with clock.shifted(datetime.combine(late, time(12), clock.TAIPEI) - clock.now()):
        story.sign_in_again()
        story.answer(phone="0922333444", **{PROOF: picture()})
        page = words_of(story.officer.open(story.case).content)

    assert "逾期 3 天" in page
