"""Somebody else applies: an agent with an old woman beside him, a daughter on her phone, and what stops them."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from guitai.accounts import queries as accounts
from guitai.accounts.terms import Role
from guitai.audit import queries as audit
from guitai.cases import precheck
from guitai.cases import queries as cases
from guitai.cases.mandates import MOST_SLIPS
from guitai.cases.models import Application, Case
from guitai.consents import actions as consents
from guitai.consents.models import Consent
from guitai.consents.terms import Means
from guitai.core import clock
from guitai.gateways import queries as lookups
from guitai.gateways.models import Lookup
from tests.journeys.agencies import Agencies
from tests.journeys.browsing import SUBMITTED, Typed, form_of, send_form, words_of
from tests.journeys.conftest import CitizenOf, Mails, OfficerOf
from tests.journeys.people import ALLOWANCE, SERVICE, Citizen, Officer, errors_of

pytestmark = pytest.mark.django_db
DRAWN = json.dumps(
    [[[20, 40, 0, 0.5], [200, 60, 120, 0.5], [90, 160, 240, 0.6]], [[210, 30, 400, 0.5], [220, 180, 600, 0.7]]]
)
YUANLIN = "10007100"
MANDATE = re.compile(r"^/acting/(?P<consent>[0-9a-f-]{36})/$")
DRAFT = re.compile(r"^/drafts/(?P<draft>[0-9a-f-]{36})/(?P<page>[a-z]+)/")
TYPED: dict[str, Typed] = {
    "you": {"phone": "0912345678", "notice_by": "letter", "email": ""},
    "home": {"lives_at_registered_address": "yes", "abroad_last_year": "short"},
    "family": {},
    "income": {"pay_changed": "no", "has_other_income": "no", "savings_changed": "no"},
    "situation": {},
    "benefits": {},
    "documents": {},
    "declaration": {"declares_true": "yes", "will_tell_changes": "yes"},
}


@dataclass
class Tablet:
    """A village officer's tablet with a person beside it."""

    officer: Officer
    story: dict[str, Any]

    @property
    def client(self) -> Client:
        return self.officer.client

    def enter(self, number: str | None = None) -> Any:
        return self.client.post("/agent/", {"number": number or self.story["number"]})

    def to_the_consent(self, **changes: Any) -> Any:
        card = self.enter().content.decode()
        shown = form_of(card, action="/agent/consent/")
        born = date.fromisoformat(self.story["born"])
        typed = {
            "name": self.story["name"],
            "born": f"{born.year - 1911}/{born.month}/{born.day}",
            "services": [SERVICE, ALLOWANCE],
            "place": "home_visit",
        }
        return self.client.post("/agent/consent/", {"state": shown["state"], **typed, **changes})

    def sign(self, page: Any, **changes: Any) -> Any:
        shown = form_of(page.content.decode(), action="/agent/signed/")
        return self.client.post("/agent/signed/", {**shown, "means": "signature", "signature": DRAWN, **changes})

    def consent(self, **changes: Any) -> str:
        """Everything up to the signature; answer the consent."""
        answer = self.sign(self.to_the_consent(**changes))
        found = MANDATE.match(answer.headers.get("Location", ""))
        assert found is not None, errors_of(answer)
        return found["consent"]

    def person(self) -> str:
        person = accounts.find_person(self.story["number"])
        assert person is not None
        return person.ref


def apply(client: Client, consent: str, key: str, **changes: Typed) -> Case:
    """Answer what is still missing for this service and send it; answer the case."""
    path = client.post(f"/acting/{consent}/{key}/").headers["Location"]
    while "/check/" not in path:
        found = DRAFT.match(path)
        assert found is not None, path
        typed = {**TYPED.get(found["page"], {}), **changes.get(found["page"], {})}
        answer = send_form(client, path, typed, unsaid={"co_living": "no"})
        assert answer.status_code == SUBMITTED, (path, errors_of(answer))
        path = answer.headers["Location"]
    sent = client.post(path)
    assert sent.status_code == SUBMITTED, errors_of(sent)
    return cases.case(sent.headers["Location"].split("/")[2])


