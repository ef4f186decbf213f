from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override

from guitai.cases import verdict
from guitai.catalogue.terms import LawReference, Named, Written
from guitai.core.kit import Tone
from guitai.core.texts import Text
from guitai.facts import queries as facts
from guitai.rules.terms import Verdict

WORDS = facts.vocabulary(Path(settings.SERVICES_DIR))
FIGURES = (
    Named("pays", "self_pay_premium", Written.MONEY, Text("您每月自付", "You pay a month")),
    Named("share", "share", Written.PERCENT, Text("保險費自付比率", "Your share of the premium")),
)
CONDITION = {
    "code": "income_over_2x",
    "met": False,
    "value": 40000,
    "limit": 38787.5,
    "because": "D0050152 §12",
    "words": "平均",
}


def read(**answer: Any) -> verdict.Verdict:
    whole = {"verdict": "eligible", "conditions": [], "missing": [], **answer}
    laws = (LawReference("國民年金法", "D0050152", "§12"),)
    figures = FIGURES if "self_pay_premium" in answer else ()
    return verdict.read(whole, verdict.Names({"self": "you", "p1": "person 1"}, laws, WORDS, figures))


def test_an_eligible_household_sees_what_it_pays_first() -> None:
    with override("en"):
        shown = read(share=0.45, self_pay_premium=561, monthly_income_per_head=18000.0, counted_persons=["self", "p1"])

    assert [(figure.label, figure.value) for figure in shown.figures] == [
        ("You pay a month", "NT$ 561"),
        ("Your share of the premium", "45%"),
        ("Income a head and month", "NT$ 18,000"),
        ("People counted", "2"),
    ]


def test_paying_nothing_is_a_figure_too() -> None:
    with override("en"):
        assert read(share=0, self_pay_premium=0).figures[0].value == "NT$ 0"


def test_an_undetermined_verdict_promises_no_amount() -> None:
    with override("en"):
        shown = read(verdict="undetermined", share=None, self_pay_premium=None, monthly_income_per_head=1.5)

    assert [figure.label for figure in shown.figures] == ["Income a head and month"]


@pytest.mark.parametrize(("met", "tone"), [(True, Tone.GOOD), (False, Tone.WAIT), (None, Tone.REST)])
def test_each_of_the_three_values_of_a_condition_has_words_and_a_tone(met: bool | None, tone: Tone) -> None:
    condition = read(conditions=[CONDITION | {"met": met}]).conditions[0]

    assert condition.tone is tone
    assert str(condition.result)
    assert (condition.value, condition.limit, condition.article) == ("40,000", "38,787.5", "國民年金法第12條")


def test_a_value_nobody_knows_is_called_unknown_and_not_zero() -> None:
    with override("en"):
        assert read(conditions=[CONDITION | {"met": None, "value": None}]).conditions[0].value == "unknown"


def test_a_condition_settled_without_a_figure_shows_none() -> None:
    condition = read(conditions=[CONDITION | {"met": True, "value": None, "limit": None}]).conditions[0]

    assert (condition.value, condition.limit) == ("", "")


def test_a_premium_is_what_one_pays_and_not_also_what_one_gets() -> None:
    with override("en"):
        labels = [figure.label for figure in read(amount=498, self_pay_premium=498, share=0.3).figures]

    assert labels == ["You pay a month", "Your share of the premium"]


@pytest.mark.parametrize(("amount_is", "label"), [("exact", "You get a month"), ("maximum", "At most")])
def test_an_allowance_is_what_one_gets(amount_is: str, label: str) -> None:
    with override("en"):
        assert read(amount=8329, amount_is=amount_is).figures[0].label == label


def test_amounts_the_demonstration_assumes_are_named() -> None:
    assert read(assumed=["pension_insured_amount"]).assumed == ("pension_insured_amount",)


def test_what_is_missing_is_said_in_words_and_once() -> None:
    with override("en"):
        shown = read(missing=["persons.p1.work.monthly", "persons.p1.work.monthly", "facts.receives", "persons.x.nix"])

    assert shown.missing == ("person 1: actual monthly pay", "other benefits received", "x: nix")


def test_what_is_missing_is_said_in_chinese_too() -> None:
    with override("zh-hant"):
        assert read(missing=["persons.self.born"]).missing == ("you：出生日期",)


def test_every_verdict_has_a_headline() -> None:
    assert set(verdict.HEADLINES) == {each.value for each in Verdict}
