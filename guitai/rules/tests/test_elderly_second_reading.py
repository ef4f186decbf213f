"""The living allowance for the elderly worked out a second time, in plain Python, from the articles and nothing else.

Only the arithmetic: whole figures, nothing unknown. Who wrote the rulebook wrote this too, but the two share no line.
"""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guitai.facts.queries import services_folder
from guitai.rules import batch
from guitai.rules.queries import ParameterBook, Situation, assess, read_rules_file

pytestmark = pytest.mark.slow
ON = date(2026, 3, 10)
BOOK = ParameterBook.read(services_folder() / "tw" / "parameters", assumed_allowed=True)
RULES = read_rules_file(services_folder() / "tw" / "elderly-living-allowance" / "rules.yaml", parameters=BOOK)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

LIVING = {"彰化縣": 15515, "臺北市": 20744, "桃園市": 17186, "金門縣": 15173}  # 115 年最低生活費
CONSUMPTION, WAGE = 26640, 29500
HIGHER, LOWER = 8329, 4164
LAND_LIMIT = 6_500_000
STRAIGHT_LINE = {"grandson", "granddaughter", "grandfather", "grandmother"}
EXCLUSIVE = {"old_farmers_allowance", "disability_living_allowance"}

money = st.integers(0, 120_000)
near = st.sampled_from([23272, 23273, 31116, 38787, 38788, 39960, 39961, 46545, 77575, 77576])
much = st.one_of(st.integers(0, 4_000_000), st.sampled_from([2_500_000, 2_500_001, 2_750_000, 2_750_001, 3_000_000]))
assets = st.fixed_dictionaries(
    {},
    optional={
        "deposit": much,
        "securities": st.integers(0, 400_000),
        "investment": st.integers(0, 400_000),
        "deposit_interest": st.integers(0, 60_000),
        "land": st.one_of(st.integers(0, 9_000_000), st.sampled_from([6_500_000, 6_500_001])),
        "land_not_counted": st.integers(0, 2_000_000),
        "house": st.integers(0, 900_000),
    },
)
relative = st.fixed_dictionaries(
    {
        "relation": st.sampled_from(["spouse", "son", "daughter", "mother", "grandson", "granddaughter", "brother"]),
        "born": st.dates(date(1930, 1, 1), date(2025, 12, 31)),
        "registered": st.sampled_from(["same", "other"]),
        "co_living": st.booleans(),
        "marital": st.sampled_from(["single", "married"]),
        "work": st.one_of(
            st.just({"state": "not_employed"}),
            st.builds(lambda pay: {"state": "employed", "proof": True, "monthly": pay}, money),
        ),
        "other_income": st.lists(
            st.fixed_dictionaries({"kind": st.sampled_from(["rent", "living_aid"]), "monthly": money}), max_size=2
        ),
        "student": st.sampled_from(["none", "none", "day_school"]),
        "disability": st.sampled_from(["none", "none", "moderate"]),
        "disability_prevents_work": st.booleans(),
        "recognised_unemployed": st.booleans(),
        "assets_within_announced_amount": st.booleans(),
        "custody": st.sampled_from(["none", "none", "none", "prison"]),
        "military": st.sampled_from(["none", "none", "none", "conscript"]),
        "claims_applicant_as_tax_dependant": st.booleans(),
        "not_counted_after_visit": st.sampled_from([False, False, False, True]),
        "carer_recognised_condition": st.booleans(),
        "assets": assets,
    }
)
applicant = st.fixed_dictionaries(
    {
        "relation": st.just("self"),
        "born": st.one_of(st.dates(date(1930, 1, 1), date(1963, 1, 1)), st.just(date(1961, 3, 10))),
        "other_income": st.builds(lambda monthly: [{"kind": "pension", "monthly": monthly}], st.one_of(money, near)),
        "custody": st.sampled_from([*["none"] * 9, "prison"]),
        "assets": assets,
    }
)
facts = st.fixed_dictionaries(
    {
        "public_assistance_status": st.sampled_from(["none", "none", "none", "low_income", "middle_low_income"]),
        "days_in_taiwan_last_year": st.sampled_from([365, 365, 184, 183]),
        "placed_at_public_expense": st.sampled_from([False, False, False, True]),
        "receives": st.sampled_from([[], [], [], ["old_farmers_allowance"], ["labour_insurance_pension"]]),
        "gives_up_other_benefit": st.booleans(),
    },
    optional={"actually_lives_in": st.sampled_from(["彰化縣", "臺中市"])},
)

usual = st.fixed_dictionaries(
    {
        "public_assistance_status": st.sampled_from(["none", "none", "none", "low_income"]),
        "days_in_taiwan_last_year": st.just(365),
        "placed_at_public_expense": st.just(value=False),
        "receives": st.just([]),
        "gives_up_other_benefit": st.just(value=True),
    }
)


@st.composite
def households(draw: st.DrawFn) -> dict[str, Any]:
    people = [draw(applicant), *draw(st.lists(relative, max_size=4))]
    region = draw(st.sampled_from(sorted(LIVING)))
    persons = [{"id": f"p{nth}", **person} for nth, person in enumerate(people)]
    return {"on": ON, "region": region, "persons": persons, "facts": draw(st.one_of(usual, usual, usual, facts))}


def years(born: date) -> int:
    return ON.year - born.year - ((ON.month, ON.day) < (born.month, born.day))