def account_of(story: dict[str, Any]) -> Typed:
    told = story["account"]
    return {
        "wants_refund_account": "yes",
        "refund_account-bank": told["bank"],
        "refund_account-number": told["number"],
        "refund_account-holder": story["name"],
    }


@pytest.fixture
def tablet(officer: OfficerOf, stories: dict[str, dict[str, Any]]) -> Callable[[str], Tablet]:
    return lambda key: Tablet(officer(Role.AGENT, agency=YUANLIN), stories[key])


@pytest.fixture
def beside(tablet: Callable[[str], Tablet]) -> Tablet:
    """A village officer of 員林市 with 陳林阿滿 beside her."""
    return tablet("elder_widow")


def test_an_agent_applies_for_both_benefits_with_one_signature(beside: Tablet) -> None:
    consent = beside.consent()
    account = account_of(beside.story)

    first = apply(beside.client, consent, SERVICE, account=account)
    second = apply(beside.client, consent, ALLOWANCE)

    assert {first.channel, second.channel} == {"home_visit"}
    assert first.filed_by == beside.officer.account.ref
    assert "資訊代理人" in second.filed_by_words
    assert second.answers["phone"] == "0912345678"
    assert second.answers["refund_account"]["number"] == beside.story["account"]["number"]
    slip = words_of(beside.client.get(f"/acting/{consent}/slip/").content)
    assert first.reference in slip
    assert second.reference in slip


def test_what_is_told_before_the_consent_is_yes_no_or_unknown_and_nothing_else(beside: Tablet) -> None:
    page = beside.enter()

    shown = words_of(page.content)
    assert "可以申請" in shown  # the allowance
    assert "不能申請" in shown  # the premium: she is too old
    assert beside.story["name"] not in page.content.decode()
    assert {each.source for each in Lookup.objects.all()} == {"welfare_precheck"}
    assert not Consent.objects.exists()


def test_a_number_nobody_knows_is_not_known_rather_than_no(beside: Tablet) -> None:
    assert words_of(beside.enter("A123456789").content).count("還不知道") == 2


def test_a_silent_welfare_system_has_not_said_no(beside: Tablet, agencies: Agencies) -> None:
    agencies.order("welfare", "down")

    shown = words_of(beside.enter().content)

    assert shown.count("還不知道") == 2
    assert "不能申請" not in shown


@pytest.mark.parametrize("scanned", ["*{}*", "{}\r\n", " {} "])
def test_a_scanner_types_the_number_in_its_own_way(beside: Tablet, scanned: str) -> None:
    number = str(beside.story["number"])
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number.lower())

    assert beside.enter(scanned.format(number.lower())).status_code == 200
    assert "可以申請" in words_of(beside.enter(wide).content)


@pytest.mark.parametrize("hostile", ["", "A123456788", "<script>", "A" * 5000, "А123456789", "\x00", "' OR 1=1 --"])
def test_what_is_no_number_is_refused_next_to_the_field_and_asks_nobody(beside: Tablet, hostile: str) -> None:
    page = beside.client.post("/agent/", {"number": hostile})

    assert 'id="id_number-error"' in page.content.decode()
    assert not Lookup.objects.exists()


def test_too_many_numbers_within_an_hour_are_refused_in_words(beside: Tablet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precheck, "MOST_AN_HOUR", 1)
    beside.enter()

    refused = beside.enter()

    assert refused.status_code == 429
    assert "一小時" in refused.content.decode()


def test_every_attempt_can_be_read_by_her_also_when_she_came_to_be_known_only_later(
    beside: Tablet, citizen: CitizenOf
) -> None:
    beside.enter()
    assert accounts.find_person(beside.story["number"]) is None

    me = citizen("elder_widow")

    assert {each.source for each in lookups.lookups_about(me.ref)} == {"welfare_precheck"}
    shown = words_of(me.client.get("/my/lookups/").content)
    assert "社政系統" in shown
    assert "課員" in shown  # by post, not by name
    assert beside.officer.account.name not in shown


