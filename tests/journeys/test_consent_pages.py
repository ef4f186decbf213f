"""The page of a consent: read it, take its record, end it; the person and whoever acts for her, and nobody else."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from guitai.accounts.terms import Role
from guitai.audit import queries as audit
from guitai.consents import actions as consents
from guitai.consents import queries
from guitai.consents.models import Consent, Signature
from guitai.consents.terms import Capacity, Means, Representative, Signed, Witness
from guitai.consents.tests.given import CROSS, DRAWN
from guitai.core import clock
from tests.journeys.browsing import words_of
from tests.journeys.conftest import CitizenOf, OfficerOf
from tests.journeys.people import SERVICE, Citizen

pytestmark = pytest.mark.django_db
TEXT = "本人同意員林市公所資訊代理人為本人申請，並查詢本人之戶籍與財稅資料。\n<script>alert(1)</script>"
SIGNED = Signed(
    Means.SIGNATURE,
    datetime.fromisoformat("2026-11-20T12:00:00+08:00"),
    place="員林市中山里活動中心",
    address="192.0.2.7",
    device="Tablet Browser 1",
    strokes=DRAWN,
    witness_name="王村里",
)


def give(me: Citizen, other: Representative, now: datetime, *, signed: Signed = SIGNED) -> Consent:
    with override("zh-hant"):
        return consents.give(
            subject=me.ref,
            given_by=me.ref,
            purpose="國民年金保險費補助",
            facts=["tax.work", "household_register.persons"],
            services=[SERVICE],
            text=TEXT,
            until=(now + timedelta(days=365)).date(),
            now=now,
            representative=other,
            signed=signed,
        )


def relative(her: Citizen) -> Representative:
    return Representative(her.ref, her.person.name, Capacity.RELATIVE, relation="女兒", may_withdraw=True)


def page_of(consent: Consent, what: str = "") -> str:
    return f"/consents/{consent.pk}/{what}"


@pytest.fixture
def mother(citizen: CitizenOf) -> Citizen:
    return citizen("share_30")


@pytest.fixture
def daughter(citizen: CitizenOf) -> Citizen:
    return citizen("share_45")


def test_she_reads_what_she_signed_word_for_word(mother: Citizen, daughter: Citizen, county: datetime) -> None:
    consent = give(mother, relative(daughter), county)

    answer = mother.client.get(page_of(consent))

    told = words_of(answer.content)
    for words in (
        "為本人申請，並查詢本人之戶籍與財稅資料",
        "<script>alert(1)</script>",
        f"{daughter.person.name}（親屬、女兒）",
        "國民年金保險費減免",
        "員林市中山里活動中心",
        "192.0.2.7",
        "有效",
        "收回同意",
    ):
        assert words in told, words
    assert "<script>alert" not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert mother.client.get(page_of(consent, "signature.png")).content.startswith(b"\x89PNG")


def test_the_representative_reads_it_without_her_network_address(
    mother: Citizen, daughter: Citizen, county: datetime
) -> None:
    consent = give(mother, relative(daughter), county)

    told = words_of(daughter.client.get(page_of(consent)).content)

    assert "為本人申請" in told
    assert "192.0.2.7" not in told
    assert "Tablet Browser" not in told
    assert "不再代辦" in told
    assert daughter.client.get(page_of(consent, "signature.png")).status_code == 200


@pytest.mark.parametrize("what", ["", "revoke/", "record.json", "signature.png", "witness/0.png"])
def test_for_everybody_else_it_does_not_exist(
    mother: Citizen, daughter: Citizen, citizen: CitizenOf, officer: OfficerOf, county: datetime, what: str
) -> None:
    consent = give(mother, relative(daughter), county)
    clerk = officer(Role.FIRST_REVIEW)

    assert citizen("three_generations").client.get(page_of(consent, what)).status_code == 404
    assert clerk.client.get(page_of(consent, what)).status_code in {302, 404}
    assert "/accounts/login/" in Client().get(page_of(consent, what)).headers["Location"]
    assert not Consent.objects.get(pk=consent.pk).revoked_at


def test_an_agent_opens_it_as_the_official_she_is_and_only_while_she_is_one(
    mother: Citizen, officer: OfficerOf, county: datetime
) -> None:
    agent, clerk = officer(Role.AGENT), officer(Role.COUNTER)
    given = give(mother, Representative(agent.account.ref, "陳0", Capacity.AGENT), county)
    as_clerk = give(mother, Representative(clerk.account.ref, "陳1", Capacity.AGENT), county)

    assert agent.client.get(page_of(given)).status_code == 200
    assert agent.client.get(page_of(as_clerk)).status_code in {302, 404}
    stopped = clerk.client.get(page_of(as_clerk))  # who is nobody here yet hears that first, whatever there is
    assert stopped["Location"].startswith("/identity/")


@pytest.mark.parametrize("by", ["mother", "daughter"])
def test_either_side_ends_it_after_one_question_and_the_next_act_is_refused(
    mother: Citizen, daughter: Citizen, county: datetime, by: str
) -> None:
    consent = give(mother, relative(daughter), county)
    who = {"mother": mother, "daughter": daughter}[by]
    assert who.client.get(page_of(consent, "revoke/")).status_code == 200
    assert queries.may_act(str(consent.pk), ref=daughter.ref, service=SERVICE, on=clock.today())

    answer = who.client.post(page_of(consent, "revoke/"), follow=True)

    assert "已收回" in words_of(answer.content)
    assert not queries.may_act(str(consent.pk), ref=daughter.ref, service=SERVICE, on=clock.today())
    assert not queries.valid(str(consent.pk), subject=mother.ref, service=SERVICE, fact="tax.work", on=clock.today())
    assert who.client.post(page_of(consent, "revoke/")).status_code == 409


def test_a_mandate_that_ended_shows_its_former_holder_no_signature(
    mother: Citizen, daughter: Citizen, county: datetime
) -> None:
    consent = give(mother, relative(daughter), county)
    mother.client.post(page_of(consent, "revoke/"))

    assert daughter.client.get(page_of(consent, "signature.png")).status_code == 404
    assert "員林市中山里活動中心" not in words_of(daughter.client.get(page_of(consent)).content)
    assert mother.client.get(page_of(consent, "signature.png")).status_code == 200


def test_looking_at_the_question_alone_ends_nothing(mother: Citizen, daughter: Citizen, county: datetime) -> None:
    consent = give(mother, relative(daughter), county)

    mother.client.get(page_of(consent, "revoke/"))

    assert queries.holds(Consent.objects.get(pk=consent.pk), on=clock.today())


def test_the_record_has_the_fields_of_the_standard_and_taking_it_is_recorded(
    mother: Citizen, daughter: Citizen, county: datetime
) -> None:
    consent = give(mother, relative(daughter), county)
    mother.client.post(page_of(consent, "revoke/"))

    answer = mother.client.get(page_of(consent, "record.json"))

    told = json.loads(answer.content)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert told["record_id"] == str(consent.pk)
    assert told["pii_principal_id"] == mother.ref
    assert told["pii_processing"]["privacy_notice"]["text"] == TEXT
    assert [event["event_state"] for event in told["event"]] == ["given", "withdrawn"]
    assert told["evidence"]["intact"] is True
    (purpose,) = told["pii_processing"]["purposes"]
    assert purpose["services"][0]["id"] == SERVICE
    assert purpose["pii_information"][1]["pii_type"] == "財稅機關：工作與薪資"
    assert {party["party_type"] for party in told["party_identification"]} == {"public agency", "representative"}
    assert "consent.receipt_read" in {entry.verb for entry in audit.entries(thing=str(consent))}


def test_a_mark_shows_what_both_witnesses_signed(mother: Citizen, daughter: Citizen, county: datetime) -> None:
    witnesses = (Witness("林見證", DRAWN), Witness("陳見證", DRAWN))
    mark = replace(SIGNED, means=Means.WITNESSED_MARK, strokes=CROSS, witnesses=witnesses)
    consent = give(mother, relative(daughter), county, signed=mark)

    told = words_of(mother.client.get(page_of(consent)).content)

    assert "見證人：林見證" in told
    assert "見證人：陳見證" in told
    assert mother.client.get(page_of(consent, "witness/1.png")).headers["Content-Type"] == "image/png"
    assert mother.client.get(page_of(consent, "witness/2.png")).status_code == 404


def test_a_signature_that_was_changed_is_shown_as_such(mother: Citizen, daughter: Citizen, county: datetime) -> None:
    consent = give(mother, relative(daughter), county)
    row = Signature.objects.get(consent=consent)
    row.strokes = [[[0, 0, 0, 0], [90, 90, 1, 1]]]
    row.save(update_fields=["strokes"])

    assert "這份紀錄曾被更動" in words_of(mother.client.get(page_of(consent)).content)


def test_my_consents_list_what_i_gave_and_for_whom_i_act(mother: Citizen, daughter: Citizen, county: datetime) -> None:
    give(mother, relative(daughter), county)

    hers, mine = (words_of(each.client.get("/consents/").content) for each in (daughter, mother))

    assert mother.person.name in hers
    assert "我可以代辦的" in hers
    assert daughter.person.name in mine
    assert "我可以代辦的" not in mine


def test_my_own_consent_from_an_application_has_its_page_too(mother: Citizen, county: datetime) -> None:
    consent = consents.give(
        subject=mother.ref,
        given_by=mother.ref,
        purpose="p",
        facts=["tax.work"],
        services=["unknown_service"],
        text="t",
        until=county.date() + timedelta(days=1),
        now=clock.now(),
    )

    told = words_of(mother.client.get(page_of(consent)).content)

    assert "在自己的帳號線上同意" in told
    assert "unknown_service" in told
    assert mother.client.get(page_of(consent, "signature.png")).status_code == 404
