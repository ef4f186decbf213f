"""Consent: who may give it, what it covers, and that taking it back is respected."""

from datetime import date
from hashlib import sha256

import pytest
from django.db import IntegrityError

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
