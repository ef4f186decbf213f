"""Two benefits written by hand in numpy, as quick as we can: the bare thing that the rules text is measured against.

The same facts, the same three values (1 yes, 0 no, 2 a gap that could matter) and the same packed reasons as
``guitai.rules.batch``, but for these two laws, one day and one region only: amounts are constants, histories are left
out (nobody in the population has one), and nothing is named, dated, bounded or explained.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Facts = dict[str, Array]
AID = ("living_aid", "medical_aid", "emergency_relief", "disaster_relief", "cooperative_education_allowance")
NO, YES, OPEN = 0, 1, 2


class Amounts(NamedTuple):
    """Whole dollars of the day and region; the premium is insured amount times rate."""

    wage: int
    living: int
    consumption: int
    higher: int
    lower: int
    real_estate: int
    deposit_rate: int  # in thousandths of a percent


class Judged(NamedTuple):
    verdict: Array  # uint8, one a household
    reasons: Array  # uint32: bit n says that the n-th bar or condition is not met
    gives: Array  # hundredths of the premium, or dollars
    counted: Array  # one a person


class People(NamedTuple):
    """The columns of all persons with the words as numbers; ``starts`` are the applicants."""

    person: Facts
    case: Facts
    open: Facts
    starts: Array
    code: Callable[[str], int]
    on: np.datetime64


def years(born: Array, on: np.datetime64) -> Array:
    months = born.astype("M8[M]")
    month = months.astype(np.int64) % 12
    day = (born - months.astype("M8[D]")).astype(np.int64)
    on_month = on.astype("M8[M]")
    last = (int(on_month.astype(np.int64)) % 12) * 32 + int((on - on_month.astype("M8[D]")).astype(np.int64))
    year = born.astype("M8[Y]").astype(np.int64)
    return int(on.astype("M8[Y]").astype(np.int64)) - year - (month * 32 + day > last)


def one_of(column: Array, people: People, *words: str) -> Array:
    """Codes are small: a look-up table is the quickest way."""
    lookup = np.zeros(256, dtype=bool)
    lookup[[people.code(word) for word in words]] = True
    return np.asarray(lookup[column])


def months_later(day: Array, months: int) -> Array:
    """The same day so many months later, or the last of that month."""
    month = day.astype("M8[M]")
    last = (month + np.timedelta64(months + 1, "M")).astype("M8[D]") - np.timedelta64(1, "D")
    return np.minimum((month + np.timedelta64(months, "M")).astype("M8[D]") + (day - month.astype("M8[D]")), last)


def incomes(people: People, amounts: Amounts, *, age: Array, unable: Array, certificate: Array) -> tuple[Array, Array]:
    """Hundredths of dollars a month for every person, and of it what was imputed."""
    facts = people.person
    able = (age >= 16) & (age < 65) & ~unable
    spared = facts["recognised_unemployed"] | facts["in_public_training"]
    spared |= (age >= 55) & (facts["failed_placements"] >= 3)
    young_or_late = ((age >= 16) & (age < 20)) | ((age >= 60) & (age < 65))
    part = np.where(certificate, 55, np.where(young_or_late, 70, 100))
    employed = facts["work.state"] == people.code("employed")
    imputed = np.where(~employed & able & ~spared, amounts.wage * part, 0)
    return np.where(employed, facts["work.monthly"] * 100, imputed) + facts["other"] * 100, imputed


def unable(people: People, age: Array, expecting: Array, alone: Array) -> Array:
    facts = people.person
    at_school = (facts["student"] == people.code("day_school")) & (age <= 25)
    found = facts["disability_prevents_work"] | at_school | facts["serious_illness_card"]
    return found | facts["under_guardianship"] | expecting | alone


def left_out(people: People) -> Array:
    """What both laws leave out of the counted persons."""
    facts = people.person
    relation = facts["relation"]
    abroad = (facts["registered"] == people.code("none")) & (facts["nationality"] != people.code("roc"))
    spouse = (relation == people.code("spouse")) & (~facts["household_registration"] | abroad)
    ground = facts["no_support_ability_ground"] | facts["serious_illness_card"] | facts["disability_prevents_work"]
    ground |= facts["carer_recognised_condition"] | facts["recognised_unemployed"]
    below = one_of(relation, people, "son", "daughter", "grandson", "granddaughter")
    married = facts["marital"] == people.code("married")
    child = below & married & ~facts["co_living"] & ground & facts["assets_within_announced_amount"]
    lost = months_later(facts["reported_missing_on"], 6)
    away = (facts["military"] == people.code("conscript")) | (facts["custody"] != people.code("none"))
    return spouse | child | away | facts["publicly_funded_student"] | (lost <= people.on)


def sums(values: Array, counted: Array, starts: Array) -> Array:
    return np.add.reduceat(np.where(counted, values, 0), starts)


def relief(imputed: Array, counted: Array, people: People) -> Array:
    carers = counted & people.person["carer_recognised_condition"]
    return np.maximum.reduceat(np.where(carers, imputed, 0), people.starts)


def income_open(people: People, counted: Array) -> Array:
    """A gap: the pay is not known, or only by an average that nobody announced for this day."""
    employed = people.person["work.state"] == people.code("employed")
    gap = people.open["work.monthly"] | ~people.person["work.pay_known"]
    return np.logical_or.reduceat(gap & employed & counted, people.starts)


def packed(*met: Array) -> Array:
    reasons = np.zeros(len(met[0]), dtype=np.uint32)
    for bit, one in enumerate(met):
        reasons |= (~one).astype(np.uint32) << np.uint32(bit)
    return reasons


def in_families(people: People, *, same_household: Array, out: Array) -> Array:
    facts = people.person
    relation = facts["relation"]
    near = one_of(relation, people, "spouse", "father", "mother", "son", "daughter")
    line = one_of(relation, people, "grandfather", "grandmother", "grandson", "granddaughter")
    counted = (near | (line & same_household) | facts["claims_applicant_as_tax_dependant"]) & ~out
    counted[people.starts] = True
    return counted


def pension_share(people: People, amounts: Amounts, *, insured_until: np.datetime64) -> Judged:
    """What an insured person pays of the premium, in hundredths (國民年金法 §12)."""
    facts, case, starts = people.person, people.case, people.starts
    sizes, relation = np.diff(starts, append=len(facts["born"])), facts["relation"]
    age, me = years(facts["born"], people.on), relation == people.code("self")
    child = one_of(relation, people, "son", "daughter")
    newborn = np.logical_or.reduceat(child & (months_later(facts["born"], 2) >= people.on), starts)
    below = child | one_of(relation, people, "grandson", "granddaughter")
    small = np.logical_or.reduceat(below & (age <= 6) & facts["co_living"], starts)
    after = (facts["sex"] == people.code("F")) & one_of(relation, people, "self", "spouse") & np.repeat(newborn, sizes)
    expecting = (facts["pregnant_months"] >= 6) | facts["pregnancy_prevents_work"] | after
    alone = facts["raises_young_child_alone"] | (
        me & (facts["marital"] != people.code("married")) & np.repeat(small, sizes)
    )
    income, imputed = incomes(
        people,
        amounts,
        age=age,
        unable=unable(people, age, expecting, alone),
        certificate=facts["disability"] != people.code("none"),
    )
    same = facts["registered"] == people.code("same")
    counted = in_families(people, same_household=same, out=left_out(people) | facts["support_duty_exempted_by_court"])
    total = sums(income, counted, starts) - relief(imputed, counted, people)
    size = np.maximum(1, np.add.reduceat(counted.astype(np.int64), starts))
    first_living, first_consumption = 2 * total < 300 * amounts.living * size, total <= 100 * amounts.consumption * size
    second_living = total < 200 * amounts.living * size
    second_consumption = 2 * total <= 300 * amounts.consumption * size
    born = facts["born"][starts]
    of_age = (years(born, people.on) >= 25) & (years(born, insured_until) < 65)
    level, status = facts["disability"][starts], case["public_assistance_status"]
    share = np.full(len(starts), 60)
    for met, gives in (
        (second_living & second_consumption, 45),
        (level == people.code("mild"), 45),
        (first_living & first_consumption, 30),
        (level == people.code("moderate"), 30),
        (status == people.code("middle_low_income"), 30),
        (one_of(level, people, "severe", "profound"), 0),
        (status == people.code("low_income"), 0),
    ):
        share[met] = gives
    insured = ~of_age | case["insured"]
    verdict = (of_age & insured & (share < 60)).astype(np.uint8)
    verdict[income_open(people, counted)] = OPEN
    reasons = packed(of_age, insured, first_living, first_consumption, second_living, second_consumption)
    return Judged(verdict, reasons, share, counted)


def elderly_allowance(people: People, amounts: Amounts, *, judged_on: np.datetime64) -> Judged:
    """The allowance of a month in dollars (老人福利法 §12)."""
    facts, case, starts = people.person, people.case, people.starts
    relation, age = facts["relation"], years(facts["born"], people.on)
    sizes = np.diff(starts, append=len(age))
    expecting = (facts["pregnant_months"] >= 6) | facts["pregnancy_prevents_work"]
    income, imputed = incomes(
        people,
        amounts,
        age=age,
        unable=unable(people, age, expecting, facts["raises_young_child_alone"]),
        certificate=facts["disability"] != people.code("none"),
    )
    above = one_of(relation, people, "father", "mother", "grandfather", "grandmother")
    special = np.repeat(case["special_single_parent_ground"], sizes)
    apart = above & ~facts["co_living"] & ~facts["provides_support"] & special
    near = (facts["registered"] == people.code("same")) | facts["co_living"]
    out = left_out(people) | apart | facts["not_counted_after_visit"]
    counted = in_families(people, same_household=near, out=out)
    size = np.maximum(1, np.add.reduceat(counted.astype(np.int64), starts))
    total = sums(income, counted, starts) - relief(imputed, counted, people)
    rate = max(1, amounts.deposit_rate)
    movable = facts["assets.deposit"] * rate + facts["assets.deposit_interest"] * 100_000
    movable += (facts["assets.securities"] + facts["assets.investment"]) * rate
    real = np.maximum(0, facts["assets.land"] - facts["assets.land_not_counted"]) + facts["assets.house"]
    examined = case["public_assistance_status"] == people.code("none")
    met = (
        2 * total < 300 * amounts.living * size,
        2 * total <= 500 * amounts.living * size,
        2 * total <= 300 * amounts.consumption * size,
        sums(movable, counted, starts) <= (2_500_000 + 250_000 * (size - 1)) * rate,
        sums(real, counted, starts) <= amounts.real_estate,
    )
    met = tuple(~examined | one for one in met)
    bars = (
        years(facts["born"][starts], judged_on) >= 65,
        case["lives_in_registered_county"],
        case["days_in_taiwan_last_year"] > 183,
        ~case["placed_at_public_expense"],
        facts["custody"][starts] == people.code("none"),
        ~case["other_benefit"] | case["gives_up_other_benefit"],
    )
    unbarred = np.logical_and.reduce(bars)
    lower = met[1] & met[2] & met[3] & met[4]
    gives = np.where(lower, np.where(met[0], amounts.higher, amounts.lower), 0)
    verdict = (unbarred & lower).astype(np.uint8)
    rich = np.logical_or.reduceat(people.open["assets.deposit"] & counted, starts) & examined
    verdict[income_open(people, counted) | rich] = OPEN
    return Judged(verdict, packed(*bars, *met), gives, counted)
