"""A person without an account takes a consent back at the counter, with her identity card."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from guitai.accounts import actions as accounts
from guitai.accounts.models import Person
from guitai.accounts.terms import Role
from guitai.audit import queries as audit
from guitai.consents import actions as consents
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity, Means, Representative, Signed
from guitai.consents.tests.given import DRAWN
from guitai.core import clock
from guitai.notices.models import Message
from tests.journeys.browsing import form_of, words_of
from tests.journeys.conftest import ACTOR, CitizenOf, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import SERVICE, Officer

pytestmark = pytest.mark.django_db
PAGE, ENDING = "/desk/consents/", "/desk/consents/end/"
NUMBER, NAME, BORN = "A223456781", "林陳阿好", "39/1/1"
CARD = {"number": NUMBER, "name": NAME, "born": BORN}


@pytest.fixture
def old_woman(county: datetime) -> Person:
    """She has no account, no mail address and no telephone."""
    person = accounts.register_person(NUMBER, NAME, date(1950, 1, 1), actor=ACTOR, now=county)
    accounts.update_contact(person, email="", phone="", postal_address="彰化縣員林市中山里1號", actor=ACTOR, now=county)
    return person


@pytest.fixture
def agent(officer: OfficerOf) -> Officer:
    return officer(Role.AGENT)


@pytest.fixture
def clerk(officer: OfficerOf) -> Officer:
    return officer(Role.COUNTER)


def give(person: Person, other: Representative, **changes: Any) -> Consent:
    now = clock.now()
    said: dict[str, Any] = {
        "purpose": "國民年金保險費補助",
        "services": [SERVICE],
        "until": (now + timedelta(days=300)).date(),
        "now": now,
    }
    return consents.give(
        subject=person.ref,
        given_by=person.ref,
        facts=["tax.work"],
        text="本人同意……",
        representative=other,
        signed=Signed(Means.SIGNATURE, now, strokes=DRAWN),
        **(said | changes),
    )


def to(agent: Officer) -> Representative:
    return Representative(agent.account.ref, "王村里", Capacity.AGENT)


def end(clerk: Officer, which: str, **changes: str) -> Any:
    """From the card over the one question to the end."""
    listed = clerk.client.post(PAGE, {**CARD, **changes}).content.decode()
    asked = clerk.client.post(ENDING, {**form_of(listed, action=ENDING), "which": which})
    assert asked.status_code == 200
    assert not Consent.objects.exclude(revoked_at=None).exists(), "looking at the question ends nothing"
    return clerk.client.post(ENDING, form_of(asked.content.decode(), action=ENDING))


def test_she_takes_it_back_with_her_card_and_the_agent_is_refused_at_once(
    old_woman: Person, agent: Officer, clerk: Officer, worker: Worker
) -> None:
    consent = give(old_woman, to(agent))
    assert agent.client.get(f"/acting/{consent.pk}/").status_code == 200

    answer = end(clerk, str(consent.pk))
    worker.run()

    assert "已收回" in words_of(answer.content)
    assert Consent.objects.get(pk=consent.pk).revoked_by == clerk.account.ref
    refused = agent.client.get(f"/acting/{consent.pk}/")
    assert refused.status_code == 403
    assert "由 本人（在櫃台） 收回" in words_of(refused.content)
    assert clerk.account.name not in words_of(refused.content)
    assert Message.objects.filter(kind="mandate_ended").count() == 2


def test_the_record_says_that_the_official_did_it_on_her_wish(
    old_woman: Person, agent: Officer, clerk: Officer
) -> None:
    consent = give(old_woman, to(agent))

    end(clerk, str(consent.pk))

    looks = audit.entries(subject=old_woman.ref, verb="consent.listed_at_counter")
    (ended,) = audit.entries(thing=str(consent), verb="consent.revoked_at_counter")
    assert looks
    assert {each.actor for each in looks} == {ended.actor} == {clerk.account.ref}
    assert ended.subject == old_woman.ref


def test_she_sees_what_holds_today_and_ends_all_of_it(
    old_woman: Person, agent: Officer, clerk: Officer, citizen: CitizenOf, county: datetime
) -> None:
    daughter = citizen("share_30")
    relative = Representative(daughter.ref, daughter.person.name, Capacity.RELATIVE, relation="女兒")
    give(old_woman, to(agent))
    give(old_woman, relative)
    long_ago = county - timedelta(days=400)
    over = Representative("account:999", "去年的村里", Capacity.AGENT)
    give(old_woman, over, now=long_ago, until=(county - timedelta(days=9)).date())

    shown = words_of(clerk.client.post(PAGE, CARD).content)
    answer = end(clerk, "all")

    assert "王村里（資訊代理人）" in shown
    assert f"{daughter.person.name}（親屬、女兒）" in shown
    assert "國民年金保險費減免" in shown
    assert "去年的村里" not in shown
    assert "目前沒有有效的授權同意書" in words_of(answer.content)
    assert Consent.objects.filter(revoked_at=None).count() == 1, "the one that had ended by itself stays as it was"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"born": "39/1/2"}, "id_born", "出生日期"),
        ({"name": "林陳阿妹"}, "id_name", "姓名"),
        ({"number": "B123456780"}, "id_number", "沒有"),
        ({"born": "39/13/1"}, "id_born", ""),
        ({"name": ""}, "id_name", ""),
    ],
)
def test_what_does_not_fit_the_card_is_said_next_to_the_field_and_nothing_is_told(
    old_woman: Person, agent: Officer, clerk: Officer, changes: dict[str, str], field: str, words: str
) -> None:
    give(old_woman, to(agent))

    answer = clerk.client.post(PAGE, CARD | changes)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}-error"' in page
    assert words in words_of(answer.content)
    assert "王村里" not in page
    assert (CARD | changes)["number"] in page, "nothing typed is lost"
    if "name" in changes:
        assert NAME not in page
    if "born" in changes:
        assert BORN not in page.replace(changes["born"], "")


def test_a_wrong_birth_date_is_recorded_for_the_person_it_was_tried_with(old_woman: Person, clerk: Officer) -> None:
    clerk.client.post(PAGE, CARD | {"born": "39/1/2"})

    (tried,) = audit.entries(subject=old_woman.ref, verb="consent.card_differs")
    assert tried.actor == clerk.account.ref


def test_a_name_that_has_changed_does_not_stand_in_her_way(old_woman: Person, agent: Officer, clerk: Officer) -> None:
    give(old_woman, to(agent))

    answer = clerk.client.post(PAGE, CARD | {"name": "林陳美好", "name_changed": "on"})

    assert "王村里" in words_of(answer.content)


def test_only_the_counter_has_the_page_and_its_menu_entry(
    old_woman: Person, agent: Officer, clerk: Officer, officer: OfficerOf
) -> None:
    del old_woman
    for other in (agent, officer(Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR)):
        assert other.client.get(PAGE).status_code == 404
        assert other.client.post(ENDING).status_code == 404
    assert "收回授權同意" in clerk.client.get(PAGE).content.decode()


def test_what_one_official_was_shown_ends_nothing_in_the_hands_of_another(
    old_woman: Person, agent: Officer, clerk: Officer, officer: OfficerOf
) -> None:
    consent = give(old_woman, to(agent))
    shown = form_of(clerk.client.post(PAGE, CARD).content.decode(), action=ENDING)

    for state in (shown["state"], ["forged"], []):
        answer = officer(Role.COUNTER).client.post(ENDING, {"state": state, "which": str(consent.pk), "really": "yes"})
        assert answer.headers["Location"] == PAGE
    assert Consent.objects.get(pk=consent.pk).revoked_at is None


def test_the_consent_of_somebody_else_cannot_be_slipped_in(
    old_woman: Person, agent: Officer, clerk: Officer, citizen: CitizenOf
) -> None:
    give(old_woman, to(agent))
    strangers = give(citizen("share_30").person, to(agent))

    shown = form_of(clerk.client.post(PAGE, CARD).content.decode(), action=ENDING)
    answer = clerk.client.post(ENDING, {**shown, "which": str(strangers.pk), "really": "yes"})

    assert answer.status_code == 409
    assert Consent.objects.get(pk=strangers.pk).revoked_at is None


def test_pressing_twice_says_that_it_is_taken_back_already(old_woman: Person, agent: Officer, clerk: Officer) -> None:
    consent = give(old_woman, to(agent))
    shown = form_of(clerk.client.post(PAGE, CARD).content.decode(), action=ENDING)
    really = {**shown, "which": str(consent.pk), "really": "yes"}

    first, second = (clerk.client.post(ENDING, really) for _time in range(2))

    assert (first.status_code, second.status_code) == (200, 409)
    assert "已經收回" in words_of(second.content)
