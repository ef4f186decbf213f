"""An application for a reduced premium, from the consent to the letter."""

from datetime import date, datetime
from typing import Any

import pytest

from guitai.accounts import actions as accounts
from guitai.accounts.terms import Role
from guitai.audit import queries as audit
from guitai.audit.terms import READ
from guitai.cases import queries as cases
from guitai.cases.models import Case, Decision
from guitai.documents import queries as documents
from guitai.notices import queries as notices
from guitai.work import queries as work
from guitai.work.models import Task
from standins.world.stories import TELLERS
from tests.journeys.browsing import words_of
from tests.journeys.conftest import COUNTY, Approved, CitizenOf, HandedIn, Mails, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import START, errors_of

AT_ONCE = ["low_income_0", "disabled_severe_0"]


def stage(case: Case) -> str:
    return work.item(case.reference).stage


def decision_of(case: Case) -> Decision:
    found = cases.decision(case)
    assert found is not None
    return found


# ── Applying ─────────────────────────────────────────────────────────────────


def test_without_consent_nothing_is_looked_up_and_no_draft_begins(citizen: CitizenOf) -> None:
    me = citizen("share_30")

    answer = me.client.post(START, {})

    assert answer.status_code == 422
    assert audit.entries(verb="gateway.asked") == []
    assert cases.open_application(me.ref, "national_pension_premium_share") is None


def test_what_the_registers_know_is_shown_and_not_asked(citizen: CitizenOf) -> None:
    me = citizen("share_30")

    draft = me.begin()

    shown = words_of(me.client.get(f"/drafts/{draft}/you/").content)
    assert me.story["name"] in shown
    family = words_of(me.client.get(f"/drafts/{draft}/family/").content)
    assert all(member["name"] in family for member in me.story["household"][1:])


def test_a_number_that_was_fetched_cannot_be_typed_over(citizen: CitizenOf, worker: Worker) -> None:
    me = citizen("share_30")

    case = me.apply(you={"applicant_name": "別人", "born-year": "40", "national_number": "A123456789"})
    worker.run()

    answers = cases.case(case.reference).answers
    assert (answers["applicant_name"], answers["national_number"]) == (me.story["name"], me.story["number"])


