"""Sent twice, decided twice, opened by strangers: one case, one decision, and nobody sees what is not theirs."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from io import BytesIO
from uuid import UUID

import pytest
from django.db import connection
from PIL import Image

from guitai.accounts.models import PostHolding
from guitai.accounts.terms import Role
from guitai.cases import journey
from guitai.cases.models import Case, Decision
from guitai.cases.references import ALPHABET, new_reference
from guitai.core import reading
from guitai.documents import queries as documents
from guitai.files import queries as files
from guitai.work.models import Step, WorkItem
from tests.journeys.browsing import SUBMITTED, words_of
from tests.journeys.conftest import COUNTY, CitizenOf, HandedIn, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import ACTOR, START, Citizen, Officer

TABS = 4


def photo() -> BytesIO:
    """A sharp picture, as a camera makes it."""
    picture = BytesIO()
    Image.effect_noise((1200, 1600), 120).convert("RGB").save(picture, "JPEG", quality=60)
    picture.seek(0)
    picture.name = "proof.jpg"
    return picture


# ── One case however often it is sent ────────────────────────────────────────


def test_a_double_click_gives_one_case_and_the_same_receipt(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    draft = me.begin()
    me.fill(draft)

    answers = [me.client.post(f"/drafts/{draft}/check/") for _click in range(2)]

    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Case.objects.count() == WorkItem.objects.count() == 1


def test_sending_again_after_days_still_answers_the_same_number(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    draft = me.begin()
    me.fill(draft)
    case = me.send(draft)

    assert me.send(draft).reference == case.reference


def test_beginning_in_two_tabs_leads_to_one_draft(citizen: CitizenOf) -> None:
    me = citizen("share_30")

    drafts = {me.begin() for _tab in range(2)}

    assert len(drafts) == 1


def test_a_draft_that_was_sent_cannot_be_changed_any_more(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    draft = me.begin()
    me.fill(draft)
    me.send(draft)

    answer = me.client.post(f"/drafts/{draft}/you/", {"phone": "0900000000"})

    assert answer.status_code == 404


def test_a_page_answered_otherwise_in_another_tab_shows_both_answers(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    draft = me.begin()
    path = f"/drafts/{draft}/you/"
    me.client.post(path, {"phone": "0911111111", "notice_by": "letter", "revision": "0"})

    second = me.client.post(path, {"phone": "0922222222", "notice_by": "letter", "revision": "0"})

    page = second.content.decode()
    assert second.status_code != SUBMITTED
    assert "0911111111" in page
    assert "0922222222" in page


@pytest.mark.django_db(transaction=True)
def test_tabs_that_send_at_the_same_moment_get_one_number(citizen: CitizenOf, county: datetime) -> None:
    me = citizen("share_30")
    draft = begun(me)

    with ThreadPoolExecutor(TABS) as tabs:
        numbers = set(tabs.map(lambda _tab: in_own_connection(lambda: sent(draft, me, county)), range(TABS)))

    assert len(numbers) == 1
    assert Case.objects.count() == WorkItem.objects.count() == Step.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_decide_at_the_same_moment_make_one_decision_and_one_letter(
    citizen: CitizenOf, officer: OfficerOf, worker: Worker, county: datetime
) -> None:
    me = citizen("share_30")
    case = me.hand_in(county)
    worker.run()
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_grant")
    approvers = [officer(Role.APPROVE) for _each in range(TABS)]
    seen = approvers[0].revision_of(case)

    with ThreadPoolExecutor(TABS) as desks:
        grant = (lambda who=who: str(who.move(case, "grant", revision=seen).status_code) for who in approvers)
        codes = sorted(desks.map(in_own_connection, grant))

    assert codes == ["302", "409", "409", "409"]
    assert Decision.objects.count() == len(documents.documents_for(f"case:{case.reference}")) == 1


@pytest.mark.django_db(transaction=True)
def test_workers_who_find_the_same_case_waiting_judge_it_once(citizen: CitizenOf, county: datetime) -> None:
    me = citizen("share_30")
    case = me.hand_in(county)
    assess = partial(journey.assess_and_route, case.reference, me.person, now=county)

    with ThreadPoolExecutor(TABS) as workers:
        stages = set(workers.map(lambda _nth: in_own_connection(lambda: assess().item.stage), range(TABS)))

    assert stages == {"first_review"}
    assert case.judgements.count() == 1


def begun(me: Citizen) -> UUID:
    """A draft that is ready to be sent."""
    draft = me.begin()
    me.fill(draft)
    return UUID(draft)


def sent(draft: UUID, me: Citizen, now: datetime) -> str:
    return journey.submit(draft, me.person, actor=ACTOR, now=now).reference


def in_own_connection(act: Callable[[], str]) -> str:
    try:
        with reading.begin(actor=ACTOR, purpose="own"):
            return act()
    finally:
        connection.close()


def test_attachments_belong_to_the_case_once_it_is_sent(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    draft = me.begin()
    proof = {"own_situations": ["pregnant"], "situation_proof": photo(), "anyway": "yes"}
    me.fill(draft, situation=proof)
    case = me.send(draft)
    me.client.post(f"/drafts/{draft}/check/")

    held = files.held_by(f"case:{case.reference}")

    assert [view.name for view in held] == ["proof.jpg"]


# ── Two officers ─────────────────────────────────────────────────────────────


def test_the_second_of_two_officers_is_told_and_keeps_what_was_typed(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    first, second = (officer(Role.FIRST_REVIEW, agency=me.story["township"]) for _each in range(2))
    seen = first.revision_of(case)
    first.move(case, "propose_refusal", revision=seen, reasons="甲")
    officer(Role.APPROVE).move(case, "send_back", reasons="請再查。")

    answer = second.move(case, "propose_refusal", revision=seen, reasons="乙寫了很久的理由")

    assert answer.status_code == 409
    assert "乙寫了很久的理由" in answer.content.decode()
    assert Step.objects.filter(reasons="甲").exists()


def test_reasons_survive_even_when_the_case_has_left_the_desk(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    first, second = (officer(Role.FIRST_REVIEW, agency=me.story["township"]) for _each in range(2))
    seen = first.revision_of(case)
    first.move(case, "propose_grant", revision=seen)

    answer = second.move(case, "propose_refusal", revision=seen, reasons="乙寫了很久的理由")

    assert answer.status_code == 409
    assert "乙寫了很久的理由" in answer.content.decode()


def test_a_move_without_the_revision_of_its_page_is_refused(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")

    answer = officer(Role.FIRST_REVIEW, agency=me.story["township"]).client.post(
        f"/desk/cases/{case.reference}/moves/propose_grant/"
    )

    assert answer.status_code == 409


def test_whoever_proposed_cannot_approve_even_with_both_posts(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    both = officer(Role.FIRST_REVIEW, agency=me.story["township"])
    give_post(both, officer(Role.APPROVE))
    both.move(case, "propose_grant")

    answer = both.move(case, "grant")

    assert both.buttons(case) == {"send_back", "recall_proposal", "withdraw_on_paper"}
    assert (answer.status_code, Decision.objects.count()) == (409, 0)


def give_post(official: Officer, other: Officer) -> None:
    """The official holds the other one's post as well."""
    PostHolding.objects.filter(account=other.account).update(account=official.account)


