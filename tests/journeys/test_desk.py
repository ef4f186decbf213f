"""An official with one case: everything on one page, every step with its letter, nobody alone with a decision."""

import io
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from guitai.accounts import actions as accounts
from guitai.accounts import queries as people
from guitai.accounts.terms import Channel, Role
from guitai.audit import queries as audit
from guitai.cases import queries as cases
from guitai.cases.models import Case
from guitai.core import clock
from guitai.documents import queries as documents
from guitai.eforms.terms import Answer
from guitai.files import actions as files
from guitai.notices import queries as notices
from guitai.work import queries as work
from tests.journeys.browsing import words_of
from tests.journeys.conftest import CitizenOf, Handed, HandedIn, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import Citizen, Officer

NEIGHBOUR = "10007020"
FORTY_FIVE = "share:0.45"
NO_LIMIT_OF_OURS = 90  # queries of one page: bounded, whatever the case holds


@pytest.fixture
def refused(handed_in: HandedIn, officer: OfficerOf, worker: Worker) -> tuple[Citizen, Case, Officer]:
    """Somebody's application was refused, and the letter is there; with the official who refused it."""
    me, case = handed_in("refused_60")
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_refusal", reasons="所得過高。")
    decider = officer(Role.APPROVE)
    decider.move(case, "refuse", reasons="每人每月收入超過二倍。")
    worker.run()
    return me, cases.case(case.reference), decider


def stage(case: Case) -> str:
    return work.item(case.reference).stage


def letters(case: Case) -> list[str]:
    return [letter.kind for letter in documents.documents_for(f"case:{case.reference}")]


def told(case: Case) -> list[str]:
    return [notice.kind for notice in notices.notices_for(f"case:{case.reference}")]


def reviewer_of(handed: Handed, officer: OfficerOf) -> Officer:
    return officer(Role.FIRST_REVIEW, agency=handed[0].story["township"])