def test_everything_known_is_filled_in_and_the_trial_result_appears_at_once(beside: Tablet) -> None:
    consent = beside.consent()

    shown = words_of(beside.client.get(f"/acting/{consent}/").content)

    assert beside.story["name"] in shown
    assert "依目前的資料" in shown
    assert Application.objects.filter(applicant=beside.person(), capacity="agent").count() == 2


def test_the_register_that_knows_another_name_stops_everything(beside: Tablet) -> None:
    answer = beside.sign(beside.to_the_consent(name="陳林阿美"))

    assert answer.status_code == 422
    assert "戶政" in words_of(answer.content)
    assert not Application.objects.exists()
    assert not Consent.objects.filter(revoked_at=None).exists()
    person = accounts.find_person(beside.story["number"])
    assert person is not None
    assert person.name == beside.story["name"]


def test_a_silent_register_does_not_send_her_home(beside: Tablet, agencies: Agencies) -> None:
    agencies.order("household_register", "down")

    consent = beside.consent()

    assert "沒有回應" in words_of(beside.client.get(f"/acting/{consent}/").content)


@pytest.mark.parametrize("drawn", ["", "[]", "nonsense", "[[[1,1]]]", "[[[1e400,1,0,0]]]", "9" * 300_000])
def test_what_is_no_signature_empowers_nobody(beside: Tablet, drawn: str) -> None:
    answer = beside.sign(beside.to_the_consent(), signature=drawn)

    assert answer.status_code == 422
    assert not Consent.objects.exists()


def test_a_state_sealed_for_another_agent_is_worth_nothing(beside: Tablet, tablet: Callable[[str], Tablet]) -> None:
    shown = form_of(beside.to_the_consent().content.decode(), action="/agent/signed/")
    other = tablet("elder_widow")

    answer = other.client.post("/agent/signed/", {**shown, "means": "signature", "signature": DRAWN})

    assert answer.headers["Location"] == "/agent/"
    assert not Consent.objects.exists()


def test_a_code_to_her_telephone_is_as_good_as_a_signature(beside: Tablet, texts: Mails, worker: Any) -> None:
    page = beside.to_the_consent()
    sent = beside.sign(page, means="send_code", phone="0912 345 678", signature="")
    assert sent.status_code == 200, errors_of(sent)
    worker.run()
    code = re.search(r"\d{6}", texts()[-1]["text"])
    assert code is not None

    answer = beside.sign(sent, means="phone_code", phone="0912345678", code=code[0], signature="")

    assert MANDATE.match(answer.headers.get("Location", "")), errors_of(answer)
    assert Consent.objects.get().means == Means.PHONE_CODE


def test_a_mark_needs_two_witnesses(beside: Tablet) -> None:
    page = beside.to_the_consent()
    mark = {"means": "witnessed_mark", "signature": "", "mark": DRAWN, "witness_1": DRAWN, "witness_1_name": "林大同"}

    alone = beside.sign(page, **mark)
    herself = beside.sign(page, **mark, witness_2=DRAWN, witness_2_name=beside.officer.account.name)
    together = beside.sign(page, **mark, witness_2=DRAWN, witness_2_name="吳小芳")

    assert alone.status_code == 422
    assert "見證人" in errors_of(herself)
    assert MANDATE.match(together.headers.get("Location", "")), errors_of(together)


def test_an_agent_without_her_consent_sees_nothing_of_hers(beside: Tablet, tablet: Callable[[str], Tablet]) -> None:
    consent = beside.consent()
    draft = Application.objects.filter(applicant=beside.person()).first()
    assert draft is not None
    foreign = tablet("elder_widow").client

    for path in (
        f"/acting/{consent}/",
        f"/acting/{consent}/slip/",
        f"/drafts/{draft.draft}/you/",
        f"/drafts/{draft.draft}/check/",
    ):
        assert foreign.get(path).status_code == 404, path
    assert foreign.post(f"/acting/{consent}/{SERVICE}/").status_code == 404


