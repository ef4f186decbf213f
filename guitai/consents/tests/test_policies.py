"""Who may act under a consent and who may end it: each condition of the rules by itself, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from guitai.consents import policies
from guitai.consents.policies import Scope

ANA, BEN, EVA = "person:1", "person:2", "person:3"
SERVICE = "elderly_living_allowance"
FIRST, LAST = date(2026, 1, 10), date(2026, 12, 31)
SCOPE = Scope(ANA, frozenset({SERVICE}), frozenset({"tax.work"}), FIRST, LAST, None, BEN, may_withdraw=True)


@pytest.mark.parametrize(
    ("scope", "ref", "service", "on", "may"),
    [
        (SCOPE, BEN, SERVICE, FIRST, True),
        (SCOPE, BEN, SERVICE, LAST, True),
        (SCOPE, EVA, SERVICE, FIRST, False),
        (SCOPE, BEN, "another_service", FIRST, False),
        (SCOPE, BEN, SERVICE, FIRST - timedelta(days=1), False),
        (SCOPE, BEN, SERVICE, LAST + timedelta(days=1), False),
        (replace(SCOPE, revoked_on=date(2026, 5, 1)), BEN, SERVICE, date(2026, 4, 30), True),
        (replace(SCOPE, revoked_on=date(2026, 5, 1)), BEN, SERVICE, date(2026, 5, 1), False),
        (replace(SCOPE, representative=""), "", SERVICE, FIRST, False),
    ],
)
def test_a_consent_empowers_whom_it_names_for_its_services_on_its_days(
    scope: Scope, ref: str, service: str, on: date, may: bool
) -> None:
    assert policies.empowers(scope, ref=ref, service=service, on=on) is may
    assert policies.empowers_to_withdraw(scope, ref=ref, service=service, on=on) is may


def test_withdrawing_has_to_be_said_in_the_consent() -> None:
    silent = replace(SCOPE, may_withdraw=False)

    assert policies.empowers(silent, ref=BEN, service=SERVICE, on=FIRST)
    assert not policies.empowers_to_withdraw(silent, ref=BEN, service=SERVICE, on=FIRST)


@pytest.mark.parametrize(
    ("changes", "covered"),
    [({}, True), ({"subject": BEN}, False), ({"service": "x"}, False), ({"fact": "x"}, False), ({"on": LAST}, True)],
)
def test_a_consent_covers_its_person_its_services_and_its_facts(changes: dict[str, object], covered: bool) -> None:
    question: dict[str, object] = {"subject": ANA, "service": SERVICE, "fact": "tax.work", "on": FIRST}

    assert policies.covers(SCOPE, **(question | changes)) is covered  # type: ignore[arg-type]  # a test's shorthand


def test_nothing_is_covered_after_the_last_day() -> None:
    late = LAST + timedelta(days=1)

    assert not policies.covers(SCOPE, subject=ANA, service=SERVICE, fact="tax.work", on=late)


@pytest.mark.parametrize(
    ("representative", "actors", "may"),
    [
        (BEN, {ANA}, True),
        (BEN, {BEN}, True),
        (BEN, {"account:7", ANA}, True),
        (BEN, {EVA}, False),
        (BEN, set(), False),
        ("", {""}, False),
        ("", {EVA}, False),
    ],
)
def test_either_side_ends_a_consent_and_nobody_else(representative: str, actors: set[str], may: bool) -> None:
    assert policies.may_revoke(subject=ANA, representative=representative, actors=actors) is may


@pytest.mark.parametrize(
    ("present", "official", "serves_counter", "may"),
    [
        (ANA, "account:7", True, True),
        (ANA, "account:7", False, False),
        (BEN, "account:7", True, False),
        (ANA, "system:job", True, False),
    ],
)
def test_an_official_ends_it_at_the_counter_for_whoever_stands_there(
    present: str, official: str, serves_counter: bool, may: bool
) -> None:
    said = policies.may_revoke_at_counter(
        subject=ANA, present=present, official=official, serves_counter=serves_counter
    )

    assert said is may


def test_who_is_nobody_is_at_no_counter() -> None:
    assert not policies.may_revoke_at_counter(subject="", present="", official="account:7", serves_counter=True)