def test_the_check_page_leads_to_what_is_still_missing_and_sends_nothing(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    draft = me.begin()

    answer = me.client.post(f"/drafts/{draft}/check/")

    assert answer.status_code == 422
    assert f"/drafts/{draft}/you/?then=check" in answer.content.decode()
    assert Case.objects.count() == 0


def test_five_pages_of_clicks_lead_to_a_receipt_with_number_and_day(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    draft = me.begin()
    me.fill(draft, account=me.own_account)

    answer = me.client.post(f"/drafts/{draft}/check/", follow=True)

    case = cases.cases_of(me.ref)[0]
    receipt = words_of(answer.content)
    assert answer.redirect_chain[-1][0] == f"/cases/{case.reference}/received/"
    assert case.reference in receipt
    assert "116年1月19日" in receipt  # 60 days after 20 November


def test_questions_that_were_not_asked_are_not_on_the_check_page(citizen: CitizenOf) -> None:
    me = citizen("share_30")

    checked = words_of(me.client.get(me.fill(me.begin())).content)

    assert "薪水不一樣的人" not in checked


def test_the_draft_is_taken_up_where_it_was_left_on_another_device(citizen: CitizenOf) -> None:
    me, phone = citizen("share_30"), "0987654321"
    draft = me.begin()
    me.client.post(f"/drafts/{draft}/you/", {"phone": phone, "notice_by": "letter"})

    again = me.client.get(START)

    assert f"/drafts/{draft}/check/" in again.content.decode()
    assert phone in me.client.get(f"/drafts/{draft}/you/").content.decode()


def test_a_second_application_leads_to_the_first_case(handed_in: HandedIn) -> None:
    me, case = handed_in("share_30")

    answer = me.client.post(START, {"consent": "yes"})

    assert answer.headers["Location"] == f"/cases/{case.reference}/"


# ── Judged ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", [teller.__name__ for teller in TELLERS])
def test_a_story_is_judged_as_it_was_written(handed_in: HandedIn, key: str) -> None:
    me, case = handed_in(key)

    judgement = cases.judgement(case)

    assert judgement is not None
    answer: dict[str, Any] = {**judgement.answer, "counted": len(judgement.answer["counted_persons"] or ())}
    assert {name: answer[name] for name in me.story["expected"]} == me.story["expected"]


@pytest.mark.parametrize("key", AT_ONCE)
def test_a_status_in_the_register_is_granted_without_a_hand_on_it(handed_in: HandedIn, key: str) -> None:
    _me, case = handed_in(key)

    decision = decision_of(case)
    assert (stage(case), decision.award, decision.decided_by) == ("granted", {"share": "0"}, "system:journey")
    assert not Task.objects.exists()


def test_an_income_that_has_to_be_weighed_waits_for_the_township(handed_in: HandedIn) -> None:
    me, case = handed_in("share_30")

    desk = work.open_desk(work.item(case.reference))

    assert desk is not None
    assert (desk.role, desk.agency_code) == (Role.FIRST_REVIEW, me.story["township"])


# ── Decided ──────────────────────────────────────────────────────────────────


def test_the_township_proposes_and_somebody_else_at_the_county_grants(handed_in: HandedIn, approved: Approved) -> None:
    case = approved(handed_in("share_30"))

    decision = decision_of(case)
    assert stage(case) == "granted"
    assert (decision.award, decision.amount, decision.effective_on) == ({"share": "0.30"}, 665, date(2026, 11, 1))
    assert not decision.differs_from_rules


def test_the_officer_sees_verdict_conditions_and_household(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    reviewer = officer(Role.FIRST_REVIEW, agency=me.story["township"])

    page = words_of(reviewer.open(case).content)

    assert "16,412.5" in page
    assert "國民年金法第12條第2款第1目" in page
    assert all(member["name"] in page for member in me.story["household"])


def test_a_premium_is_nothing_one_gets(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")

    page = words_of(officer(Role.FIRST_REVIEW, agency=me.story["township"]).open(case).content)

    assert "您每月自付" in page
    assert "每月領取" not in page


def test_the_work_list_of_the_township_shows_the_case_and_that_of_its_neighbour_does_not(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    me, case = handed_in("share_30")
    here, there = (officer(Role.FIRST_REVIEW, agency=code) for code in (me.story["township"], "10007020"))

    assert case.reference in here.client.get("/desk/work/").content.decode()
    assert case.reference not in there.client.get("/desk/work/").content.decode()


def test_a_letter_can_be_downloaded_as_pdf_and_odt(handed_in: HandedIn, approved: Approved) -> None:
    me, case = handed = handed_in("share_30")
    approved(handed)

    pdf, odt = (me.client.get(f"/cases/{case.reference}/letter.{kind}") for kind in ("pdf", "odt"))

    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    assert (odt.status_code, odt.content[:2]) == (200, b"PK")


def test_the_grant_letter_names_share_amount_month_and_law(handed_in: HandedIn, approved: Approved) -> None:
    case = approved(handed_in("share_30"))

    content = str(documents.content(decision_of(case).letter))

    for words in ("30%", "665元", "115年11月", "16,412.50元", "國民年金法第12條", "訴願", "彰化縣彰化市公所"):
        assert words in content, words


def test_letters_are_numbered_without_a_gap_though_one_decision_failed(
    handed_in: HandedIn, approved: Approved, officer: OfficerOf
) -> None:
    first = approved(handed_in("share_30"))
    me, doubtful = handed_in("undetermined_income_unknown")
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(doubtful, "propose_grant")
    refused = officer(Role.APPROVE).move(doubtful, "grant")  # no result chosen
    second = approved(handed_in("share_45"))

    numbers = [documents.document(decision_of(case).letter).number for case in (first, second)]
    assert refused.status_code == 409
    assert [number[-5:] for number in numbers] == ["0001號", "0002號"]


def test_a_letter_that_would_lack_its_head_is_not_issued_and_the_officer_is_told(
    handed_in: HandedIn, officer: OfficerOf, county: datetime
) -> None:
    me, case = handed_in("share_30")
    accounts.describe_agency("10007", head_name="", address="", phone="", actor="system:test", now=county)
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_grant")

    answer = officer(Role.APPROVE).move(case, "grant")

    assert (answer.status_code, stage(case)) == (409, "approval")
    assert documents.documents_for(f"case:{case.reference}") == []


def test_a_mail_tells_of_the_receipt_and_one_of_the_decision(
    handed_in: HandedIn, approved: Approved, mails: Mails
) -> None:
    case = approved(handed_in("share_30"))

    subjects = [mail["subject"] for mail in sorted(mails(), key=lambda mail: int(mail["number"]))]

    about_it = [subject for subject in subjects if case.reference in subject]
    assert len(about_it) == 2
    assert "已核准" in about_it[1]


def test_the_progress_page_says_what_next_by_when_and_who(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    reviewer = officer(Role.FIRST_REVIEW, agency=me.story["township"])

    page = words_of(me.client.get(f"/cases/{case.reference}/").content)

    assert "公所承辦人審查後，會送縣政府核定。" in page
    assert "115年12月1日" in page  # seven working days after 20 November
    assert f"彰化縣彰化市公所 課員 {reviewer.account.name}" in page


# ── Refused, not admitted, sent back, withdrawn ──────────────────────────────


def test_the_reasons_of_a_refusal_are_proposed_from_the_conditions_that_failed(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    me, case = handed_in("refused_60")
    reviewer = officer(Role.FIRST_REVIEW, agency=me.story["township"])

    page = reviewer.open(case).content.decode()

    form = page.partition("moves/propose_refusal/")[2].partition("</form>")[0]
    assert "31,030" in form
    assert "國民年金法第12條第2款第2目" in form


def test_a_refusal_carries_the_reasons_into_the_letter(handed_in: HandedIn, officer: OfficerOf, worker: Worker) -> None:
    me, case = handed_in("refused_60")
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_refusal", reasons="所得過高")
    officer(Role.APPROVE).move(case, "refuse", reasons="每人每月 47,250 元，超過二倍。")
    worker.run()

    decision = decision_of(case)
    assert (stage(case), decision.award, decision.amount) == ("refused", {}, None)
    assert "每人每月 47,250 元，超過二倍。" in str(documents.content(decision.letter))


@pytest.mark.parametrize("move", ["propose_refusal", "propose_not_admitted"])
def test_nothing_is_refused_without_reasons(handed_in: HandedIn, officer: OfficerOf, move: str) -> None:
    me, case = handed_in("refused_60")

    answer = officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, move, reasons="  ")

    assert (answer.status_code, stage(case)) == (409, "first_review")


def test_an_application_that_is_not_admitted_gets_its_letter(
    handed_in: HandedIn, officer: OfficerOf, worker: Worker
) -> None:
    me, case = handed_in("share_30")
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_not_admitted", reasons="非本人申請。")
    officer(Role.APPROVE).move(case, "not_admit", reasons="非本人申請。")
    worker.run()

    letter = documents.document(decision_of(case).letter)
    assert (stage(case), letter.kind) == ("not_admitted", "not_admitted")


def test_the_county_sends_a_case_back_and_the_township_finds_it_again(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    reviewer = officer(Role.FIRST_REVIEW, agency=me.story["township"])
    reviewer.move(case, "propose_grant")

    officer(Role.APPROVE).move(case, "send_back", reasons="請再確認配偶薪資。")

    assert stage(case) == "first_review"
    assert case.reference in reviewer.client.get("/desk/work/").content.decode()


def test_an_undetermined_case_is_granted_with_a_chosen_share_and_reasons(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    me, case = handed_in("undetermined_income_unknown")
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_grant")
    answer = officer(Role.APPROVE).move(case, "grant", award="share:0.45", reasons="依薪資單認定。")

    decision = decision_of(case)
    assert answer.status_code == 302
    assert (decision.award, decision.amount, decision.differs_from_rules) == ({"share": "0.45"}, 997, True)


@pytest.mark.parametrize("moves", [(), ("propose_grant",)], ids=["at the township", "at the county"])
def test_the_applicant_withdraws_while_nothing_is_decided(
    handed_in: HandedIn, officer: OfficerOf, moves: tuple[str, ...]
) -> None:
    me, case = handed_in("share_30")
    for move in moves:
        officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, move)

    me.client.post(f"/cases/{case.reference}/withdraw/")

    assert stage(case) == "withdrawn"
    assert cases.decision(case) is None
    assert not Task.objects.filter(done_at=None).exists()


def test_what_is_decided_cannot_be_withdrawn(handed_in: HandedIn, approved: Approved) -> None:
    me, case = handed = handed_in("share_30")
    approved(handed)

    answer = me.client.post(f"/cases/{case.reference}/withdraw/")

    assert (answer.status_code, stage(case)) == (409, "granted")


# ── On paper ─────────────────────────────────────────────────────────────────


def test_who_has_no_mail_gets_receipt_and_decision_through_the_print_queue(
    citizen: CitizenOf, approved: Approved, officer: OfficerOf, worker: Worker
) -> None:
    me = citizen("no_mail_elder")
    case = me.apply()
    worker.run()
    approved((me, case))

    queue = words_of(officer(Role.LETTERS).client.get("/desk/prints/").content)

    assert queue.count(me.story["name"]) == 2


def test_the_letters_clerk_prints_a_batch_and_writes_down_that_it_was_posted(
    citizen: CitizenOf, approved: Approved, officer: OfficerOf, worker: Worker
) -> None:
    me, clerk = citizen("no_mail_elder"), officer(Role.LETTERS)
    case = me.apply()
    worker.run()
    approved((me, case))
    clerk.client.post("/desk/prints/batch/")
    worker.run()
    batch = notices.batches(COUNTY)[0]

    pdf = clerk.client.get(f"/desk/prints/{batch.id}.pdf")
    for step in ("printed", "posted"):
        clerk.client.post(f"/desk/prints/{batch.id}/{step}/")

    assert pdf.content[:5] == b"%PDF-"
    assert notices.batches(COUNTY)[0].state == "posted"
    assert {notice.status for notice in notices.notices_for(f"case:{case.reference}")} == {"delivered"}


# ── On record ────────────────────────────────────────────────────────────────


def test_every_look_of_an_officer_is_on_record_with_purpose_and_person(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    reviewer = officer(Role.FIRST_REVIEW, agency=me.story["township"])

    reviewer.open(case)

    entry = audit.entries(verb=READ, thing=f"case:{case.reference}")[0]
    assert (entry.actor, entry.subject, entry.purpose) == (reviewer.account.ref, me.ref, "review")


def test_the_auditor_follows_a_case_from_the_consent_to_the_letter(
    handed_in: HandedIn, approved: Approved, officer: OfficerOf
) -> None:
    case = approved(handed_in("share_30"))
    auditor = officer(Role.AUDITOR)

    page = auditor.client.get("/desk/audit/", {"thing": f"case:{case.reference}"}).content.decode()

    for verb in ("cases.submit", "work.to_first_review", "work.propose_grant", "work.grant"):
        assert verb in page, verb


def test_an_auditor_reads_the_log_and_opens_no_case(handed_in: HandedIn, officer: OfficerOf) -> None:
    _me, case = handed_in("share_30")
    auditor = officer(Role.AUDITOR)

    answer = auditor.open(case)

    assert answer.status_code == 404, errors_of(answer)


def test_another_result_than_the_rules_needs_its_reasons_and_is_kept_as_different(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    me, case = handed_in("share_30")
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_grant")
    approver = officer(Role.APPROVE)

    silent = approver.move(case, "grant", award="share:0.45", reasons="")
    told = approver.move(case, "grant", award="share:0.45", reasons="配偶已復職，依新薪資計算。")

    decision = decision_of(case)
    assert (silent.status_code, told.status_code) == (409, 302)
    assert (decision.award, decision.amount, decision.differs_from_rules) == ({"share": "0.45"}, 997, True)


def test_a_case_is_granted_in_part_only_with_what_is_granted(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_partly", reasons="僅部分符合。")
    approver = officer(Role.APPROVE)

    bare = approver.move(case, "grant_partly", reasons="僅部分符合。")
    chosen = approver.move(case, "grant_partly", reasons="僅部分符合。", award="share:0.45")

    assert (bare.status_code, chosen.status_code) == (409, 302)
    assert (stage(case), decision_of(case).award) == ("partly_granted", {"share": "0.45"})