def test_a_consent_taken_back_in_the_middle_stops_the_agent_and_the_look_ups(
    beside: Tablet, citizen: CitizenOf, agencies: Agencies, worker: Any
) -> None:
    agencies.order("tax", "down")
    consent = beside.consent()
    sent = apply(beside.client, consent, SERVICE, account=account_of(beside.story))
    draft = Application.objects.get(applicant=beside.person(), service_key=ALLOWANCE)
    me = citizen("elder_widow")
    consents.revoke(Consent.objects.get(pk=consent), actor=me.ref, now=clock.now())
    agencies.behave()

    refused = beside.client.get(f"/drafts/{draft.draft}/you/")
    worker.run()

    assert refused.status_code == 403
    assert "收回" in words_of(refused.content)
    assert beside.client.get(f"/cases/{sent.reference}/").status_code == 403
    assert beside.client.post(f"/drafts/{draft.draft}/check/").status_code == 403
    assert beside.client.get(f"/acting/{consent}/").status_code == 403
    gaps = {row.gap for row in sent.application.evidence.filter(source="tax", about="self")}
    assert "no_consent" in gaps


def test_she_goes_on_herself_with_a_consent_of_her_own(beside: Tablet, citizen: CitizenOf) -> None:
    consent = beside.consent()
    draft = Application.objects.get(applicant=beside.person(), service_key=ALLOWANCE)
    me = citizen("elder_widow")
    assert (
        str(draft.draft) in me.client.get("/my/").content.decode()
        or ALLOWANCE in me.client.get("/my/").content.decode()
    )
    consents.revoke(Consent.objects.get(pk=consent), actor=me.ref, now=clock.now())

    led = me.client.get(f"/drafts/{draft.draft}/you/")
    agreed = me.client.post(f"/drafts/{draft.draft}/consent/", {"consent": "yes"})

    assert led.headers["Location"] == f"/drafts/{draft.draft}/consent/"
    assert agreed.status_code == SUBMITTED
    assert me.client.get(f"/drafts/{draft.draft}/you/").status_code == 200
    replaced = audit.entries(thing=f"draft:{draft.draft}", verb="cases.consent_replaced")
    assert replaced[0].detail["before"] == f"consent:{consent}"


def test_two_tablets_at_once_begin_one_application(beside: Tablet, tablet: Callable[[str], Tablet]) -> None:
    other = tablet("elder_widow")

    beside.consent()
    other.consent()

    assert Application.objects.filter(applicant=beside.person()).count() == 2  # one for each service


def test_a_fourth_representative_is_refused(beside: Tablet, tablet: Callable[[str], Tablet]) -> None:
    for _nth in range(3):
        tablet("elder_widow").consent()

    answer = beside.sign(beside.to_the_consent())

    assert answer.status_code == 422
    assert "三" in errors_of(answer)


@pytest.fixture
def daughter(citizen: CitizenOf) -> Citizen:
    return citizen("elder_daughter")


def choose(daughter: Citizen, name: str, **changes: Any) -> Any:
    """She lets the register say who her relatives are, and chooses one of them."""
    daughter.client.post("/for/", {"consent": "yes"})
    page = daughter.client.get("/for/family/").content.decode()
    found = re.search(rf'value="(p\d+)"[^>]*>\s*<label[^>]*>\s*{name}', page)
    assert found is not None, words_of(page.encode())
    return daughter.client.post("/for/family/", {"who": found[1], "services": [ALLOWANCE], **changes})


def sign_at_home(daughter: Citizen, page: Any, **changes: Any) -> Any:
    shown = form_of(page.content.decode(), action="/for/signed/")
    return daughter.client.post("/for/signed/", {**shown, "means": "signature", "signature": DRAWN, **changes})


