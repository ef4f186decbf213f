"""How amounts, shares and reasons are written in letters."""

from decimal import Decimal
from typing import Any

import pytest

from guitai.cases.letters import grounds_from, money, percent, reasons_from
from guitai.catalogue.terms import Service


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (665, "665"),
        (65650, "65,650"),
        (1234567, "1,234,567"),
        (16412.5, "16,412.50"),
        (20000.0, "20,000"),
        ("20916.666", "20,916.67"),
        (Decimal("0.005"), "0.01"),
        (Decimal("0.004"), "0"),
        (-1200, "-1,200"),
    ],
)
def test_an_amount_has_thousands_and_cents_only_where_there_are_any(value: Any, written: str) -> None:
    assert money(value) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [("0", "0%"), ("0.0", "0%"), ("0.3", "30%"), ("0.30", "30%"), ("0.45", "45%"), ("1", "100%"), ("", "")],
)
def test_a_share_is_written_as_a_percentage(share: str, written: str) -> None:
    assert percent(share) == written


def condition(code: str, *, met: bool | None, because: str = "D0050152 §12 ②(1)") -> dict[str, Any]:
    return {"code": code, "met": met, "because": because, "words": f"{code}。"}


def test_reasons_are_the_failed_conditions_numbered_with_their_article(service: Service) -> None:
    conditions = [condition("a", met=True), condition("b", met=False), condition("c", met=False)]

    reasons = reasons_from({"failing_conditions": ["b"], "conditions": conditions}, service)

    assert reasons == "（1）b。（國民年金法第12條第2款第1目）"


def test_what_could_not_be_determined_is_no_reason_to_refuse(service: Service) -> None:
    answer = {"failing_conditions": ["b"], "conditions": [condition("b", met=None)]}

    assert reasons_from(answer, service) == ""


def test_grounds_are_the_provision_and_its_own_conditions(service: Service) -> None:
    answer = {
        "basis": condition("band", met=True),
        "conditions": [condition("a", met=True), condition("other", met=True, because="D0050152 §7")],
    }

    lines = grounds_from(answer, service).splitlines()

    assert [line[:7] for line in lines] == ["（1）band", "（2）a。（國"]


def test_an_answer_without_a_basis_has_no_grounds(service: Service) -> None:
    assert grounds_from({"conditions": [condition("a", met=True)]}, service) == ""