def photo() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((900, 700), 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


# ── One page ─────────────────────────────────────────────────────────────────


def test_what_the_applicant_says_stands_beside_what_the_register_says(
    citizen: CitizenOf, officer: OfficerOf, worker: Worker, county: datetime
) -> None:
    me = citizen("share_30")
    change: dict[str, Answer] = {"id": "c1", "pay_of": "self", "work_state": "employed", "monthly_pay": 12345}
    case = me.hand_in(county, pay_changed=True, pay_changes=[change])
    worker.run()

    page = officer(Role.FIRST_REVIEW, agency=me.story["township"]).open(case).content.decode()

    row = page.partition("gt-grid__differs")[2].partition("</tr>")[0]
    assert "不同" in row
    assert "12,345" in page
    assert f"{me.story['name']}：申請人與機關資料不同" in page
    assert '<details class="gt-fold gt-fold--inner" id="person-self" open>' in page


def test_a_clean_case_says_so_and_leads_to_the_open_button(handed_in: HandedIn, officer: OfficerOf) -> None:
    handed = handed_in("share_30")

    page = reviewer_of(handed, officer).open(handed[1]).content.decode()

    assert "資料都一致，條件也都符合。" in page
    assert "LawSingle.aspx?pcode=D0050152&amp;flno=12" in page


def test_each_button_says_what_happens_when_it_is_pressed(handed_in: HandedIn, officer: OfficerOf) -> None:
    handed = handed_in("share_30")

    page = reviewer_of(handed, officer).open(handed[1]).content.decode()

    form = page.partition("/moves/propose_grant/")[2].partition("</form>")[0]
    assert "彰化縣政府社會處" in form
    assert "收回" in form


def test_the_page_asks_no_more_queries_for_a_long_history(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    reviewer, approver = officer(Role.FIRST_REVIEW, agency=me.story["township"]), officer(Role.APPROVE)
    reviewer.open(case)
    with CaptureQueriesContext(connection) as short:
        reviewer.open(case)

    for _round in range(3):
        reviewer.move(case, "propose_grant")
        approver.move(case, "send_back", reasons="再看一次。")
        reviewer.client.post(f"/desk/cases/{case.reference}/messages/", {"audience": "inside", "text": "看過了"})
    with CaptureQueriesContext(connection) as long:
        reviewer.open(case)

    assert len(long) <= len(short)
    assert len(short) < NO_LIMIT_OF_OURS


def test_the_next_case_of_the_list_is_one_key_away(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, first = handed_in("share_30")
    _other, second = handed_in("share_45")
    second.item.tasks.filter(done_at=None).update(agency_code=me.story["township"])
    second.item.offices["township"] = me.story["township"]
    second.item.save()

    reviewer = officer(Role.FIRST_REVIEW, agency=me.story["township"])

    assert f'href="/desk/cases/{second.reference}/" data-go="j"' in reviewer.open(first).content.decode()
    assert f'href="/desk/cases/{first.reference}/" data-go="k"' in reviewer.open(second).content.decode()


# ── Attachments ──────────────────────────────────────────────────────────────


def test_an_attachment_is_looked_at_in_place_and_every_look_is_on_record(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    me, case = handed_in("share_30")
    kept = files.store(
        SimpleUploadedFile("薪資.jpg", photo()), owner=me.ref, holder=f"case:{case.reference}", now=clock.now()
    )
    reviewer = officer(Role.FIRST_REVIEW, agency=me.story["township"])
    place = f"/desk/cases/{case.reference}/files/{kept.ref}/"

    thumbnail = reviewer.client.get(place + "pages/1.jpg", {"size": "thumbnail"})
    turned = reviewer.client.get(place + "pages/1.jpg", {"turn": "90"})
    by_itself = reviewer.client.get(place + "look/")

    sizes = [Image.open(io.BytesIO(each.content)).size for each in (thumbnail, turned)]
    assert sizes == [(240, 187), (700, 900)]
    assert by_itself.status_code == 200
    assert len(audit.entries(verb="cases.view_file", thing=f"case:{case.reference}")) == 2
    assert reviewer.client.get(place + "pages/2.jpg").status_code == 404


def test_an_attachment_of_another_case_is_not_shown(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    foreign = files.store(SimpleUploadedFile("x.jpg", photo()), owner="person:x", holder="case:X", now=clock.now())

    reviewer = officer(Role.FIRST_REVIEW, agency=me.story["township"])

    for page in ("", "look/", "pages/1.jpg"):
        assert reviewer.client.get(f"/desk/cases/{case.reference}/files/{foreign.ref}/{page}").status_code == 404


# ── Messages ─────────────────────────────────────────────────────────────────


def test_a_note_inside_the_house_never_reaches_the_applicant(handed_in: HandedIn, officer: OfficerOf) -> None:
    handed = me, case = handed_in("share_30")
    reviewer = reviewer_of(handed, officer)

    reviewer.client.post(f"/desk/cases/{case.reference}/messages/", {"audience": "inside", "text": "請留意薪資單"})

    assert "請留意薪資單" in reviewer.open(case).content.decode()
    for page in ("", "messages/"):
        assert "請留意薪資單" not in me.client.get(f"/cases/{case.reference}/{page}").content.decode()
    assert "message" not in told(case)


def test_a_message_to_the_applicant_is_told_by_notice_without_its_words(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    handed = me, case = handed_in("share_30")
    reviewer = reviewer_of(handed, officer)

    reviewer.client.post(
        f"/desk/cases/{case.reference}/messages/", {"audience": "applicant", "text": "請問您的新地址？"}
    )

    assert told(case)[-1] == "message"
    assert "請問您的新地址？" not in notices.notices_for(f"case:{case.reference}")[-1].subject
    assert "1 則新留言" in me.client.get(f"/cases/{case.reference}/").content.decode()
    assert "請問您的新地址？" in me.client.get(f"/cases/{case.reference}/messages/").content.decode()
    assert "1 則新留言" not in me.client.get(f"/cases/{case.reference}/").content.decode()


def test_the_answer_of_the_applicant_is_new_until_an_official_has_read_it(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    handed = me, case = handed_in("share_30")
    reviewer = reviewer_of(handed, officer)

    me.client.post(f"/cases/{case.reference}/messages/", {"text": "我搬到鹿港了。"})

    assert "申請人留言給您" in reviewer.open(case).content.decode()
    assert "申請人留言給您" not in reviewer.open(case).content.decode()


def test_an_empty_message_is_refused_and_what_was_typed_elsewhere_stays(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    handed = me, case = handed_in("share_30")

    by_official = reviewer_of(handed, officer).client.post(
        f"/desk/cases/{case.reference}/messages/", {"audience": "applicant", "text": "  "}
    )
    by_applicant = me.client.post(f"/cases/{case.reference}/messages/", {"text": ""})

    assert (by_official.status_code, by_applicant.status_code) == (409, 422)
    assert told(case) == ["received"]


# ── Granted in part ──────────────────────────────────────────────────────────


def test_a_part_is_granted_with_the_chosen_result_and_reasons_in_the_letter(
    handed_in: HandedIn, officer: OfficerOf, worker: Worker
) -> None:
    handed = _me, case = handed_in("share_30")
    reviewer_of(handed, officer).move(case, "propose_partly", reasons="薪資單只證明一部分。")
    approver = officer(Role.APPROVE)

    without_result = approver.move(case, "grant_partly", reasons="薪資單只證明一部分。")
    approver.move(case, "grant_partly", award=FORTY_FIVE, reasons="薪資單只證明一部分。")
    worker.run()

    decision = cases.decision(case)
    assert decision is not None
    assert (without_result.status_code, stage(case)) == (409, "partly_granted")
    assert decision.award == {"share": "0.45"}
    content = str(documents.content(decision.letter))
    for words in ("部分符合", "自付 45 %", "薪資單只證明一部分。", "國民年金法第12條", "訴願"):
        assert words in content, words
    assert told(case)[-1] == "decided_partly"


def test_reasons_of_a_part_are_proposed_to_the_approver_as_the_township_wrote_them(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    handed = _me, case = handed_in("share_30")
    reviewer_of(handed, officer).move(case, "propose_partly", reasons="薪資單只證明一部分。")

    page = officer(Role.APPROVE).open(case).content.decode()

    assert "薪資單只證明一部分。" in page.partition("/moves/grant_partly/")[2].partition("</form>")[0]


# ── Forwarded, taken back, withdrawn ─────────────────────────────────────────


def test_a_case_goes_to_the_competent_township_and_leaves_ours(handed_in: HandedIn, officer: OfficerOf) -> None:
    handed = me, case = handed_in("share_30")
    here, there = reviewer_of(handed, officer), officer(Role.FIRST_REVIEW, agency=NEIGHBOUR)

    nowhere = here.move(case, "forward", reasons="戶籍已遷出。")
    here.move(case, "forward", agency=NEIGHBOUR, reasons="戶籍已遷出。")

    assert (nowhere.status_code, stage(case)) == (409, "first_review")
    assert case.reference in there.client.get("/desk/work/").content.decode()
    here.client.get("/desk/work/")  # which says once more that it is done
    assert case.reference not in here.client.get("/desk/work/").content.decode()
    assert "propose_grant" in there.buttons(case)
    assert told(case)[-1] == "forwarded"
    assert "彰化縣鹿港鎮公所" in me.client.get(f"/cases/{case.reference}/").content.decode()


def test_only_an_office_of_the_same_kind_can_be_chosen(handed_in: HandedIn, officer: OfficerOf) -> None:
    handed = _me, case = handed_in("share_30")

    answer = reviewer_of(handed, officer).move(case, "forward", agency="10007-SW", reasons="移送。")

    assert (answer.status_code, stage(case)) == (409, "first_review")


def test_a_proposal_is_taken_back_while_nothing_is_decided(handed_in: HandedIn, officer: OfficerOf) -> None:
    handed = _me, case = handed_in("share_30")
    reviewer, neighbour = reviewer_of(handed, officer), officer(Role.FIRST_REVIEW, agency=NEIGHBOUR)
    reviewer.move(case, "propose_refusal", reasons="按錯了。")

    foreign = neighbour.move(case, "recall_proposal", reasons="不是我的。")
    reviewer.move(case, "recall_proposal", reasons="按錯了，應為通過。")

    assert foreign.status_code == 404
    assert stage(case) == "first_review"


def test_an_applicant_who_wrote_a_letter_withdraws_through_the_office(handed_in: HandedIn, officer: OfficerOf) -> None:
    handed = _me, case = handed_in("share_30")

    reviewer_of(handed, officer).move(case, "withdraw_on_paper", reasons="115年11月20日來函。")

    assert (stage(case), told(case)[-1], letters(case)) == ("withdrawn", "withdrawn", [])


# ── After the decision ───────────────────────────────────────────────────────


def test_a_case_is_reopened_and_decided_anew_with_a_letter_that_replaces_the_first(
    refused: tuple[Citizen, Case, Officer], officer: OfficerOf, worker: Worker
) -> None:
    me, case, decider = refused
    decider.move(case, "reopen", reasons="漏算一人。")
    assert (stage(case), told(case)[-1]) == ("first_review", "reopened")

    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_partly", reasons="漏算一人。")
    officer(Role.APPROVE).move(case, "grant_partly", award=FORTY_FIVE, reasons="漏算一人。")
    worker.run()

    first, second = case.decisions.order_by("number")
    assert [(each.number, each.outcome) for each in (first, second)] == [(1, "refused"), (2, "partly_granted")]
    assert documents.document(first.letter).number in str(documents.content(second.letter))


def test_a_slip_in_the_letter_is_corrected_by_a_letter_and_the_decision_stays(
    refused: tuple[Citizen, Case, Officer], worker: Worker
) -> None:
    me, case, decider = refused
    decision = cases.decision(case)
    assert decision is not None
    wrong = documents.content(decision.letter).notes[0]

    nothing = decider.move(case, "correct")
    typed = {"revision": decider.revision_of(case), "notes-0": wrong.replace("日後", "之後")}
    decider.client.post(f"/desk/cases/{case.reference}/moves/correct/", typed)
    worker.run()

    again = cases.decision(case)
    assert again is not None
    content = str(documents.content(documents.documents_for(f"case:{case.reference}")[-1].ref))
    assert (nothing.status_code, stage(case), letters(case)) == (409, "refused", ["refuse", "correction"])
    assert (again.number, again.letter) == (1, decision.letter)
    assert documents.document(decision.letter).number in content
    assert "之後如有變動" in content
    page = me.client.get(f"/cases/{case.reference}/").content.decode()
    assert "/letters/" in page


def test_an_applicant_asks_for_a_review_with_a_paper_and_somebody_else_grants(
    refused: tuple[Citizen, Case, Officer], officer: OfficerOf, worker: Worker
) -> None:
    me, case, decider = refused
    page = me.client.get(f"/cases/{case.reference}/appeal/").content.decode()
    paper = SimpleUploadedFile("離職證明.jpg", photo(), content_type="image/jpeg")
    me.client.post(f"/cases/{case.reference}/appeal/", {"reasons": "兒子六月離職了。", "papers": [paper]})

    assert "115年12月21日" in page  # thirty days after 20 November end on a Sunday
    assert (stage(case), told(case)[-1]) == ("appeal_review", "appeal_received")
    assert "grant_on_appeal" not in decider.buttons(case)
    assert decider.move(case, "grant_on_appeal", award=FORTY_FIVE, reasons="離職屬實。").status_code == 409
    another = officer(Role.APPROVE)
    assert "離職證明.jpg" in another.open(case).content.decode()
    another.move(case, "grant_on_appeal", award=FORTY_FIVE, reasons="離職屬實。")
    worker.run()
    assert (stage(case), letters(case)) == ("granted", ["refuse", "grant"])


def test_a_review_that_changes_nothing_ends_with_a_letter_and_the_first_decision(
    refused: tuple[Citizen, Case, Officer], officer: OfficerOf, worker: Worker
) -> None:
    me, case, _decider = refused
    me.client.post(f"/cases/{case.reference}/appeal/", {"reasons": "我覺得不對。"})

    officer(Role.APPROVE).move(case, "uphold", reasons="收入資料無誤。")
    worker.run()

    decision = cases.decision(case)
    assert decision is not None
    assert (stage(case), decision.number, letters(case)) == ("refused", 1, ["refuse", "uphold"])
    assert "收入資料無誤。" in str(documents.content(documents.documents_for(f"case:{case.reference}")[-1].ref))
    assert documents.document(decision.letter).kind == "refuse"
    again = me.client.post(f"/cases/{case.reference}/appeal/", {"reasons": "我還是覺得不對。"})
    assert (again.status_code, stage(case)) == (404, "refused")
    assert "/appeal/" not in me.client.get(f"/cases/{case.reference}/").content.decode()


def test_a_decision_made_anew_can_be_reviewed_anew(
    refused: tuple[Citizen, Case, Officer], officer: OfficerOf, worker: Worker
) -> None:
    me, case, decider = refused
    me.client.post(f"/cases/{case.reference}/appeal/", {"reasons": "我覺得不對。"})
    another = officer(Role.APPROVE)
    another.move(case, "uphold", reasons="收入資料無誤。")
    another.move(case, "reopen", reasons="查到新的資料。")
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_refusal", reasons="仍不符。")
    decider.move(case, "refuse", reasons="仍不符。")
    worker.run()

    me.client.post(f"/cases/{case.reference}/appeal/", {"reasons": "新的資料不對。"})

    assert stage(case) == "appeal_review"


@pytest.mark.parametrize("who", ["share_30", "her husband or wife"])
def test_an_official_stays_out_of_her_own_case_and_her_familys(
    handed_in: HandedIn, officer: OfficerOf, county: datetime, who: str
) -> None:
    handed = me, case = handed_in("share_30")
    reviewer = reviewer_of(handed, officer)
    family = [member for member in me.story["household"] if member["number"] != me.story["number"]]
    bound = people.find_person(me.story["number"]) if who == "share_30" else None
    if bound is None:
        bound = accounts.register_person(
            family[0]["number"], family[0]["name"], date(1980, 1, 1), actor="system:test", now=county
        )
    else:
        earlier = people.binding_of(bound)
        assert earlier is not None
        accounts.unbind(earlier, actor="system:test", now=county)
    accounts.bind(reviewer.account, bound, channel=Channel.COUNTER, how="test", actor="system:test", now=county)

    answer = reviewer.move(case, "propose_grant")

    assert (answer.status_code, stage(case)) == (403, "first_review")
    assert "迴避" in answer.content.decode()


def test_a_late_review_is_taken_and_marked_for_the_officer(
    refused: tuple[Citizen, Case, Officer], officer: OfficerOf
) -> None:
    me, case, _decider = refused
    with clock.shifted(timedelta(days=40)):
        me.client.post(f"/cases/{case.reference}/appeal/", {"reasons": "公文很晚才收到。"})

        page = words_of(officer(Role.APPROVE).open(case).content)

    assert stage(case) == "appeal_review"
    assert "晚了" in page


def test_a_review_without_reasons_is_not_sent_and_its_paper_is_kept(refused: tuple[Citizen, Case, Officer]) -> None:
    me, case, _decider = refused
    paper = SimpleUploadedFile("離職證明.jpg", photo(), content_type="image/jpeg")

    answer = me.client.post(f"/cases/{case.reference}/appeal/", {"reasons": " ", "papers": [paper]})

    page = answer.content.decode()
    assert (answer.status_code, stage(case)) == (422, "refused")
    assert "離職證明.jpg" in page
    assert 'name="kept"' in page


# ── Two at once ──────────────────────────────────────────────────────────────


def test_the_second_of_two_officers_is_told_who_was_first_and_keeps_what_was_typed(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    handed = _me, case = handed_in("share_30")
    first, second = reviewer_of(handed, officer), reviewer_of(handed, officer)
    seen = second.revision_of(case)
    first.move(case, "propose_grant")

    answer = second.move(case, "forward", revision=seen, agency=NEIGHBOUR, reasons="我打的理由")

    page = words_of(answer.content)
    assert (answer.status_code, stage(case)) == (409, "approval")
    assert first.account.name in page
    assert "我打的理由" in page
