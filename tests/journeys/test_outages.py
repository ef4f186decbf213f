"""Other agencies down, slow, wrong: a gap is never a zero, nobody is held up, and the case goes on by itself."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from guitai.accounts.terms import Role
from guitai.audit import queries as audit
from guitai.cases import queries as cases
from guitai.cases.models import Case, Evidence
from guitai.consents import actions as consents
from guitai.consents.models import Consent
from guitai.core import clock
from guitai.gateways.models import Lookup
from guitai.gateways.terms import Reason
from guitai.work import queries as work
from tests.journeys.agencies import Agencies
from tests.journeys.browsing import words_of
from tests.journeys.conftest import CitizenOf, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import START

DEEDS = {
    "down": Reason.DOWN,
    "slow": Reason.SLOW,
    "wrong": Reason.WRONG_SIGNATURE,
    "unsigned": Reason.WRONG_SIGNATURE,
    "other_person": Reason.WRONG_PERSON,
    "garbage": Reason.GARBAGE,
}
REGISTERS = ("household_register", "tax", "insurance", "pension_insurer", "welfare")
IMPATIENT = "0.6"
# What becomes of share_30's application while one source is silent (data.yaml if_down, and whether it can matter).
WITHOUT = {
    "household_register": "waiting_for_data",
    "tax": "waiting_for_data",
    "insurance": "first_review",
    "pension_insurer": "first_review",
    "welfare": "waiting_for_data",
}
TYPED_WITHOUT_REGISTER: dict[str, Any] = {
    "applicant_name": "王小明",
    "born": "1981-07-24",
    "registered_address": "彰化縣彰化市大同里17鄰民族路276巷405號6樓",
}


def misbehave(agencies: Agencies, settings: Settings, source: str, deed: str) -> None:
    """The source does its worst from now on; when it is slow, we are in a hurry."""
    if deed == "slow":
        entry = {**settings.GATEWAYS[source], "seconds": IMPATIENT}
        settings.GATEWAYS = {**settings.GATEWAYS, source: entry}
    agencies.order(source, deed, seconds=float(IMPATIENT) * 3)


def gaps_of(case: Case) -> set[tuple[str, str]]:
    return {(piece.source, piece.gap) for piece in cases.pieces(case.application) if piece.is_gap}


def stage(case: Case) -> str:
    return work.item(case.reference).stage


def typed_for(source: str, number: str) -> dict[str, Any]:
    return {**TYPED_WITHOUT_REGISTER, "national_number": number} if source == "household_register" else {}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("source", REGISTERS)
def test_a_source_that_misbehaves_is_a_gap_and_the_application_is_sent_all_the_same(
    citizen: CitizenOf, agencies: Agencies, settings: Settings, source: str, deed: str
) -> None:
    me = citizen("share_30")
    misbehave(agencies, settings, source, deed)

    case = me.hand_in(clock.now(), **typed_for(source, me.story["number"]))

    own = {(piece.source, piece.gap) for piece in cases.pieces(case.application) if piece.about == "self"}
    assert (source, DEEDS[deed]) in own
    assert stage(case) == "received"


@pytest.mark.parametrize("source", REGISTERS)
def test_a_silent_source_leads_where_its_declaration_says(
    citizen: CitizenOf, agencies: Agencies, worker: Worker, county: datetime, source: str
) -> None:
    me = citizen("share_30")
    agencies.order(source, "down")
    case = me.hand_in(county, **typed_for(source, me.story["number"]))

    worker.run()

    assert stage(case) == WITHOUT[source]


@pytest.mark.parametrize("source", ["household_register", "tax", "welfare"])
def test_a_waiting_case_goes_on_by_itself_when_the_source_is_back(
    citizen: CitizenOf, agencies: Agencies, worker: Worker, county: datetime, source: str
) -> None:
    me = citizen("share_30")
    agencies.order(source, "down")
    case = me.hand_in(county, **typed_for(source, me.story["number"]))
    worker.run()
    worker.tick("cases.look_again")
    still = stage(case)

    agencies.behave()
    with clock.shifted(timedelta(minutes=2)):  # a source that failed is left alone for a while
        worker.tick("cases.look_again")

    judgement = cases.judgement(case)
    assert judgement is not None
    assert (still, stage(case)) == ("waiting_for_data", "first_review")
    assert (judgement.answer["share"], judgement.answer["income_total"]) == (0.3, 65_650)


def test_looking_again_in_vain_leaves_no_heap_of_gaps_and_judgements(
    citizen: CitizenOf, agencies: Agencies, worker: Worker, county: datetime
) -> None:
    me = citizen("share_30")
    agencies.order("tax", "down")
    case = me.hand_in(county)
    worker.run()
    rows = case.application.evidence.count()

    for _minute in range(3):
        worker.tick("cases.look_again")

    assert (case.application.evidence.count(), case.judgements.count()) == (rows, 1)


def test_after_a_week_of_silence_a_person_takes_over(
    citizen: CitizenOf, agencies: Agencies, worker: Worker, county: datetime
) -> None:
    me = citizen("share_30")
    agencies.order("tax", "down")
    case = me.hand_in(county)
    worker.run()

    with clock.shifted(timedelta(days=7, minutes=1)):
        worker.tick("cases.look_again")

    assert stage(case) == "first_review"


@pytest.mark.parametrize("source", ["household_register", "tax", "welfare"])
def test_what_is_missing_is_never_counted_as_nothing(
    citizen: CitizenOf, agencies: Agencies, worker: Worker, county: datetime, source: str
) -> None:
    me = citizen("share_30")
    agencies.order(source, "down")
    case = me.hand_in(county, **typed_for(source, me.story["number"]))
    worker.run()

    judgement = cases.judgement(case)

    assert judgement is not None
    assert judgement.verdict == "undetermined"
    assert judgement.answer["missing"]
    assert judgement.answer.get("share") is None


def test_a_gap_that_cannot_change_the_verdict_holds_nobody_up(
    citizen: CitizenOf, agencies: Agencies, worker: Worker, county: datetime
) -> None:
    me = citizen("disabled_severe_0")
    agencies.order("tax", "down")
    case = me.hand_in(county)
    worker.run()

    judgement = cases.judgement(case)

    assert judgement is not None
    assert (judgement.verdict, judgement.answer["share"]) == ("eligible", 0.0)
    assert stage(case) == "first_review"  # a person looks at it, because a register was silent


def test_a_spouse_whose_income_is_unknown_leaves_the_verdict_open_with_her_name(
    citizen: CitizenOf, agencies: Agencies, worker: Worker, county: datetime
) -> None:
    me = citizen("share_30")
    spouse = me.story["household"][1]["number"]
    for source in ("tax", "insurance"):
        agencies.order(source, "down", for_number=spouse)
    case = me.hand_in(county)
    worker.run()

    judgement = cases.judgement(case)

    assert judgement is not None
    assert judgement.verdict == "undetermined"
    assert any(path.startswith("persons.p1.work") for path in judgement.answer["missing"])


def test_what_the_insurer_said_before_is_used_while_it_is_down(
    citizen: CitizenOf, agencies: Agencies, worker: Worker, county: datetime
) -> None:
    me = citizen("share_30")
    first = me.hand_in(county)
    me.client.post(f"/cases/{first.reference}/withdraw/")
    worker.run()
    agencies.order("insurance", "down")

    with clock.shifted(timedelta(days=10)):
        case = me.hand_in(clock.now())

    sources = {piece.source for piece in cases.pieces(case.application) if piece.is_gap}
    assert "insurance" in sources  # about herself: ask for a document
    others = Evidence.objects.filter(application=case.application, item="employment_of_others")
    assert {row.gap for row in others} == {""}


def test_the_applicant_is_told_which_source_is_silent_and_may_add_a_document(
    citizen: CitizenOf, agencies: Agencies
) -> None:
    me = citizen("share_30")
    agencies.order("insurance", "down")
    draft = me.begin()

    check = me.fill(draft)

    assert "勞保投保資料的照片" in words_of(me.client.get(f"/drafts/{draft}/documents/").content)
    assert me.client.get(check).status_code == 200
    assert me.send(draft).reference


def test_an_applicant_types_what_the_silent_register_would_have_said(
    citizen: CitizenOf, agencies: Agencies, worker: Worker
) -> None:
    me = citizen("share_30")
    agencies.order("household_register", "down")
    you = {
        "applicant_name": me.story["name"],
        "national_number": me.story["number"],
        **dict(zip(("born-year", "born-month", "born-day"), me.story["born"].split("-"), strict=True)),
    }

    case = me.apply(you=you, home={"registered_address": me.story["address"], "lives_at_registered_address": "yes"})
    worker.run()

    assert stage(case) == "waiting_for_data"
    assert case.item.offices["township"] == me.story["township"]


def test_a_source_that_is_not_connected_is_a_gap(citizen: CitizenOf, settings: Settings, county: datetime) -> None:
    me = citizen("share_30")
    settings.GATEWAYS = {name: entry for name, entry in settings.GATEWAYS.items() if name != "tax"}

    case = me.hand_in(county)

    assert ("tax", Reason.DOWN) in gaps_of(case)


def test_everything_down_at_once_still_takes_the_application(
    citizen: CitizenOf, agencies: Agencies, worker: Worker, county: datetime
) -> None:
    me = citizen("share_30")
    for source in (*REGISTERS, "bank"):
        agencies.order(source, "down")

    case = me.hand_in(county, **typed_for("household_register", me.story["number"]))
    worker.run()

    assert stage(case) == "waiting_for_data"


def test_the_officer_sees_which_source_was_silent_about_whom(
    citizen: CitizenOf, agencies: Agencies, worker: Worker, officer: OfficerOf, county: datetime
) -> None:
    me = citizen("share_30")
    agencies.order("insurance", "down")
    case = me.hand_in(county)
    worker.run()

    page = words_of(officer(Role.FIRST_REVIEW, agency=me.story["township"]).open(case).content)

    assert "還沒有回復：勞工保險" in page
    assert "勞工保險沒有回復" in page.partition(me.story["name"])[2]


def test_a_look_up_that_fails_is_on_record_with_its_reason(
    citizen: CitizenOf, agencies: Agencies, county: datetime
) -> None:
    me = citizen("share_30")
    agencies.order("tax", "unsigned")

    case = me.hand_in(county)

    outcomes = set(Lookup.objects.filter(thing=f"draft:{case.application.draft}", source="tax").values_list("outcome"))
    assert outcomes == {("wrong_signature",)}
    assert audit.entries(verb="gateway.not_answered")[0].detail["outcome"] == "wrong_signature"


# ── The bank ─────────────────────────────────────────────────────────────────


def test_an_account_of_somebody_else_is_found_before_sending(citizen: CitizenOf) -> None:
    me = citizen("account_holder_other")
    draft = me.begin()
    check = me.fill(draft, account=me.own_account)

    shown = me.client.get(check)
    sent = me.client.post(check)

    assert f"/drafts/{draft}/account/?then=check" in shown.content.decode()
    assert (sent.status_code, Case.objects.count()) == (422, 0)


def test_another_account_mends_it(citizen: CitizenOf) -> None:
    me = citizen("account_holder_other")
    draft = me.begin()
    me.fill(draft, account=me.own_account)
    me.client.post(f"/drafts/{draft}/account/", {"wants_refund_account": "no", "revision": "99"})

    assert me.send(draft).reference


@pytest.mark.parametrize("deed", ["down", "wrong", "unsigned", "other_person", "garbage"])
def test_a_bank_that_misbehaves_holds_nobody_up(
    citizen: CitizenOf, agencies: Agencies, settings: Settings, deed: str
) -> None:
    me = citizen("share_30")
    misbehave(agencies, settings, "bank", deed)

    case = me.apply(account=me.own_account)

    assert ("bank", DEEDS[deed]) in gaps_of(case)


# ── Consent ──────────────────────────────────────────────────────────────────


def revoke_all(ref: str, now: datetime) -> None:
    for consent in Consent.objects.filter(subject=ref, revoked_at=None):
        consents.revoke(consent, actor=ref, now=now)


def asked_about(ref: str) -> int:
    return Lookup.objects.filter(subject=ref).exclude(outcome="no_basis").count()


def test_after_the_consent_is_revoked_nothing_about_the_applicant_is_asked_any_more(
    citizen: CitizenOf, agencies: Agencies, worker: Worker, county: datetime
) -> None:
    me = citizen("share_30")
    agencies.order("tax", "down")
    case = me.hand_in(county)
    revoke_all(me.ref, county)
    agencies.behave()
    before = asked_about(me.ref)

    with clock.shifted(timedelta(minutes=2)):
        worker.run()
        worker.tick("cases.look_again")

    assert asked_about(me.ref) == before
    assert stage(case) != "received"


def test_the_bank_is_not_asked_after_the_consent_is_revoked_and_sending_still_works(
    citizen: CitizenOf, county: datetime
) -> None:
    me = citizen("share_30")
    draft = me.begin()
    me.fill(draft, account=me.own_account)
    revoke_all(me.ref, county)

    case = me.send(draft)

    assert not Lookup.objects.filter(source="bank").exclude(outcome="no_basis").exists()
    assert case.reference


def test_relatives_are_asked_about_by_law_and_only_those_who_count(citizen: CitizenOf, county: datetime) -> None:
    me = citizen("three_generations")

    case = me.hand_in(county)

    kinds = dict(Lookup.objects.exclude(subject=me.ref).values_list("basis", "basis_kind"))
    asked = {piece.about for piece in cases.pieces(case.application)}
    assert set(kinds.values()) == {"statute"}
    assert len(asked) == 4  # the father-in-law of the same household is not counted, so not asked about


def test_a_consent_names_exactly_what_is_declared(citizen: CitizenOf) -> None:
    me = citizen("share_30")

    me.client.post(START, {"consent": "yes"})

    consent = Consent.objects.get()
    assert "bank.holder_matches" in consent.facts
    assert not any(fact.startswith(("tax.assets", "welfare.public_funds")) for fact in consent.facts)
    assert "財稅" in consent.text or "Tax" in consent.text
