"""An application for the living allowance for elderly people, from the form to the letter."""

from datetime import date
from typing import Any

import pytest

from guitai.accounts.terms import Role
from guitai.cases import queries as cases
from guitai.cases.models import Case, Decision
from guitai.documents import queries as documents
from guitai.work import queries as work
from standins.world import elders
from standins.world.population import Population
from standins.world.writing import DEFAULT_DAY
from tests.journeys.browsing import words_of
from tests.journeys.conftest import Approved, CitizenOf, HandedIn, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import ALLOWANCE, SERVICE, Citizen

TOLD = [story.key for story in elders.tell_all(Population(1, DEFAULT_DAY))]


def answer_of(case: Case) -> dict[str, Any]:
    judgement = cases.judgement(case)
    assert judgement is not None
    return dict(judgement.answer)


def decision_of(case: Case) -> Decision:
    found = cases.decision(case)
    assert found is not None
    return found


def judged(me: Citizen, worker: Worker, **pages: Any) -> dict[str, Any]:
    """The application is filled in through the pages, sent and judged."""
    case = me.apply(**pages)
    worker.run()
    return answer_of(cases.case(case.reference))


@pytest.mark.parametrize("key", TOLD)
def test_a_story_of_the_allowance_is_judged_as_it_was_written(handed_in: HandedIn, key: str) -> None:
    me, case = handed_in(key)

    answer = answer_of(case)

    assert {name: answer[name] for name in me.story["expected"]} == me.story["expected"]


def test_the_pages_ask_four_typed_fields_and_lead_to_the_amount(citizen: CitizenOf, worker: Worker) -> None:
    answer = judged(citizen("elder_widow"), worker)

    assert (answer["verdict"], answer["amount"], answer["missing"]) == ("eligible", 10_286, [])
    assert answer["monthly_income_per_head"] == 19_175  # (38,200 + interest of 150) / 2
    assert set(answer["assumed"]) >= {"elderly_allowance_higher"}


def test_a_long_stay_abroad_is_a_bar_and_said_alone(citizen: CitizenOf, worker: Worker) -> None:
    answer = judged(
        citizen("elder_widow"), worker, home={"lives_at_registered_address": "yes", "abroad_last_year": "long"}
    )

    assert answer["failing_conditions"] == ["days_in_taiwan_not_over_183"]


def test_who_lives_in_another_county_is_told_so(citizen: CitizenOf, worker: Worker) -> None:
    elsewhere = {
        "lives_at_registered_address": "no",
        "actual_address-county": "臺中市",
        "actual_address-town": "西屯區",
        "actual_address-detail": "文心路1號",
        "abroad_last_year": "short",
    }

    answer = judged(citizen("elder_widow"), worker, home=elsewhere)

    assert answer["failing_conditions"] == ["not_living_in_registered_county"]


def test_a_benefit_the_register_knows_is_shown_and_has_to_be_given_up_or_kept(
    citizen: CitizenOf, worker: Worker
) -> None:
    me = citizen("elder_farmer")
    draft = me.begin()

    shown = words_of(me.client.get(f"/drafts/{draft}/benefits/").content)
    me.fill(draft, benefits={"gives_up_other": "no"})
    case = me.send(draft)
    worker.run()

    assert "老農津貼" in shown
    assert answer_of(cases.case(case.reference))["failing_conditions"] == ["exclusive_benefit"]


def test_a_benefit_of_which_the_register_has_not_heard_counts_when_she_says_it(
    citizen: CitizenOf, worker: Worker
) -> None:
    said = {"receives_other": ["disability_living_allowance"], "gives_up_other": "no"}

    answer = judged(citizen("elder_widow"), worker, benefits=said)

    assert answer["failing_conditions"] == ["exclusive_benefit"]


def test_while_the_tax_office_is_silent_property_is_unknown_and_never_nothing(
    citizen: CitizenOf, agencies: Any, worker: Worker
) -> None:
    agencies.order("tax", "down")

    answer = judged(citizen("elder_farmland"), worker)

    assert answer["verdict"] == "undetermined"
    assert "persons.self.assets" in answer["missing"]


def test_the_letter_of_a_grant_names_amount_month_law_and_duty(handed_in: HandedIn, approved: Approved) -> None:
    case = approved(handed_in("elder_widow"))

    decision = decision_of(case)
    content = str(documents.content(decision.letter))

    assert (decision.award, decision.amount, decision.effective_on) == ({"amount": 10286}, 10286, date(2026, 11, 1))
    for words in ("10,286元", "115年11月", "中低收入老人生活津貼發給辦法", "15日內", "訴願", "彰化縣員林市公所"):
        assert words in content, words


def test_the_letter_of_a_refusal_gives_value_limit_and_article(
    handed_in: HandedIn, officer: OfficerOf, worker: Worker
) -> None:
    me, case = handed_in("elder_deposits")
    reviewer = officer(Role.FIRST_REVIEW, agency=me.story["township"])
    reviewer.move(case, "propose_refusal", reasons="存款超過標準。")
    reasons = "（1）全家存款、投資及有價證券合計 3,529,411.76 元，超過 2,500,000 元。"
    officer(Role.APPROVE).move(case, "refuse", reasons=reasons)
    worker.run()

    content = str(documents.content(decision_of(case).letter))

    page = words_of(reviewer.open(case).content)
    assert "3,529,411.76" in page
    assert "中低收入老人生活津貼發給辦法第2條第1項第2款第2目" in page
    assert "2,500,000" in content


def test_a_low_income_household_is_granted_without_a_hand_on_it(handed_in: HandedIn) -> None:
    _me, case = handed_in("elder_low_income")

    assert (work.item(case.reference).stage, decision_of(case).award) == ("granted", {"amount": 10286})


def test_the_same_old_woman_is_refused_the_pension_share_because_of_her_age(citizen: CitizenOf, worker: Worker) -> None:
    me = citizen("elder_widow")
    draft = me.begin(SERVICE)
    me.fill(draft)

    case = me.send(draft)
    worker.run()
    both = me.apply()

    answer = answer_of(cases.case(case.reference))
    assert answer["failing_conditions"] == ["not_insured_age"]
    assert {each.application.service_key for each in (case, both)} == {SERVICE, ALLOWANCE}
