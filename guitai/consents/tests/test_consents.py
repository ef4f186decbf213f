"""Consent: who may give it, what it covers, and that taking it back is respected."""

from datetime import date
from hashlib import sha256

import pytest
from django.db import IntegrityError

from guitai.accounts.terms import Official, PostView, Role
from guitai.audit import queries as audit
from guitai.consents import actions, policies, queries
from guitai.consents.models import Consent
from guitai.consents.terms import ConsentRefused
from guitai.consents.tests.given import ANA, BEN, LAST, NOW, SERVICE, TODAY, given


@pytest.mark.parametrize(
    ("subject", "given_by", "allowed"),
    [
        (ANA, ANA, True),
        (ANA, BEN, False),
        (ANA, "account:7", True),
        (ANA, "post:7", False),
        (ANA, "system:importer", False),
        ("case:1", "account:7", False),
        (ANA, "", False),
    ],
)
def test_only_the_person_or_their_own_account_gives_a_consent(subject: str, given_by: str, allowed: bool) -> None:
    assert policies.may_give(subject=subject, given_by=given_by) is allowed


@pytest.mark.parametrize(
    ("changes", "covered"),
    [
        ({}, True),
        ({"subject": BEN}, False),
        ({"service": "other"}, False),
        ({"fact": "bank.holder_matches"}, False),
        ({"on": LAST}, True),
        ({"on": date(2027, 11, 22)}, False),
        ({"on": date(2026, 11, 21)}, False),
    ],
)
def test_a_consent_covers_exactly_its_person_service_facts_and_days(changes: dict[str, object], covered: bool) -> None:
    scope = policies.Scope(ANA, frozenset({SERVICE}), frozenset({"tax.work"}), TODAY, LAST, None)
    question: dict[str, object] = {"subject": ANA, "service": SERVICE, "fact": "tax.work", "on": TODAY}

    assert policies.covers(scope, **(question | changes)) is covered  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("present", "official", "serves_counter", "allowed"),
    [
        (ANA, "account:7", True, True),
        (ANA, "account:7", False, False),
        (BEN, "account:7", True, False),
        ("", "account:7", True, False),
        (ANA, "system:job", True, False),
        (ANA, BEN, True, False),
        (ANA, "", True, False),
    ],
)
def test_an_official_ends_it_only_at_the_counter_and_only_for_the_very_person_present(
    present: str, official: str, serves_counter: bool, allowed: bool
) -> None:
    may = policies.may_revoke_at_counter(subject=ANA, present=present, official=official, serves_counter=serves_counter)

    assert may is allowed


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "present"), [(Role.AGENT, ANA), (Role.SUPERVISOR, ANA), (Role.COUNTER, BEN)])
def test_the_action_refuses_every_other_official_and_every_other_person(role: Role, present: str) -> None:
    consent = given()

    with pytest.raises(ConsentRefused):
        actions.revoke_at_counter(consent, present=present, official=official(role), now=NOW)
    assert not queries.ended_at_counter(consent)


@pytest.mark.django_db
def test_at_the_counter_it_ends_as_ever_under_the_name_of_the_official() -> None:
    consent = given()

    actions.revoke_at_counter(consent, present=ANA, official=official(Role.COUNTER), now=NOW)

    consent.refresh_from_db()
    assert (consent.revoked_at, consent.revoked_by) == (NOW, "account:7")
    assert queries.ended_at_counter(consent)
    assert queries.holding(ANA, on=TODAY) == []
    assert "consent.revoked_at_counter" in verbs(ANA)
    with pytest.raises(ConsentRefused):
        actions.revoke(consent, actor=ANA, now=NOW)


@pytest.mark.django_db
def test_the_words_shown_are_kept_with_their_hash_and_recorded() -> None:
    consent = given()

    consent.refresh_from_db()
    assert consent.text_sha256 == sha256("本人同意查調…".encode()).hexdigest()
    assert queries.valid(str(consent.pk), subject=ANA, service=SERVICE, fact="tax.work", on=TODAY)
    assert "consent.given" in verbs(ANA)


@pytest.mark.django_db
def test_a_revoked_consent_covers_nothing_from_that_day() -> None:
    consent = given()

    actions.revoke(consent, actor=ANA, now=NOW)

    assert not queries.valid(str(consent.pk), subject=ANA, service=SERVICE, fact="tax.work", on=TODAY)
    assert "consent.revoked" in verbs(ANA)


@pytest.mark.django_db
def test_nobody_else_revokes_and_nobody_revokes_twice() -> None:
    consent = given()

    with pytest.raises(ConsentRefused):
        actions.revoke(consent, actor=BEN, now=NOW)
    actions.revoke(consent, actor=ANA, now=NOW)
    with pytest.raises(ConsentRefused):
        actions.revoke(consent, actor=ANA, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes", [{"given_by": BEN}, {"facts": []}, {"text": " "}, {"purpose": ""}, {"until": date(2026, 11, 21)}]
)
def test_a_consent_that_lacks_something_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ConsentRefused):
        given(**changes)

    assert not Consent.objects.exists()


@pytest.mark.django_db
def test_the_database_keeps_when_and_by_whom_together() -> None:
    consent = given()

    with pytest.raises(IntegrityError):
        Consent.objects.filter(pk=consent.pk).update(revoked_at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("unknown", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_a_consent_that_does_not_exist_is_not_valid(unknown: str) -> None:
    assert not queries.valid(unknown, subject=ANA, service=SERVICE, fact="tax.work", on=TODAY)


def verbs(subject: str) -> set[str]:
    return {entry.verb for entry in audit.entries(subject=subject)}


def official(role: Role) -> Official:
    post = PostView("post:1", "課員", "社會課", "10007100", "員林市公所", frozenset({role}))
    return Official("account:7", "陳櫃台", (post,))