def test_a_daughter_applies_for_her_mother_without_typing_her_number(
    daughter: Citizen, stories: dict[str, dict[str, Any]]
) -> None:
    mother = stories["elder_widow"]
    page = choose(daughter, mother["name"])
    assert mother["number"] not in page.content.decode()

    signed = sign_at_home(daughter, page)

    found = MANDATE.match(signed.headers.get("Location", ""))
    assert found is not None, errors_of(signed)
    case = apply(daughter.client, found["consent"], ALLOWANCE, account=account_of(mother))
    assert case.applicant_name == mother["name"]
    assert case.filed_by == daughter.account.ref
    assert case.filed_by_words == f"{daughter.person.name}（女兒，代為申請）"
    shown = words_of(daughter.client.get(f"/cases/{case.reference}/").content)
    assert mother["name"] in shown


def test_only_lineal_relatives_and_the_spouse_can_be_chosen(
    daughter: Citizen, stories: dict[str, dict[str, Any]]
) -> None:
    daughter.client.post("/for/", {"consent": "yes"})
    page = words_of(daughter.client.get("/for/family/").content)

    assert stories["elder_widow"]["name"] in page
    assert "葉永祥" in page  # her husband


def test_nobody_is_asked_about_relatives_without_her_own_consent(daughter: Citizen) -> None:
    assert daughter.client.get("/for/family/").headers["Location"] == "/for/"
    assert daughter.client.post("/for/", {}).status_code == 422
    assert not Lookup.objects.exists()


def test_a_relative_withdraws_only_when_the_consent_says_so(
    daughter: Citizen, stories: dict[str, dict[str, Any]]
) -> None:
    mother = stories["elder_widow"]
    signed = sign_at_home(daughter, choose(daughter, mother["name"]))
    consent = signed.headers["Location"].split("/")[2]
    case = apply(daughter.client, consent, ALLOWANCE, account=account_of(mother))

    assert daughter.client.post(f"/cases/{case.reference}/withdraw/").status_code == 403

    again = sign_at_home(daughter, choose(daughter, mother["name"], may_withdraw="yes"))
    assert again.status_code == SUBMITTED, errors_of(again)
    assert daughter.client.post(f"/cases/{case.reference}/withdraw/").status_code == SUBMITTED


def test_the_daughter_takes_over_what_the_agent_began(beside: Tablet, daughter: Citizen) -> None:
    beside.consent()
    draft = Application.objects.get(applicant=beside.person(), service_key=ALLOWANCE)

    signed = sign_at_home(daughter, choose(daughter, beside.story["name"]))

    assert signed.status_code == SUBMITTED, errors_of(signed)
    assert daughter.client.get(f"/drafts/{draft.draft}/you/").status_code == 200


def test_after_its_last_day_a_consent_opens_nothing(daughter: Citizen, stories: dict[str, dict[str, Any]]) -> None:
    signed = sign_at_home(daughter, choose(daughter, stories["elder_widow"]["name"]))
    consent = signed.headers["Location"].split("/")[2]
    Consent.objects.filter(pk=consent).update(until=clock.today() - timedelta(days=1))

    refused = daughter.client.get(f"/acting/{consent}/")

    assert refused.status_code == 403
    assert "只到" in words_of(refused.content)


def test_who_acts_for_her_is_told_by_mail_what_she_is_told_by_letter(
    daughter: Citizen, stories: dict[str, dict[str, Any]], mails: Mails, worker: Any
) -> None:
    mother = stories["elder_widow"]
    signed = sign_at_home(daughter, choose(daughter, mother["name"]))
    case = apply(daughter.client, signed.headers["Location"].split("/")[2], ALLOWANCE, account=account_of(mother))

    worker.run()

    about_the_case = [mail for mail in mails() if case.reference in mail["text"]]
    assert len(about_the_case) == 1  # the mother is told by letter
    assert daughter.person.name in about_the_case[0]["text"]


def test_a_second_press_of_the_button_gives_no_second_consent(beside: Tablet) -> None:
    page = beside.to_the_consent()

    first, second = beside.sign(page), beside.sign(page)

    assert first.headers["Location"] == second.headers["Location"]
    assert Consent.objects.filter(revoked_at=None).count() == 1


