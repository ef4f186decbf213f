"""One verdict, and two benefits for a million persons against the same laws written by hand, in one run.

The bare thing (by_hand.py): every fact of both laws, three values and packed reasons, in int64 for one day and one
region, without names, dates, versions, bounds or words. Both must say the same of every household, else there is no
figure.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import by_hand
import numpy as np
from report import record

from guitai.facts.queries import services_folder, vocabulary
from guitai.facts.terms import Fact, Kind
from guitai.rules import arrays, batch
from guitai.rules.queries import ParameterBook, Situation, assess, read_rules_file
from guitai.rules.table import Column, Table, Words, table

ON = date(2026, 3, 10)
PERSONS = 1_000_000
SIZE = 4
ONE_MS, GAP_MS, MOST_TIMES = 3, 25, 3
BOOK = ParameterBook.read(services_folder() / "tw" / "parameters", assumed_allowed=True)  # speed, not law
PENSION, ELDERLY = "national-pension-premium", "elderly-living-allowance"
GIVES = {PENSION: "share", ELDERLY: "amount"}
BOOKS = {law: read_rules_file(services_folder() / "tw" / law / "rules.yaml", parameters=BOOK) for law in GIVES}
RULES = BOOKS[PENSION]
FAMILIES = (
    ("self", "spouse", "son", "mother"),
    ("self", "spouse", "daughter", "grandson"),
    ("self", "son", "son", "daughter"),
)
AGES = ((40, 38, 12, 62), (70, 66, 40, 8), (66, 41, 36, 30))  # youngest of each; up to twelve years older
SELDOM, WITH_PENSION = 0.01, 0.2
COMMON = {"work.state": 0.6, "work.monthly": 0.9, "marital": 0.6, "co_living": 0.3, "sex": 0.9, "registered": 0.2}
COMMON |= {"disability": 0.06, "student": 0.1, "assets.deposit": 0.9, "assets.land": 0.3, "assets.house": 0.6}
AMOUNTS = {"work.monthly": 60_000, "assets.deposit": 1_500_000, "assets.land": 6_000_000, "assets.house": 900_000}
AMOUNTS |= {"assets.deposit_interest": 9_000, "assets.securities": 400_000, "assets.investment": 900_000}
AMOUNTS |= {"assets.land_not_counted": 2_000_000, "pregnant_months": 10}
UNKNOWN = ("work.monthly", "assets.deposit")
CASE_SHARES = {"insured": 0.8, "lives_in_registered_county": 0.97, "placed_at_public_expense": SELDOM}
CASE_SHARES |= {"gives_up_other_benefit": 0.9, "special_single_parent_ground": SELDOM}
PAID = {"state": "employed", "proof": True, "monthly": 30000}
OLD_AGE = [{"kind": "pension", "monthly": 5000}]
FAMILY = {
    "on": ON,
    "region": "彰化縣",
    "persons": [
        {"id": "a", "relation": "self", "born": date(1976, 2, 3), "work": {"state": "not_employed"}},
        {"id": "b", "relation": "spouse", "born": date(1974, 2, 3), "work": PAID},
        {"id": "c", "relation": "son", "born": date(2004, 2, 3), "student": "day_school"},
        {"id": "d", "relation": "mother", "born": date(1948, 2, 3), "other_income": OLD_AGE},
    ],
}
GAP = {**FAMILY, "persons": [FAMILY["persons"][0], {**FAMILY["persons"][1], "work": "unknown"}, *FAMILY["persons"][2:]]}


def median(run: Callable[[], object], times: int) -> float:
    """Seconds, the median of so many runs after one that does not count."""
    run()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def population() -> Table:
    """Households of four of three kinds of age; every fact that the two laws read is there, as seldom as in life."""
    draw = np.random.default_rng(1)
    words = Words()
    one = table([Situation.read(FAMILY)], on=ON)
    persons = {
        name: _drawn(name, fact, words, draw)
        for name, fact in vocabulary(services_folder()).person.items()
        if fact.used_by_rules
    }
    homes = PERSONS // SIZE
    kinds = np.array([_codes(words, kind) for kind in FAMILIES], dtype=np.int32)
    which = draw.integers(0, len(FAMILIES), homes)
    persons["relation"] = Column(kinds[which].reshape(-1))
    born = np.array(AGES)[which].reshape(-1) * -365 - draw.integers(0, 12 * 365, PERSONS)
    persons["born"] = Column(np.datetime64(ON) + born.astype("m8[D]"))
    case = {name: _alike(column, one, words) for name, column in one.case.items()}
    statuses = np.array(_codes(words, ("none", "middle_low_income", "low_income")), dtype=np.int32)
    case["public_assistance_status"] = Column(statuses[draw.choice(3, homes, p=(0.92, 0.05, 0.03))])
    for name, share in CASE_SHARES.items():
        case[name] = Column(draw.random(homes) < share)
    case["receives"] = Column({"old_farmers_allowance": draw.random(homes) < SELDOM})
    case["days_in_taiwan_last_year"] = Column(arrays.exact(np.where(draw.random(homes) < SELDOM, 100, 365)))
    starts = np.arange(0, PERSONS, SIZE)
    region = np.zeros(homes, dtype=int)
    return Table(ON, starts, np.repeat(np.arange(homes), SIZE), ["彰化縣"], region, persons, case, words)


def _codes(words: Words, named: Sequence[str]) -> list[int]:
    return [words.code(word) for word in named]


def _drawn(name: str, fact: Fact, words: Words, draw: np.random.Generator) -> Column:
    """One fact of everybody: mostly its default, money as it may be, a hundredth of pay and deposits unknown."""
    unknown = draw.random(PERSONS) < SELDOM if name in UNKNOWN else None
    match fact.kind:
        case Kind.NUMBER:
            most = AMOUNTS.get(name, 4)
            rare = draw.random(PERSONS) < COMMON.get(name, SELDOM)
            return Column(arrays.exact(np.where(rare, draw.integers(0, most, PERSONS), 0)), unknown)
        case Kind.CHOICE:
            codes = np.array(_codes(words, fact.values), dtype=np.int32)
            default = words.code(str(fact.default or fact.values[0]))
            rare = draw.random(PERSONS) < COMMON.get(name, SELDOM)
            return Column(np.where(rare, codes[draw.integers(0, len(codes), PERSONS)], default).astype(np.int32))
        case Kind.DATE:
            default = np.datetime64(fact.default or ON)
            rare = draw.random(PERSONS) < SELDOM
            return Column(np.where(rare, np.datetime64(ON) - draw.integers(0, 900, PERSONS).astype("m8[D]"), default))
        case Kind.INCOMES:
            amounts = np.where(draw.random(PERSONS) < WITH_PENSION, draw.integers(0, 15_000, PERSONS), 0)
            aid = np.where(draw.random(PERSONS) < SELDOM, 6_000, 0)
            return Column({"pension": arrays.exact(amounts), "living_aid": arrays.exact(aid)})
    return Column((draw.random(PERSONS) < COMMON.get(name, SELDOM)) ^ bool(fact.default))


def _alike(column: Column, one: Table, words: Words) -> Column:
    """The same for every household; words by their number in this table."""
    if isinstance(column.data, np.ndarray) and column.data.dtype == np.int32:
        return Column(arrays.constant(words.code(one.words.word(int(column.data[0]))), np.int32))
    return column


def plain(many: Table) -> by_hand.People:
    """The same columns as somebody would hold them who writes by hand."""
    person = {name: _numbers(column) for name, column in many.person.items()}
    person["other"] = sum(
        amounts.num for kind, amounts in many.person["other_income"].data.items() if kind not in by_hand.AID
    )
    case = {name: _numbers(column) for name, column in many.case.items()}
    case["other_benefit"] = case["receives"]["old_farmers_allowance"]
    opened = {name: many.person[name].open for name in UNKNOWN}
    return by_hand.People(person, case, opened, many.starts, many.words.code, np.datetime64(ON))


def _numbers(column: Column) -> Any:
    return column.data.num if isinstance(column.data, arrays.Exact) else column.data


def amounts() -> by_hand.Amounts:
    def of(name: str, times: int = 1) -> int:
        value = BOOK.find(name, region="彰化縣", day=ON).value
        if value is None:
            raise SystemExit(f"{name} is not known on {ON}")
        return int(value * times)

    return by_hand.Amounts(
        wage=of("minimum_wage"),
        living=of("minimum_living_cost"),
        consumption=of("average_consumption_expenditure"),
        higher=of("elderly_allowance_higher"),
        lower=of("elderly_allowance_lower"),
        real_estate=of("elderly_real_estate_limit"),
        deposit_rate=of("deposit_interest_rate", 1),
    )


def agree(law: str, found: batch.Result, hand: by_hand.Judged, times: int) -> None:
    """The figure means something only if nobody is judged in two ways."""
    settled = ~found.open
    ours = arrays.whole(arrays.multiply(found.figures[GIVES[law]], arrays.exact(arrays.constant(times))))
    same = np.array_equal(found.verdict, hand.verdict) and np.array_equal(found.counted, hand.counted)
    eligible = settled & found.eligible
    same = same and np.array_equal(found.reasons[settled], hand.reasons[settled])
    if not same or not np.array_equal(np.broadcast_to(ours, settled.shape)[eligible], hand.gives[eligible]):
        raise SystemExit(f"{law}: the text and the hand differ, so the figure would mean nothing")


def main() -> None:
    for words, household, most, times in (
        ("everything known", FAMILY, ONE_MS, 200),
        ("one gap that matters", GAP, GAP_MS, 20),
    ):
        situation = Situation.read(household)
        ms = 1000 * median(lambda situation=situation: assess(RULES, situation, on=ON).canonical(), times)
        record(f"verdict: one household of four, {words}", round(ms, 2), "ms", goal=f"≤ {most} ms", holds=ms <= most)

    many, day = population(), np.datetime64(ON)
    people, money = plain(many), amounts()
    laws = {law: (book, book.law_on(ON)) for law, book in BOOKS.items()}

    def by_text() -> dict[str, batch.Result]:
        found = {law: batch.judge(book, dated, many) for law, (book, dated) in laws.items()}
        for each in found.values():
            each.verdict, each.reasons  # noqa: B018 - packed anew at each call, as by hand
        return found

    def hand() -> dict[str, by_hand.Judged]:
        share = by_hand.pension_share(people, money, insured_until=day)
        return {PENSION: share, ELDERLY: by_hand.elderly_allowance(people, money, judged_on=day)}

    ours, theirs = by_text(), hand()
    for law, times in ((PENSION, 100), (ELDERLY, 1)):
        agree(law, ours[law], theirs[law], times)
        counts = np.bincount(ours[law].verdict, minlength=3)
        print(f"{law}: {counts[1]:,} households yes, {counts[0]:,} no, {counts[2]:,} with a gap that could matter")
    text, bare = median(by_text, 3), median(hand, 3)
    ratio = text / bare
    name = "verdict: two benefits, 1,000,000 persons in 250,000 households"
    record(f"{name}, by hand in numpy", round(bare, 3), "s")
    record(
        name, round(text, 3), "s", ratio=round(ratio, 2), goal=f"≤ {MOST_TIMES} × by hand", holds=ratio <= MOST_TIMES
    )


if __name__ == "__main__":
    main()
