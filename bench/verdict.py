"""One verdict, and a million persons against bare numpy doing the same sums, in one run.

The bare thing: ages, ability, imputed pay, counted persons, sums by household and the bands for the pension share,
written by hand in int64 for exactly these columns, without names, versions, gaps, regions or overflow checks.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date

import numpy as np
from report import record

from guitai.facts.queries import services_folder, vocabulary
from guitai.facts.terms import Kind
from guitai.rules import arrays, batch
from guitai.rules.queries import ParameterBook, Situation, assess, read_rules_file
from guitai.rules.table import Column, History, Table, Words, table

ON = date(2026, 3, 10)
PERSONS = 1_000_000
SIZE = 4
ADULT, GROWN, LATE, OLD, INSURED = 16, 20, 60, 65, 25  # ages of the law
ONE_MS, GAP_MS, BULK_S = 5, 25, 2.9
BOOK = ParameterBook.read(services_folder() / "tw" / "parameters", assumed_allowed=False)
RULES = read_rules_file(services_folder() / "tw" / "national-pension-premium" / "rules.yaml", parameters=BOOK)
PAID = {"state": "employed", "proof": True, "monthly": 30000}
PENSION = [{"kind": "pension", "monthly": 5000}]
FAMILY = {
    "on": ON,
    "region": "彰化縣",
    "persons": [
        {"id": "a", "relation": "self", "born": date(1976, 2, 3), "work": {"state": "not_employed"}},
        {"id": "b", "relation": "spouse", "born": date(1974, 2, 3), "work": PAID},
        {"id": "c", "relation": "son", "born": date(2004, 2, 3), "student": "day_school"},
        {"id": "d", "relation": "mother", "born": date(1948, 2, 3), "other_income": PENSION},
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
    """Households of four: applicant, spouse, child, parent; everything else as the facts' defaults."""
    draw = np.random.default_rng(1)
    words = Words()
    one = table([Situation.read(FAMILY)], on=ON)
    persons: dict[str, Column] = {}
    for name, fact in vocabulary(services_folder()).person.items():
        if fact.used_by_rules and not fact.required:
            persons[name] = _spread(fact.kind, fact.default, words)
    relations = [words.code(word) for word in ("self", "spouse", "son", "mother")]
    years = draw.integers(0, 30 * 365, PERSONS) + np.tile([-3000, -3000, 3000, -12000], PERSONS // SIZE)
    employed = draw.integers(0, 2, PERSONS) == 1
    persons["relation"] = Column(np.tile(np.array(relations, dtype=np.int32), PERSONS // SIZE))
    persons["born"] = Column(np.datetime64("1975-01-01") + years.clip(-16000, 14000).astype("m8[D]"))
    states = np.array([words.code("not_employed"), words.code("employed")], dtype=np.int32)
    persons["work.state"] = Column(states[employed.astype(int)])
    persons["work.monthly"] = Column(arrays.exact(np.where(employed, draw.integers(0, 60_000, PERSONS), 0)))
    starts = np.arange(0, PERSONS, SIZE)
    case = {name: _alike(column, one, words) for name, column in one.case.items()}
    region = np.zeros(len(starts), dtype=int)
    return Table(ON, starts, np.repeat(np.arange(len(starts)), SIZE), ["彰化縣"], region, persons, case, words)


def _spread(kind: Kind, default: object, words: Words) -> Column:
    match kind:
        case Kind.NUMBER:
            return Column(arrays.exact(np.full(PERSONS, default, dtype=np.int64)))
        case Kind.CHOICE:
            return Column(np.full(PERSONS, words.code(str(default)), dtype=np.int32))
        case Kind.DATE | Kind.MONTH:
            return Column(np.full(PERSONS, default, dtype="M8[D]"))
        case Kind.INCOMES | Kind.CHOICES:
            return Column({})
        case Kind.HISTORY:
            return Column(History({}))
    return Column(np.full(PERSONS, default, dtype=bool))


def _alike(column: Column, one: Table, words: Words) -> Column:
    """The same for every household; words by their number in this table."""
    if isinstance(column.data, np.ndarray) and column.data.dtype == np.int32:
        return Column(arrays.constant(words.code(one.words.word(int(column.data[0]))), np.int32))
    return column


def bare(born: np.ndarray, state: np.ndarray, monthly: np.ndarray, employed: int, starts: np.ndarray) -> np.ndarray:
    """The pension share in hundredths for every household."""
    on = np.datetime64(ON)
    month = born.astype("M8[M]")
    before = (month.astype(int) % 12) * 32 + (born - month.astype("M8[D]")).astype(int)
    age = 2026 - (born.astype("M8[Y]").astype(int) + 1970) - (before > 2 * 32 + 9)
    able = (age >= ADULT) & (age < OLD)
    reduced = ((age >= ADULT) & (age < GROWN)) | ((age >= LATE) & (age < OLD))
    imputed = np.where(able, np.where(reduced, 29500 * 70, 29500 * 100), 0)
    income = np.where(state == employed, monthly * 100, imputed)
    total, size = np.add.reduceat(income, starts), np.diff(starts, append=len(born))
    first = (total * 2 < 3 * 15515 * 100 * size) & (total <= 26640 * 100 * size)
    second = (total < 2 * 15515 * 100 * size) & (2 * total <= 3 * 26640 * 100 * size)
    insured = (age[starts] >= INSURED) & (age[starts] < OLD) & (born[starts] <= on)
    return np.where(insured, np.where(first, 30, np.where(second, 45, 60)), -1)


CASES = (("everything known", FAMILY, ONE_MS, 200), ("one gap that matters", GAP, GAP_MS, 20))


def main() -> None:
    for words, household, most, times in (
        ("everything known", FAMILY, ONE_MS, 200),
        ("one gap that matters", GAP, GAP_MS, 20),
    ):
        situation = Situation.read(household)
        ms = 1000 * median(lambda situation=situation: assess(RULES, situation, on=ON).canonical(), times)
        record(f"verdict: one household of four, {words}", round(ms, 2), "ms", goal=f"≤ {most} ms", holds=ms <= most)

    many, law = population(), RULES.law_on(ON)
    monthly, employed = many.person["work.monthly"].data.num, many.words.codes["employed"]
    columns = (many.person["born"].data, many.person["work.state"].data, monthly, employed, many.starts)
    found = batch.judge(RULES, law, many)
    hundred = arrays.exact(arrays.constant(100))
    ours = np.where(found.barred, -1, arrays.whole(arrays.multiply(found.figures["share"], hundred)))
    if found.open.any() or not np.array_equal(bare(*columns), ours):
        raise SystemExit("the bare thing and the rules differ: the figure would mean nothing")
    rules, hand = median(lambda: batch.judge(RULES, law, many), 3), median(lambda: bare(*columns), 3)
    goal = f"≤ {BULK_S} s for 1.25 M (40 s for 14 benefits)"
    name, holds = "verdict: 1,000,000 persons in 250,000 households", rules * 1.25 <= BULK_S
    record(name, round(rules, 3), "s", ratio=round(rules / hand, 2), goal=goal, holds=holds)


if __name__ == "__main__":
    main()