def test_a_signature_is_worth_one_consent_and_sent_again_after_its_end_opens_nothing(beside: Tablet) -> None:
    page = beside.to_the_consent()
    given = beside.sign(page).headers["Location"]
    asked = Lookup.objects.count()
    assert beside.client.post(given.replace("/acting/", "/consents/") + "revoke/").status_code == SUBMITTED

    again = beside.sign(page)

    assert again.headers["Location"] == given
    assert beside.client.get(given).status_code == 403
    assert Consent.objects.count() == 1
    assert Lookup.objects.count() == asked
    assert beside.sign(beside.to_the_consent()).headers["Location"] != given


def test_a_relatives_page_sent_again_after_the_end_opens_nothing(
    daughter: Citizen, stories: dict[str, dict[str, Any]]
) -> None:
    page = choose(daughter, stories["elder_widow"]["name"])
    given = sign_at_home(daughter, page).headers["Location"]
    daughter.client.post(given.replace("/acting/", "/consents/") + "revoke/")

    again = sign_at_home(daughter, page)

    assert again.headers["Location"] == given
    assert daughter.client.get(given).status_code == 403


@pytest.mark.parametrize("means", ["signature", "witnessed_mark", "own_account", ""])
def test_before_anybody_has_signed_nothing_is_said_or_kept_of_a_card(beside: Tablet, means: str) -> None:
    wrong = beside.sign(beside.to_the_consent(name="王錯名", born="40/1/1"), means=means, signature="", mark="")
    person = accounts.find_person(beside.story["number"])
    right = beside.sign(beside.to_the_consent(), means=means, signature="", mark="")

    assert person is None
    assert errors_of(wrong) == errors_of(right)
    assert beside.consent()


def test_a_card_mistyped_before_the_code_was_sent_stands_in_nobodys_way(
    beside: Tablet, tablet: Callable[[str], Tablet]
) -> None:
    beside.sign(
        beside.to_the_consent(name="王錯名", born="40/1/1"), means="send_code", phone="0912345678", signature=""
    )
    foreign = tablet("elder_widow")

    assert foreign.sign(foreign.to_the_consent()).status_code == 422  # only whoever typed it may type it again
    assert beside.consent()
    assert foreign.consent()


def test_who_guesses_cards_is_on_record_and_stopped(beside: Tablet, tablet: Callable[[str], Tablet]) -> None:
    beside.consent()
    foreign = tablet("elder_widow")
    phone = {"means": "send_code", "phone": "0912345678", "signature": ""}

    told = [
        errors_of(foreign.sign(foreign.to_the_consent(born=f"37/{month}/1"), **phone))
        for month in range(1, MOST_SLIPS + 2)
    ]
    stopped = errors_of(foreign.sign(foreign.to_the_consent(), **phone))

    person = accounts.find_person(beside.story["number"])
    assert person is not None
    records = audit.entries(subject=person.ref, verb="cases.card_differs")
    assert "好幾次" not in told[0]
    assert "好幾次" in told[-1]
    assert len(records) == MOST_SLIPS + 1
    assert stopped == "" or "好幾次" not in stopped, "a card that fits is not a guess"


def test_the_second_benefit_asks_nothing_twice(beside: Tablet) -> None:
    consent = beside.consent()
    apply(beside.client, consent, ALLOWANCE, account=account_of(beside.story))

    path = beside.client.post(f"/acting/{consent}/{SERVICE}/").headers["Location"]
    asked = []
    while "/check/" not in path:
        page = path.split("/")[3]
        asked.append(page)
        answer = send_form(beside.client, path, TYPED.get(page, {"wants_refund_account": "yes"}))
        assert answer.status_code == SUBMITTED, (path, errors_of(answer))
        path = answer.headers["Location"]

    assert asked == ["account", "declaration"]  # whether it shall be paid back is asked here only