def test_a_case_taken_by_a_colleague_cannot_be_taken_again(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    first, second = (officer(Role.FIRST_REVIEW, agency=me.story["township"]) for _each in range(2))
    first.client.post(f"/desk/cases/{case.reference}/take/")

    answer = second.client.post(f"/desk/cases/{case.reference}/take/")

    assert answer.status_code == 409


# ── What has no button is refused at the server ──────────────────────────────

MOVES = (
    *("decide_at_once", "wait_for_data", "to_first_review", "propose_grant", "propose_refusal"),
    *("propose_not_admitted", "grant", "refuse", "not_admit", "send_back", "withdraw"),
)
STAGES = {"first_review": (), "approval": ("propose_grant",), "granted": ("propose_grant", "grant")}
BUTTONS = {
    ("first_review", "reviewer"): {
        *("propose_grant", "propose_partly", "propose_refusal", "propose_not_admitted"),
        *("forward", "withdraw_on_paper"),
    },
    ("approval", "reviewer"): {"recall_proposal"},
    ("approval", "approver"): {"grant", "grant_partly", "refuse", "not_admit", "send_back", "withdraw_on_paper"},
    ("granted", "approver"): {"reopen", "correct"},
}
READ_AS = {"reviewer", "supervisor", "approver"}
ROLES = {
    "reviewer": Role.FIRST_REVIEW,
    "supervisor": Role.SUPERVISOR,
    "approver": Role.APPROVE,
    "counter": Role.COUNTER,
    "letters": Role.LETTERS,
    "auditor": Role.AUDITOR,
    "administrator": Role.ADMINISTRATOR,
}


@pytest.mark.parametrize("stage", STAGES)
def test_nobody_makes_a_move_without_its_button(handed_in: HandedIn, officer: OfficerOf, stage: str) -> None:
    me, case = handed_in("share_30")
    at_township = {"reviewer", "supervisor", "counter"}
    crew = {
        name: officer(role, agency=me.story["township"] if name in at_township else COUNTY)
        for name, role in ROLES.items()
    }
    for move in STAGES[stage]:
        crew["approver" if move == "grant" else "reviewer"].move(case, move)
    before = WorkItem.objects.values().get()
    crew["stranger"] = officer(Role.FIRST_REVIEW, agency="10007020")

    answered = {
        (name, move): who.move(case, move, reasons="理由", award="share:0.30").status_code
        for name, who in crew.items()
        for move in MOVES
        if move not in BUTTONS.get((stage, name), set())
    }

    wrong = {key: code for key, code in answered.items() if code != (409 if key[0] in READ_AS else 404)}
    assert wrong == {}
    assert WorkItem.objects.values().get() == before


@pytest.mark.parametrize("name", ["reviewer", "approver"])
@pytest.mark.parametrize("stage", STAGES)
def test_the_page_has_exactly_the_buttons_of_the_table(
    handed_in: HandedIn, officer: OfficerOf, stage: str, name: str
) -> None:
    me, case = handed_in("share_30")
    crew = {
        "reviewer": officer(Role.FIRST_REVIEW, agency=me.story["township"]),
        "approver": officer(Role.APPROVE),
    }
    for move in STAGES[stage]:
        crew["approver" if move == "grant" else "reviewer"].move(case, move)

    assert crew[name].buttons(case) == BUTTONS.get((stage, name), set())


def test_a_move_that_no_flow_knows_is_absent(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")

    answer = officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "delete")

    assert answer.status_code == 404


def test_a_share_that_the_service_does_not_have_is_no_result(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("undetermined_income_unknown")
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_grant")

    answer = officer(Role.APPROVE).move(case, "grant", award="share:0.99", reasons="理由")

    assert (answer.status_code, Decision.objects.count()) == (409, 0)


# ── What is not yours looks like what is not there ───────────────────────────

OWN_PAGES = ("", "received/", "withdraw/", "letter.pdf", "letter.odt")
DESK_PAGES = ("", "letter.pdf", "letter.odt", "files/file:1/")


@pytest.mark.parametrize("page", OWN_PAGES)
def test_another_citizens_case_looks_like_none_at_all(handed_in: HandedIn, citizen: CitizenOf, page: str) -> None:
    _me, case = handed_in("low_income_0")
    stranger = citizen("share_45")

    foreign = stranger.client.get(f"/cases/{case.reference}/{page}")
    absent = stranger.client.get(f"/cases/{new_reference()}/{page}")

    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert words_of(foreign.content) == words_of(absent.content)


def test_another_citizen_cannot_withdraw_the_case(handed_in: HandedIn, citizen: CitizenOf) -> None:
    _me, case = handed_in("share_30")

    answer = citizen("share_45").client.post(f"/cases/{case.reference}/withdraw/")

    assert (answer.status_code, WorkItem.objects.get().stage) == (404, "first_review")


@pytest.mark.parametrize("page", ["you/", "check/", "discard/"])
def test_another_citizens_draft_looks_like_none_at_all(citizen: CitizenOf, page: str) -> None:
    draft = citizen("share_30").begin()
    stranger = citizen("share_45")

    answers = [stranger.client.post(f"/drafts/{which}/{page}") for which in (draft, str(draft)[:-4] + "0000")]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("page", DESK_PAGES)
def test_the_case_of_another_township_looks_like_none_at_all(
    handed_in: HandedIn, officer: OfficerOf, page: str
) -> None:
    _me, case = handed_in("low_income_0")
    stranger = officer(Role.FIRST_REVIEW, agency="10007020")

    foreign = stranger.client.get(f"/desk/cases/{case.reference}/{page}")
    absent = stranger.client.get(f"/desk/cases/{new_reference()}/{page}")

    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert words_of(foreign.content) == words_of(absent.content)


@pytest.mark.parametrize("path", [START, "/cases/{}/", "/desk/cases/{}/", "/desk/work/"])
def test_nobody_sees_anything_without_signing_in(handed_in: HandedIn, officer: OfficerOf, path: str) -> None:
    _me, case = handed_in("share_30")
    somebody = officer(Role.AUDITOR)
    somebody.client.logout()

    answer = somebody.client.get(path.format(case.reference))

    assert answer.status_code == SUBMITTED
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_a_number_cannot_be_guessed_from_another() -> None:
    numbers = {new_reference() for _each in range(2000)}

    assert len(numbers) == 2000
    assert all(re.fullmatch(f"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{2}}", number) for number in numbers)
    assert {number[0] for number in numbers} == set(ALPHABET)