def is_counted(person: dict[str, Any]) -> bool:
    """社會救助法 §5."""
    if person["relation"] == "self":
        return True
    near_kin = person["relation"] in {"spouse", "son", "daughter", "mother"}
    far_kin = person["relation"] in STRAIGHT_LINE and (person["registered"] == "same" or person["co_living"])
    if not (near_kin or far_kin or person["claims_applicant_as_tax_dependant"]):
        return False
    descendant = person["relation"] in {"son", "daughter", "grandson", "granddaughter"}
    ground = (
        person["disability_prevents_work"] or person["carer_recognised_condition"] or person["recognised_unemployed"]
    )
    helpless = ground and person["assets_within_announced_amount"]
    if descendant and person["marital"] == "married" and not person["co_living"] and helpless:
        return False
    gone = person["military"] == "conscript" or person["custody"] == "prison"
    return not (gone or person["not_counted_after_visit"])


def imputed(person: dict[str, Any]) -> Fraction:
    """社會救助法 §5-1 I ①(2), III, §5-3."""
    age = years(person["born"])
    works = person.get("work", {}).get("state") == "employed"
    at_school = person.get("student") == "day_school" and age <= 25
    unable = at_school or person.get("disability_prevents_work", False) or person.get("recognised_unemployed", False)
    if works or not 16 <= age < 65 or unable:
        return Fraction(0)
    if person.get("disability", "none") != "none":
        return Fraction(WAGE * 55, 100)
    return Fraction(WAGE * 70, 100) if age < 20 or age >= 60 else Fraction(WAGE)


def income(person: dict[str, Any]) -> Fraction:
    work = person.get("work", {})
    earned = Fraction(work["monthly"]) if work.get("state") == "employed" else imputed(person)
    more = sum(int(each["monthly"]) for each in person["other_income"] if each["kind"] != "living_aid")
    return earned + more


def bars(household: dict[str, Any]) -> list[str]:
    """發給辦法 §2 I ①③④, §12."""
    me, said = household["persons"][0], household["facts"]
    elsewhere = said.get("actually_lives_in", household["region"]) != household["region"]
    found = {
        "age_under_65": years(me["born"]) < 65,
        "not_living_in_registered_county": elsewhere,
        "days_in_taiwan_not_over_183": said["days_in_taiwan_last_year"] <= 183,
        "placed_at_public_expense": said["placed_at_public_expense"],
        "in_custody": me["custody"] != "none",
        "exclusive_benefit": bool(EXCLUSIVE & set(said["receives"])) and not said["gives_up_other_benefit"],
    }
    return [code for code, failed in found.items() if failed]


def worked_out(household: dict[str, Any]) -> tuple[str, int | None, list[str]]:
    """Answer verdict, amount and failing conditions."""
    if failed := bars(household):
        return "not_eligible", None, failed
    if household["facts"]["public_assistance_status"] != "none":
        return "eligible", HIGHER, []
    people = [person for person in household["persons"] if is_counted(person)]
    relief = max((imputed(person) for person in people if person.get("carer_recognised_condition")), default=0)
    a_head = (sum(map(income, people)) - relief) / len(people)
    goods = [person["assets"] for person in people]
    movable = sum(own.get("deposit", 0) + own.get("securities", 0) + own.get("investment", 0) for own in goods) + sum(
        Fraction(own.get("deposit_interest", 0) * 1000, 17) for own in goods
    )
    estate = sum(max(0, own.get("land", 0) - own.get("land_not_counted", 0)) + own.get("house", 0) for own in goods)
    living = LIVING[household["region"]]
    limit = LAND_LIMIT if household["region"] == "彰化縣" else 10**12  # other counties: their value is not known
    found = {
        "income_over_2_5x": a_head > Fraction(living * 5, 2),
        "income_over_1_5x_consumption": a_head > Fraction(CONSUMPTION * 3, 2),
        "movable_assets_over_limit": movable > 2_500_000 + 250_000 * (len(people) - 1),
        "real_estate_over_limit": estate > limit,
    }
    failed = [code for code, is_so in found.items() if is_so]
    if failed:
        return "not_eligible", 0, failed
    return "eligible", HIGHER if a_head < Fraction(living * 3, 2) else LOWER, []


def with_land_known(household: dict[str, Any]) -> dict[str, Any]:
    return (
        household | {"parameters": {"elderly_real_estate_limit": 10**12}}
        if household["region"] != "彰化縣"
        else household
    )


@MANY
@given(households())
def test_the_rulebook_says_what_the_articles_say(household: dict[str, Any]) -> None:
    answer = assess(RULES, Situation.read(with_land_known(household)), on=ON).answer()

    assert (answer["verdict"], answer["amount"], answer["failing_conditions"]) == worked_out(household)


@MANY
@given(st.lists(households(), min_size=1, max_size=5))
def test_many_old_people_at_once_come_out_as_one_by_one(found: list[dict[str, Any]]) -> None:
    situations = [Situation.read(with_land_known(household)) for household in found]

    together = batch.assess_many(RULES, situations, on=ON)

    for situation, summary in zip(situations, together, strict=True):
        one = assess(RULES, situation, on=ON)
        assert (one.verdict, dict(one.figures), one.failing_conditions, one.missing) == (
            summary.verdict,
            summary.figures,
            summary.failing_conditions,
            summary.missing,
        )
