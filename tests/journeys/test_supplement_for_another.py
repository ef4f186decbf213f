"""Asked for corrections of a mother's application: the daughter answers on her phone, while the consent holds."""

from datetime import datetime
from typing import Any

import pytest

from guitai.accounts.terms import Role
from guitai.cases import queries as cases
from guitai.consents import actions as consents
from tests.journeys.browsing import form_of, words_of
from tests.journeys.conftest import CitizenOf, Mails, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import ALLOWANCE, Citizen
from tests.journeys.test_for_somebody_else import account_of, apply, choose, daughter, sign_at_home
from tests.journeys.test_supplement import PHONE, PROOF, Story, picture

__all__ = ["daughter"]
Stories = dict[str, dict[str, Any]]


@pytest.fixture
def mothers(daughter: Citizen, stories: Stories, officer: OfficerOf, worker: Worker, county: datetime) -> Story:
    del county
    mother = stories["elder_widow"]
    signed = sign_at_home(daughter, choose(daughter, mother["name"]))
    case = apply(daughter.client, signed.headers["Location"].split("/")[2], ALLOWANCE, account=account_of(mother))
    worker.run()
    return Story(daughter, case, officer(Role.FIRST_REVIEW, agency=mother["township"]), worker)


def test_the_daughter_is_told_and_answers_for_her_mother(mothers: Story, mails: Mails) -> None:
    mothers.ask()
    told = [mail for mail in mails() if "補正" in mail["subject"]]
    assert mothers.me.person.name in told[-1]["text"]

    answer = mothers.answer(phone="0922333444", **{PROOF: picture()})

    assert answer.status_code == 302, words_of(answer.content)
    case = mothers.now()
    assert case.item.stage == "first_review"
    assert (case.answers[PHONE], len(case.answers[PROOF])) == ("0922333444", 1)
    assert mothers.request.answered_by == mothers.me.account.ref
    assert "女兒" in cases.case(case.reference).item.steps.order_by("number")[3].actor_words


def test_when_her_consent_is_taken_back_meanwhile_the_daughter_answers_nothing(mothers: Story, now: datetime) -> None:
    mothers.ask()
    form = form_of(mothers.me.client.get(mothers.mine).content.decode())
    consents.revoke(cases.consent_of(mothers.now()), actor=mothers.now().application.applicant, now=now)

    answer = mothers.me.client.post(mothers.mine, {**form, "phone": "0900000000", "then": "send"})

    assert answer.status_code == 403
    assert mothers.now().item.stage == "supplement"


def test_the_mother_herself_can_go_on_with_what_the_daughter_began(mothers: Story, citizen: CitizenOf) -> None:
    mothers.ask()
    mothers.answer(then="keep", phone="0922333444")
    mother = citizen("elder_widow")

    page = form_of(mother.client.get(mothers.mine).content.decode())

    assert page["phone"] == ["0922333444"]
