"""After the approval nobody types anything: letter, notice, payment list and statistics follow from it."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest

from guitai.accounts.terms import Role
from guitai.audit import queries as audit
from guitai.cases import counting, payouts
from guitai.cases import queries as cases
from guitai.cases.counting import Kind
from guitai.cases.models import Case, Decision, PayoutLine
from guitai.core import clock
from guitai.documents import queries as documents
from guitai.reports import actions as reports
from guitai.reports.models import CountedStep, Daily
from tests.journeys.browsing import words_of
from tests.journeys.conftest import Approved, HandedIn, Mails, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import ALLOWANCE, Citizen, Officer

HIGHER, LOWER = 10_286, 5_142
LIST = f"/desk/payments/{ALLOWANCE}/2026-11"
Elder = tuple[Citizen, Case]


@pytest.fixture
def mother(handed_in: HandedIn) -> Elder:
    """An old woman's application lies at her township."""
    return handed_in("elder_widow")


@pytest.fixture
def approver(officer: OfficerOf) -> Officer:
    return officer(Role.APPROVE)


def propose(officer: OfficerOf, elder: Elder) -> Case:
    me, case = elder
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_grant")
    return case


def grant(officer: OfficerOf, elder: Elder, approver: Officer, **typed: str) -> Decision:
    case = propose(officer, elder)
    approver.move(case, "grant", **typed)
    found = cases.decision(case)
    assert found is not None
    return found


def standing(case: Case) -> list[tuple[date, int]]:
    return list(
        case.payouts.filter(ended_at__isnull=True).order_by("month").values_list("month", "amount"),
    )


def counts() -> dict[str, int]:
    totals: dict[str, int] = {}
    for row in Daily.objects.all():
        totals[row.kind] = totals.get(row.kind, 0) + row.count
    return totals


def test_one_button_is_all_there_is_to_an_approval(
    mother: Elder, officer: OfficerOf, approver: Officer, worker: Worker, mails: Mails
) -> None:
    me, case = mother
    propose(officer, mother)

    pressed = approver.move(case, "grant")  # the page sends its revision; nothing is typed, and nothing after it
    worker.run()

    decision = cases.decision(case)
    assert pressed.status_code == 302
    assert decision is not None
    letter = documents.document(decision.letter)
    assert (decision.award, decision.amount) == ({"amount": HIGHER}, HIGHER)
    assert (letter.readiness, letter.number[-1]) == ("ready", "號")
    assert f"{HIGHER:,}" in str(documents.content(decision.letter))
    assert any("已核准" in mail["subject"] and case.reference in mail["subject"] for mail in mails())
    assert standing(case) == [(date(2026, 11, 1), HIGHER)]
    assert counts() == {Kind.SUBMITTED: 1, Kind.DECIDED: 1}
    line = words_of(approver.client.get(f"{LIST}/").content)
    assert me.story["name"] in line
    assert f"NT$ {HIGHER:,}" in line


def test_a_premium_that_is_not_paid_out_stands_on_no_list(handed_in: HandedIn, approved: Approved) -> None:
    case = approved(handed_in("share_30"))

    assert standing(case) == []


def test_the_page_hides_the_account_and_the_file_has_it_on_record(
    mother: Elder, officer: OfficerOf, approver: Officer
) -> None:
    me, _case = mother
    grant(officer, mother, approver)
    number = me.story["account"]["number"]

    page = approver.client.get(f"{LIST}/").content.decode()
    answer = approver.client.get(f"{LIST}.csv")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert number not in page
    assert number[-4:] in page
    assert (rows[1][4], rows[1][6], rows[-1][6]) == (number, str(HIGHER), str(HIGHER))
    assert [entry.actor for entry in audit.entries(verb="cases.payment_list_read")] == [approver.account.ref]


def test_the_table_for_offices_opens_as_one(mother: Elder, officer: OfficerOf, approver: Officer) -> None:
    grant(officer, mother, approver)

    answer = approver.client.get(f"{LIST}.ods")

    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in answer.content[:200]


@pytest.mark.parametrize("address", [f"{LIST}/", f"{LIST}.csv"])
def test_a_township_sees_no_payment_list_of_the_county(
    mother: Elder, officer: OfficerOf, approver: Officer, address: str
) -> None:
    me, _case = mother
    grant(officer, mother, approver)

    stranger = officer(Role.SUPERVISOR, agency=me.story["township"])
    clerk = officer(Role.FIRST_REVIEW, agency=me.story["township"])

    assert stranger.client.get(address).status_code == 404
    assert clerk.client.get(address).status_code in {403, 404}


