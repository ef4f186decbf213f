"""Consent for somebody else: who may be empowered, what must be shown, what it allows, and how it ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from guitai.accounts import actions as accounts
from guitai.accounts.terms import Channel
from guitai.audit import queries as audit
from guitai.consents import actions, evidence, policies, queries
from guitai.consents.models import Consent, Signature
from guitai.consents.policies import Lack, Wanted
from guitai.consents.refusals import WORDS
from guitai.consents.terms import Capacity, ConsentRefused, Means, Witness
from guitai.consents.tests.given import (
    AGENT,
    ANA,
    BEN,
    BY_CODE,
    DAUGHTER,
    DRAWN,
    GUARDIAN,
    LAST,
    MARK,
    NOW,
    OTHER,
    SERVICE,
    SIGNED,
    TODAY,
    given,
    helper,
)
from guitai.outbox.models import EventRow

WITH_PAPERS = replace(SIGNED, papers=("file:1",))
WANTED = Wanted(
    ANA, ANA, "p", frozenset({"tax.work"}), frozenset({SERVICE}), "t", LAST, TODAY, representative=AGENT, signed=SIGNED
)


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({}, None),
        ({"representative": DAUGHTER}, None),
        ({"given_by": BEN}, Lack.NOT_THE_PERSON),
        ({"given_by": AGENT.ref}, Lack.NOT_THE_PERSON),
        ({"given_by": "account:8"}, None),
        ({"text": " "}, Lack.INCOMPLETE),
        ({"services": frozenset()}, Lack.INCOMPLETE),
        ({"services": frozenset({""})}, Lack.INCOMPLETE),
        ({"until": date(2026, 11, 21)}, Lack.OVER),
        ({"representative": replace(AGENT, name=" ")}, Lack.NOBODY_TO_ACT),
        ({"representative": replace(AGENT, ref="person:x")}, Lack.NOBODY_TO_ACT),
        ({"representative": replace(AGENT, capacity=Capacity.SELF)}, Lack.NOBODY_TO_ACT),
        ({"representative": replace(DAUGHTER, ref="account:9")}, Lack.NOBODY_TO_ACT),
        ({"representative": replace(DAUGHTER, ref=ANA)}, Lack.NOT_FOR_HERSELF),
        ({"signed": None}, Lack.NO_EVIDENCE),
        ({"signed": replace(SIGNED, strokes=())}, Lack.NOT_SIGNED),
        ({"signed": replace(BY_CODE, phone="")}, Lack.NO_PHONE),
        ({"signed": BY_CODE}, None),
        ({"signed": MARK}, None),
        ({"signed": replace(MARK, strokes=())}, Lack.NO_MARK),
        ({"signed": replace(MARK, strokes=(), papers=("file:photo",))}, None),
        ({"signed": replace(MARK, witnesses=MARK.witnesses[:1])}, Lack.WITNESSES),
        ({"signed": replace(MARK, witnesses=(Witness("林一", DRAWN), Witness("林一 ", DRAWN)))}, Lack.WITNESSES),
        ({"signed": replace(MARK, witnesses=(Witness("林一", DRAWN), Witness("陳二", ())))}, Lack.WITNESSES),
        ({"signed": replace(MARK, witnesses=(Witness("林一", DRAWN), Witness("王村里", DRAWN)))}, Lack.WITNESSES),
        (
            {"signed": replace(MARK, witnesses=(Witness("林一", DRAWN), Witness("陳", DRAWN, AGENT.ref)))},
            Lack.WITNESSES,
        ),
        ({"signed": replace(MARK, witnesses=(Witness("林一", DRAWN), Witness("陳", DRAWN, ANA)))}, Lack.WITNESSES),
        ({"representative": GUARDIAN, "given_by": GUARDIAN.ref}, Lack.NO_PAPERS),
        ({"representative": GUARDIAN, "given_by": GUARDIAN.ref, "signed": WITH_PAPERS}, None),
        ({"representative": GUARDIAN, "given_by": ANA, "signed": WITH_PAPERS}, Lack.NOT_THE_PERSON),
        ({"representative": None, "signed": None}, None),
        ({"representative": None, "signed": replace(SIGNED, strokes=())}, Lack.NOT_SIGNED),
    ],
)
def test_a_consent_for_somebody_else_shows_who_acts_and_that_she_agreed(
    changes: dict[str, object], lack: Lack | None
) -> None:
    assert policies.lack(replace(WANTED, **changes)) is lack  # type: ignore[arg-type]  # a test's shorthand


def test_everything_that_can_be_missing_has_words() -> None:
    assert set(WORDS) == set(Lack)
    assert set(policies.BY_MEANS) == set(Means)


@pytest.mark.parametrize(
    ("others", "ref", "services", "refused"),
    [
        ([], "d", {SERVICE}, False),
        ([("a", {SERVICE}), ("b", {SERVICE})], "d", {SERVICE}, False),
        ([("a", {SERVICE}), ("b", {SERVICE}), ("c", {SERVICE})], "d", {SERVICE}, True),
        ([("a", {SERVICE}), ("b", {SERVICE}), ("c", {SERVICE})], "c", {SERVICE}, False),
        ([("a", {SERVICE}), ("b", {SERVICE}), ("c", {OTHER})], "d", {SERVICE}, False),
        ([("a", {SERVICE}), ("b", {SERVICE}), ("c", {OTHER, SERVICE})], "d", {OTHER, SERVICE}, True),
    ],
)
def test_three_may_act_in_one_service_and_no_fourth(
    others: list[tuple[str, set[str]]], ref: str, services: set[str], refused: bool
) -> None:
    assert policies.too_many(others, ref=ref, services=services) is refused


@pytest.mark.parametrize(
    ("question", "may_act", "may_withdraw"),
    [
        ({}, True, True),
        ({"ref": BEN}, False, False),
        ({"ref": ""}, False, False),
        ({"service": OTHER}, False, False),
        ({"on": date(2027, 11, 22)}, False, False),
        ({"on": date(2026, 11, 21)}, False, False),
    ],
)
@pytest.mark.django_db
def test_a_mandate_empowers_one_person_in_its_services_on_its_days(
    question: dict[str, object], may_act: bool, may_withdraw: bool
) -> None:
    consent = given(representative=DAUGHTER, signed=SIGNED)
    asked: dict[str, object] = {"ref": DAUGHTER.ref, "service": SERVICE, "on": TODAY} | question

    assert queries.may_act(str(consent.pk), **asked) is may_act  # type: ignore[arg-type]  # a test's shorthand
    assert queries.may_withdraw(str(consent.pk), **asked) is may_withdraw  # type: ignore[arg-type]  # as above


@pytest.mark.django_db
def test_withdrawing_needs_an_authority_of_its_own() -> None:
    consent = given(representative=AGENT, signed=SIGNED)

    assert queries.may_act(str(consent.pk), ref=AGENT.ref, service=SERVICE, on=TODAY)
    assert not queries.may_withdraw(str(consent.pk), ref=AGENT.ref, service=SERVICE, on=TODAY)


@pytest.mark.django_db
def test_the_same_signature_lets_the_agent_act_and_the_registers_be_asked() -> None:
    consent = given(representative=AGENT, signed=SIGNED, services=[OTHER, SERVICE])

    assert consent.services == [OTHER, SERVICE]
    assert queries.valid(str(consent.pk), subject=ANA, service=OTHER, fact="tax.work", on=TODAY)
    assert list(queries.mandates_of(AGENT.ref)) == [consent]
    assert queries.representatives_of(ANA, on=TODAY) == [consent]
    assert not queries.mandates_of("").exists()


@pytest.mark.django_db
def test_the_evidence_reads_back_as_it_was_drawn() -> None:
    consent = Consent.objects.get(pk=given(representative=AGENT, signed=SIGNED).pk)

    kept = consent.signature
    assert kept is not None
    assert evidence.drawn(kept) == DRAWN
    assert evidence.image_of(kept).startswith(b"\x89PNG")
    assert (kept.place, kept.address, kept.device, kept.witness_name) == (
        "員林市中山里",
        "192.0.2.7",
        "Tablet",
        "王村里",
    )
    assert queries.is_intact(consent)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "tampering",
    [
        {"strokes": [[[1, 2, 0, 0], [90, 90, 1, 0]]]},
        {"at": NOW + timedelta(seconds=1)},
        {"means": "phone_code"},
        {"papers": ["file:2"]},
        {"witnesses": [{"name": "某人", "ref": "", "strokes": [], "image": ""}]},
    ],
)
def test_changed_evidence_shows(tampering: dict[str, object]) -> None:
    consent = given(representative=AGENT, signed=SIGNED)
    row = Signature.objects.get(consent=consent)
    for name, value in tampering.items():
        setattr(row, name, value)
    row.save(update_fields=list(tampering))

    assert not queries.is_intact(Consent.objects.get(pk=consent.pk))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "tampering",
    [
        {"text": "本人同意一切"},
        {"services": [SERVICE, OTHER]},
        {"facts": ["tax.work", "tax.assets", "bank.holder"]},
        {"until": date(2040, 1, 1)},
        {"representative": "account:8"},
        {"may_withdraw": True},
    ],
)
def test_a_scope_widened_afterwards_shows(tampering: dict[str, object]) -> None:
    consent = given(representative=AGENT, signed=SIGNED)
    Consent.objects.filter(pk=consent.pk).update(**tampering)

    assert not queries.is_intact(Consent.objects.get(pk=consent.pk))


@pytest.mark.django_db
def test_whoever_rewrites_row_and_digest_is_found_out_by_the_audit() -> None:
    consent = given(representative=AGENT, signed=SIGNED)
    Consent.objects.filter(pk=consent.pk).update(may_withdraw=True)
    forged = Consent.objects.get(pk=consent.pk)
    assert forged.signature is not None
    forged.signature.sha256 = evidence.digest(forged, forged.signature)
    forged.signature.save()

    assert evidence.is_intact(forged)
    assert not queries.is_intact(Consent.objects.get(pk=consent.pk))


@pytest.mark.django_db
def test_the_digest_of_the_evidence_stands_in_the_audit_where_nobody_changes_it() -> None:
    consent = given(representative=AGENT, signed=SIGNED)

    (entry,) = audit.entries(thing=str(consent))
    assert consent.signature is not None
    assert entry.detail["evidence_sha256"] == consent.signature.sha256


@pytest.mark.django_db
def test_what_was_drawn_is_unreadable_in_the_database() -> None:
    given(representative=AGENT, signed=SIGNED)

    (row,) = Signature.objects.extra(select={"raw": "place"}).values_list("raw", flat=True)
    assert "員林".encode() not in bytes(row)


@pytest.mark.django_db
def test_a_fourth_is_refused_until_one_of_the_three_has_ended() -> None:
    first, *_rest = [given(representative=helper(nth), signed=SIGNED) for nth in range(3)]

    with pytest.raises(ConsentRefused):
        given(representative=helper(3), signed=SIGNED)
    given(representative=helper(3), signed=SIGNED, services=[OTHER])
    given(representative=GUARDIAN, given_by=GUARDIAN.ref, signed=WITH_PAPERS)
    actions.revoke(first, actor=ANA, now=NOW)

    assert given(representative=helper(3), signed=SIGNED)


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [ANA, DAUGHTER.ref])
def test_either_side_ends_it_at_once(actor: str) -> None:
    consent = given(representative=DAUGHTER, signed=SIGNED)

    actions.revoke(consent, actor=actor, now=NOW)

    assert not queries.may_act(str(consent.pk), ref=DAUGHTER.ref, service=SERVICE, on=TODAY)
    assert not queries.valid(str(consent.pk), subject=ANA, service=SERVICE, fact="tax.work", on=TODAY)
    assert queries.representatives_of(ANA, on=TODAY) == []
    assert topics() == ["consents.given", "consents.revoked"]


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [BEN, "account:7", "account:x", "", "system:job"])
def test_nobody_else_ends_it(actor: str) -> None:
    consent = given(representative=DAUGHTER, signed=SIGNED)

    with pytest.raises(ConsentRefused):
        actions.revoke(consent, actor=actor, now=NOW)


@pytest.mark.django_db
def test_the_person_ends_it_through_her_account() -> None:
    account, _new = accounts.open_account("ana@example.tw", actor="system:test", now=NOW)
    ana = accounts.register_person("A223456781", "林美玉", date(1950, 1, 1), actor="system:test", now=NOW)
    accounts.bind(account, ana, channel=Channel.COUNTER, how="test", actor="system:test", now=NOW)
    consent = given(subject=ana.ref, given_by=ana.ref, representative=AGENT, signed=SIGNED)

    actions.revoke(consent, actor=account.ref, now=NOW)

    assert Consent.objects.get(pk=consent.pk).revoked_by == account.ref


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        {"representative": ""},
        {"representative_name": ""},
        {"capacity": Capacity.SELF},
        {"capacity": "friend"},
        {"signature": None},
        {"services": []},
        {"means": "nod"},
        {"representative": ANA},
    ],
)
def test_the_database_keeps_who_acts_together_with_the_evidence(broken: dict[str, object]) -> None:
    consent = given(representative=DAUGHTER, signed=SIGNED)

    with pytest.raises(IntegrityError):
        Consent.objects.filter(pk=consent.pk).update(**broken)


@pytest.mark.django_db
def test_events_name_the_consent_and_nothing_about_the_person() -> None:
    consent = given(representative=DAUGHTER, signed=SIGNED)

    event = EventRow.objects.get(topic="consents.given")
    assert (event.thing, event.data) == (str(consent), {"consent": str(consent.pk)})


@pytest.mark.django_db
def test_a_mark_keeps_what_both_witnesses_signed() -> None:
    consent = given(representative=AGENT, signed=MARK)

    kept = Consent.objects.get(pk=consent.pk).signature
    assert kept is not None
    assert [each["name"] for each in kept.witnesses] == ["林一", "陳二"]
    assert evidence.witness_image(kept, 1).startswith(b"\x89PNG")
    assert evidence.witness_image(kept, 2) == b""


def topics() -> list[str]:
    return list(EventRow.objects.order_by("at", "topic").values_list("topic", flat=True))
