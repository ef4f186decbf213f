"""What must hold for every household, tried on many."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guitai.facts.queries import services_folder
from guitai.rules import batch
from guitai.rules.queries import Assessment, ParameterBook, Rulebook, Situation, assess, read_rulebook, read_rules_file
from guitai.rules.terms import Unreadable, Verdict

pytestmark = pytest.mark.slow
ON = date(2026, 3, 10)
BOOK = ParameterBook.read(services_folder() / "tw" / "parameters", assumed_allowed=False)
PENSION = read_rules_file(services_folder() / "tw" / "national-pension-premium" / "rules.yaml", parameters=BOOK)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

RELATIONS = ["spouse", "father", "mother", "son", "daughter", "brother", "grandmother", "grandson", "mother_in_law"]
REGIONS = ["彰化縣", "臺北市", "新北市", "桃園市", "臺中市", "高雄市", "金門縣"]
UNSURE = st.just("unknown")
money = st.integers(0, 90_000)
income = st.fixed_dictionaries({"kind": st.sampled_from(["rent", "living_aid"]), "monthly": money})


def work(*, gaps: bool) -> st.SearchStrategy[Any]:
    monthly = st.one_of(money, UNSURE) if gaps else money
    employed = st.fixed_dictionaries({"state": st.just("employed"), "proof": st.just(value=True), "monthly": monthly})
    ways: list[st.SearchStrategy[Any]] = [st.just({"state": "not_employed"}), employed]
    return st.one_of(*ways, UNSURE) if gaps else st.one_of(*ways)


def person(number: int, relation: st.SearchStrategy[str], *, gaps: bool) -> st.SearchStrategy[dict[str, Any]]:
    maybe = [UNSURE] if gaps else []
    return st.fixed_dictionaries(
        {"id": st.just(f"p{number}"), "relation": relation, "born": st.dates(date(1930, 1, 1), ON)},
        optional={
            "sex": st.sampled_from(["F", "M"]),
            "registered": st.one_of(st.sampled_from(["same", "other", "none"]), *maybe),
            "co_living": st.one_of(st.booleans(), *maybe),
            "marital": st.sampled_from(["single", "married", "divorced", "widowed"]),
            "work": work(gaps=gaps),
            "other_income": st.one_of(
                st.lists(
                    st.fixed_dictionaries({"kind": st.sampled_from(["rent", "living_aid"]), "monthly": money}),
                    max_size=2,
                ),
                *maybe,
            ),
            "student": st.sampled_from(["none", "day_school"]),
            "disability": st.one_of(st.sampled_from(["none", "mild", "moderate", "severe"]), *maybe),
            "disability_prevents_work": st.booleans(),
            "custody": st.sampled_from(["none", "prison"]),
            "military": st.sampled_from(["none", "conscript"]),
            "carer_recognised_condition": st.booleans(),
            "recognised_unemployed": st.one_of(st.booleans(), *maybe),
            "pregnant_months": st.integers(0, 9),
            "no_support_ability_ground": st.booleans(),
            "assets_within_announced_amount": st.booleans(),
            "claims_applicant_as_tax_dependant": st.booleans(),
            "reported_missing_on": st.dates(date(2025, 1, 1), ON),
        },
    )


@st.composite
def households(draw: st.DrawFn, *, gaps: bool = False) -> dict[str, Any]:
    others = draw(st.integers(0, 3))
    applicant = draw(person(0, st.just("self"), gaps=gaps))
    applicant["born"] = draw(st.dates(date(1955, 1, 1), date(2003, 1, 1)))
    relatives = [draw(person(i + 1, st.sampled_from(RELATIONS), gaps=gaps)) for i in range(others)]
    status = st.sampled_from(["none", "none", "middle_low_income", "low_income"])
    return {
        "on": ON,
        "region": draw(st.sampled_from(REGIONS)),
        "persons": [applicant, *relatives],
        "facts": {"public_assistance_status": draw(st.one_of(status, UNSURE) if gaps else status)},
    }


def judged(household: dict[str, Any], rulebook: Rulebook = PENSION) -> Assessment:
    return assess(rulebook, Situation.read(household), on=ON)


@MANY
@given(st.lists(st.one_of(households(), households(gaps=True)), min_size=1, max_size=6))
def test_many_at_once_come_out_as_one_by_one(found: list[dict[str, Any]]) -> None:
    situations = [Situation.read(household) for household in found]

    together = batch.assess_many(PENSION, situations, on=ON)

    for situation, summary in zip(situations, together, strict=True):
        one = assess(PENSION, situation, on=ON)
        assert (one.verdict, dict(one.figures), one.counted_persons) == (
            summary.verdict,
            summary.figures,
            summary.counted_persons,
        )
        assert (one.failing_conditions, one.missing) == (summary.failing_conditions, summary.missing)


@MANY
@given(households())
def test_the_same_household_gives_the_same_bytes(household: dict[str, Any]) -> None:
    assert judged(household).canonical() == judged(household).canonical()


@MANY
@given(households(), st.integers(1, 50_000))
def test_more_income_never_lowers_the_own_share(household: dict[str, Any], more: int) -> None:
    richer = {**household, "persons": [dict(p) for p in household["persons"]]}
    richer["persons"][0]["other_income"] = [{"kind": "rent", "monthly": more}]
    household["persons"][0]["other_income"] = []

    before, after = judged(household).figures["share"], judged(richer).figures["share"]

    assert (before is None) == (after is None)
    assert before is None or after >= before


@MANY
@given(households(gaps=True), st.data())
def test_no_filling_contradicts_a_verdict_reached_with_gaps(household: dict[str, Any], data: st.DataObject) -> None:
    with_gaps = judged(household)

    filled = judged(fill(household, data))

    if with_gaps.verdict is not Verdict.UNDETERMINED:
        assert filled.verdict is with_gaps.verdict
    if with_gaps.figures["share"] is not None:
        assert filled.figures["share"] == with_gaps.figures["share"]


def fill(household: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    ways: dict[str, st.SearchStrategy[Any]] = {
        "work": work(gaps=False),
        "registered": st.sampled_from(["same", "other", "none"]),
        "disability": st.sampled_from(["none", "mild", "moderate", "severe", "profound"]),
        "other_income": st.just([{"kind": "rent", "monthly": 30_000}]) | st.just([]),
        "public_assistance_status": st.sampled_from(["none", "middle_low_income", "low_income"]),
    }

    def filled(key: str, value: Any) -> Any:
        if value == "unknown":
            return data.draw(ways.get(key, st.booleans()))
        if key == "work" and value.get("monthly") == "unknown":
            return {**value, "monthly": data.draw(money)}
        return value

    persons = [{key: filled(key, value) for key, value in p.items()} for p in household["persons"]]
    return {**household, "persons": persons, "facts": {k: filled(k, v) for k, v in household["facts"].items()}}


TOY = """
(any(work.monthly > {a}) or sum(work.monthly) <= {b}) and not (applicant.disability = 'mild' and insured)
applicant.disability = 'mild' and applicant.pregnant_months > {c} or sum(work.monthly) = {a}
(if insured then count(co_living) > {c} else sum(pregnant_months where co_living) < {b})
sum(work.monthly where co_living) * 2 > {a} and sum(work.monthly where not co_living) < {b}
applicant.pregnant_months > {c} and applicant.pregnant_months < {a} or insured and applicant.disability != 'none'
(applicant.pregnant_months > {c}) = insured
""".strip().splitlines()

DISABILITY = ("none", "mild", "moderate", "severe", "profound")


def toy(text: str) -> Rulebook:
    band = {"code": "yes", "gives": 1, "when": text, "because": "§1", "words": "可"}
    last = {"code": "no", "gives": 0, "eligible": False, "because": "§2", "words": "否"}
    rules = {"benefit": "toy", "version": 1, "since": date(2020, 1, 1), "gives": "share", "bands": [band, last]}
    return read_rulebook({**rules, "counted": {}}, parameters=BOOK, source="toy")


@st.composite
def toys(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    a, b, c = (draw(st.integers(0, 5)) for _ in range(3))
    text = draw(st.sampled_from(TOY)).format(a=a, b=b, c=c)
    persons = []
    for i in range(draw(st.integers(1, 2))):
        pay = draw(st.sampled_from([0, 1, 3, "unknown"]))
        persons.append(
            {
                "id": f"p{i}",
                "relation": "son" if i else "self",
                "born": date(1990, 1, 1),
                "co_living": draw(st.sampled_from([True, False, "unknown"])),
                "work": {"state": "employed", "proof": True, "monthly": pay},
                "pregnant_months": draw(st.sampled_from([0, 2, 4, "unknown"])),
                "disability": draw(st.sampled_from(["none", "mild", "unknown"])),
            }
        )
    facts = {"insured": draw(st.sampled_from([True, False, "unknown"]))}
    return text, {"on": ON, "region": "彰化縣", "persons": persons, "facts": facts}


VALUES: dict[str, list[Any]] = {
    "co_living": [True, False],
    "pregnant_months": list(range(11)),
    "disability": list(DISABILITY),
    "monthly": [0, 1, 2, 3, 4, 5, 6, 99],
}


def fillings(household: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any], list[str]]]:
    """Every way of filling the gaps within small bounds, with the path of each gap."""
    places = [(p["id"], key) for p in household["persons"] for key in VALUES if (p | p["work"])[key] == "unknown"]
    values = [VALUES[key] for _, key in places]
    paths = [f"persons.{owner}.{'work' if key == 'monthly' else key}" for owner, key in places]
    insured = [True, False] if household["facts"]["insured"] == "unknown" else []
    for chosen in product(*values, *([insured] if insured else [])):
        persons = []
        for p in household["persons"]:
            own = {key: value for (owner, key), value in zip(places, chosen, strict=False) if owner == p["id"]}
            pay = {"monthly": own.pop("monthly")} if "monthly" in own else {}
            persons.append(p | own | {"work": p["work"] | pay})
        facts = {"insured": chosen[-1]} if insured else household["facts"]
        yield (
            chosen,
            {**household, "persons": persons, "facts": facts},
            [*paths, *(["facts.insured"] if insured else [])],
        )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(toys())
def test_open_exactly_when_two_fillings_differ_and_missing_names_exactly_what_matters(
    case: tuple[str, dict[str, Any]],
) -> None:
    text, household = case
    gaps = str(household).count("unknown")
    if gaps > 3:
        household = {**household, "persons": household["persons"][:1]}
    if str(household).count("unknown") > 3:
        return
    rulebook = toy(text)

    found = judged(household, rulebook)

    answers = {values: (judged(filled, rulebook).verdict, paths) for values, filled, paths in fillings(household)}
    verdicts = {verdict for verdict, _ in answers.values()}
    assert found.verdict is (verdicts.pop() if len(verdicts) == 1 else Verdict.UNDETERMINED)
    assert list(found.missing) == sorted(mattering(answers))


def mattering(answers: dict[tuple[Any, ...], tuple[Verdict, list[str]]]) -> set[str]:
    found: set[str] = set()
    for values, (verdict, paths) in answers.items():
        for i, path in enumerate(paths):
            others = (v for v in answers if v[:i] + v[i + 1 :] == values[:i] + values[i + 1 :])
            if any(answers[v][0] is not verdict for v in others):
                found.add(path)
    return found


def test_numbers_beyond_int64_stay_exact_in_columns() -> None:
    born, pay = date(1990, 1, 1), {"state": "employed", "proof": True, "monthly": 10**12}
    persons = [{"id": f"p{i}", "relation": "son" if i else "self", "born": born, "work": pay} for i in range(9)]
    one = Situation.read({"on": ON, "region": "彰化縣", "persons": persons})
    book = toy("sum(work.monthly * 10000000.1) * 1000000 > 90000009000000000000000000 - 1")

    assert batch.assess_many(book, [one], on=ON)[0].verdict is assess(book, one, on=ON).verdict


@pytest.mark.parametrize(
    "wrong",
    [{"bands": None}, {"explain": "somehow"}, {"parameters": {"nothing": "on"}}, {"household": {"a": "b"}}],
)
def test_a_rulebook_that_cannot_be_judged_is_refused(wrong: dict[str, Any]) -> None:
    rules: dict[str, Any] = {"benefit": "x", "version": 1, "since": date(2020, 1, 1), "gives": "share"}
    rules |= {"bands": [], "counted": {}} | wrong

    with pytest.raises(Unreadable, match="toy"):
        read_rulebook({k: v for k, v in rules.items() if v is not None}, parameters=BOOK, source="toy")