@pytest.mark.parametrize("month", ["2026-13", "2026-10", "0000-00"])
def test_a_month_without_a_list_is_absent(mother: Elder, officer: OfficerOf, approver: Officer, month: str) -> None:
    grant(officer, mother, approver)

    assert approver.client.get(f"/desk/payments/{ALLOWANCE}/{month}/").status_code == 404


def test_every_month_is_listed_once_however_often_the_job_runs(
    mother: Elder, officer: OfficerOf, approver: Officer, worker: Worker
) -> None:
    _me, case = mother
    grant(officer, mother, approver)

    with clock.shifted(timedelta(days=45)):
        for _again in range(2):
            worker.tick("cases.list_payouts")

    assert [month for month, _amount in standing(case)] == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]


def test_another_decision_before_the_list_is_closed_replaces_the_line(
    mother: Elder, officer: OfficerOf, approver: Officer
) -> None:
    _me, case = mother
    grant(officer, mother, approver)
    approver.move(case, "reopen", reasons="所得資料更正。")
    propose(officer, mother)

    officer(Role.APPROVE).move(case, "grant", award=f"amount:{LOWER}", reasons="女兒另有所得。")

    assert standing(case) == [(date(2026, 11, 1), LOWER)]
    assert PayoutLine.objects.filter(case=case, ended_at__isnull=False).count() == 1


def test_what_was_handed_on_stays_and_is_marked_when_the_decision_changes_later(
    mother: Elder, officer: OfficerOf, approver: Officer, county: datetime
) -> None:
    _me, case = mother
    first = grant(officer, mother, approver)
    service, later = cases.service_of(case), county + timedelta(days=20)
    newer = Decision.objects.create(
        case=case, number=2, outcome="granted", award={"amount": LOWER}, amount=LOWER, decided_by="account:1",
        decided_at=later, effective_on=first.effective_on,
    )  # fmt: skip

    payouts.follow(cases.case(case.reference), service, newer, now=later)

    assert standing(case) == [(date(2026, 11, 1), HIGHER), (date(2026, 12, 1), LOWER)]
    assert "差額請另行處理" in approver.client.get(f"{LIST}/").content.decode()


def test_a_refusal_after_a_grant_ends_the_line_of_the_open_list(
    mother: Elder, officer: OfficerOf, approver: Officer
) -> None:
    _me, case = mother
    grant(officer, mother, approver)
    approver.move(case, "reopen", reasons="查得已公費安置。")
    me, _ = mother
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_refusal", reasons="公費安置。")

    officer(Role.APPROVE).move(case, "refuse", reasons="公費安置。")

    assert standing(case) == []


def test_the_summaries_made_anew_are_those_that_kept_themselves(
    mother: Elder, officer: OfficerOf, approver: Officer, handed_in: HandedIn, worker: Worker
) -> None:
    _me, case = mother
    grant(officer, mother, approver)
    approver.move(case, "reopen", reasons="所得資料更正。")
    propose(officer, mother)
    officer(Role.APPROVE).move(case, "grant")
    who, withdrawn = handed_in("share_30")
    who.client.post(f"/cases/{withdrawn.reference}/withdraw/")
    worker.run()
    kept = sorted(Daily.objects.values_list("day", "service_key", "office", "kind", "outcome", "days", "count"))

    total = reports.rebuild()

    assert sorted(Daily.objects.values_list("day", "service_key", "office", "kind", "outcome", "days", "count")) == kept
    assert total == CountedStep.objects.count() == sum(count for *_rest, count in kept) == 6
    assert {kind for _day, _service, _office, kind, *_rest in kept} == {
        Kind.SUBMITTED, Kind.DECIDED, Kind.REOPENED, Kind.DECIDED_AGAIN, Kind.WITHDRAWN,
    }  # fmt: skip


def test_a_step_told_of_twice_counts_once(mother: Elder) -> None:
    _me, case = mother

    for _again in range(2):
        reports.count_cases([case.reference])

    assert counts() == {Kind.SUBMITTED: 1}
    assert len(counting.of_cases([case.reference])) == 1
