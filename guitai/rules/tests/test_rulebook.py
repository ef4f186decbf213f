"""Law is dated: each day has its version, each amount its year, and what is wrong is refused where it stands."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from guitai.facts import strict_yaml
from guitai.rules.parameters import ParameterBook
from guitai.rules.queries import Assessment, Situation, assess, read_rulebook
from guitai.rules.terms import RuleWrong, Unreadable, Verdict

RULES = """
benefit: toy
version: 3
since: 2020-01-01
gives: share
explain: {explain}
household:
  most:
  - {{since: 2020-01-01, until: 2023-12-31, is: "10"}}
  - {{since: 2024-01-01, is: "20"}}
counted: {{}}
bars:
- {{code: old, since: 2024-01-01, met: "age(applicant.born, on) >= 18", because: §1,
   words: {{met: 可, not_met: 太年輕}}}}
conditions:
- {{code: full, value: applicant.work.monthly, must_be: at_most, limit: most, because: §2, from: [work],
   words: {{met: 可, not_met: "{{value}} 超過 {{limit}}"}}}}
- {{code: half, value: applicant.work.monthly, must_be: below, limit: 2 * most, because: §3,
   words: {{met: 可, not_met: 超過}}}}
bands:
- {{code: full, gives: 1, needs: [full], because: §2, words: 全額}}
- {{code: half, gives: 50%, needs: [half], because: §3, words: 半額}}
"""
BOOK = ParameterBook({}, {})


def judged(monthly: int, *, on: date, explain: str = "refused", born: date = date(1990, 1, 1)) -> Assessment:
    document = strict_yaml.read(RULES.format(explain=explain), file="toy.yaml")
    book = read_rulebook(document.data, parameters=BOOK, source=document)
    work = {"state": "employed", "monthly": monthly}
    persons = [{"id": "a", "relation": "self", "born": born, "work": work}]
    sources = {"persons.a.work": "tax register, 2026-03-01"}
    situation = Situation.read({"on": on, "region": "彰化縣", "persons": persons, "sources": sources})
    return assess(book, situation, on=on)


@pytest.mark.parametrize(
    ("on", "monthly", "share"),
    [
        (date(2023, 12, 31), 10, 1),
        (date(2023, 12, 31), 11, Fraction(1, 2)),
        (date(2023, 12, 31), 20, 0),
        (date(2024, 1, 1), 20, 1),
        (date(2024, 1, 1), 39, Fraction(1, 2)),
    ],
)
def test_a_case_is_judged_by_the_law_of_its_day(on: date, monthly: int, share: Fraction) -> None:
    assert judged(monthly, on=on).figures["share"] == share


def test_a_condition_that_does_not_hold_yet_is_not_asked() -> None:
    child = date(2010, 1, 1)

    assert judged(1, on=date(2023, 12, 31), born=child).verdict is Verdict.ELIGIBLE
    assert judged(1, on=date(2024, 1, 1), born=child).failing_conditions == ("old",)


@pytest.mark.parametrize(
    ("explain", "half", "none"),
    [
        ("next_better", ("full",), ("half",)),
        ("refused", (), ("half",)),
        ("every", ("full",), ("full", "half")),
    ],
)
def test_what_failed_is_explained_as_the_rules_say(explain: str, half: tuple[str, ...], none: tuple[str, ...]) -> None:
    on = date(2024, 1, 1)

    assert judged(30, on=on, explain=explain).failing_conditions == half
    assert judged(50, on=on, explain=explain).failing_conditions == none


def test_a_condition_says_value_limit_source_and_words() -> None:
    full = next(c for c in judged(1234, on=date(2024, 1, 1)).conditions if c.code == "full")

    assert (full.met, full.value, full.limit, full.source) == (False, 1234, 20, "tax register, 2026-03-01")
    assert full.words == "1,234 超過 20"


def test_before_the_first_day_of_the_rules_there_is_no_answer() -> None:
    with pytest.raises(RuleWrong, match="no rules on 2019-12-31"):
        judged(1, on=date(2019, 12, 31))


def test_a_situation_of_another_day_is_not_judged() -> None:
    document = strict_yaml.read(RULES.format(explain="refused"), file="toy.yaml")
    persons = [{"id": "a", "relation": "self", "born": "1990-01-01"}]
    situation = Situation.read({"on": "2024-01-01", "region": "彰化縣", "persons": persons})

    with pytest.raises(RuleWrong, match="not of"):
        assess(read_rulebook(document.data, parameters=BOOK, source=document), situation, on=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("limit: most", "limit: mosst", "toy.yaml:16: conditions.0.limit: unknown name mosst → perhaps most"),
        ("limit: most", "limit: most +", "toy.yaml:16: conditions.0.limit: column 7"),
        ("limit: most", "limit: true", "a boolean"),
        ('is: "10"', "is: most", "toy.yaml:9: household.most: defined by itself"),
        ("must_be: at_most", "must_be: about", "must_be is one of"),
        ("needs: [full]", "needs: [fool]", "unknown condition fool"),
        ("because: §2, words: 全額", "words: 全額", "toy.yaml:21: bands.0: because is missing"),
        ("words: 全額", "words: 全額, bogus: 1", "unknown key bogus"),
        ("gives: share", "gives: share\nbogus: 1", "bogus: unknown key"),
        ("explain: refused", "explain: shortly", "shortly is not one of"),
        ("version: 3\n", "", "version is missing"),
    ],
)
def test_a_rule_that_says_nothing_is_refused_where_it_stands(before: str, after: str, words: str) -> None:
    text = RULES.format(explain="refused").replace(before, after)
    document = strict_yaml.read(text, file="toy.yaml")

    with pytest.raises(Unreadable) as refusal:
        read_rulebook(document.data, parameters=BOOK, source=document)

    assert words in str(refusal.value)


AMOUNT = "wage:\n  label: {zh: 工資, en: wage}\n  unit: NTD\n  values:\n"
YEAR = "  - {since: 2026-01-01, until: 2026-12-31, value: 29500, source: s, verified: yes}\n"


def amounts(folder: Path, text: str, *, assumed_allowed: bool = False) -> ParameterBook:
    (folder / "wage.yaml").write_text(AMOUNT + text, encoding="utf-8")
    (folder / "regions.yaml").write_text("regions:\n  臺灣省: [彰化縣]\n", encoding="utf-8")
    return ParameterBook.read(folder, assumed_allowed=assumed_allowed)


def test_an_amount_holds_in_its_days_only(tmp_path: Path) -> None:
    book = amounts(tmp_path, YEAR)

    assert book.find("wage", region="彰化縣", day=date(2026, 12, 31)).value == 29500
    assert book.find("wage", region="彰化縣", day=date(2027, 1, 1)).value is None


def test_a_region_has_its_own_amount(tmp_path: Path) -> None:
    book = amounts(tmp_path, YEAR.replace("{since", "{region: 臺灣省, since"))

    assert book.find("wage", region="彰化縣", day=date(2026, 1, 1)).value == 29500
    assert book.find("wage", region="臺北市", day=date(2026, 1, 1)).value is None


def test_an_unverified_amount_is_used_only_where_that_is_allowed_and_then_marked(tmp_path: Path) -> None:
    guess = YEAR.replace("verified: yes", "verified: no")
    day = date(2026, 1, 1)

    assert amounts(tmp_path, guess).find("wage", region="彰化縣", day=day).value is None
    assert amounts(tmp_path, guess, assumed_allowed=True).find("wage", region="彰化縣", day=day).assumed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (YEAR + YEAR, "another value holds"),
        (YEAR.replace("29500", "yes"), "not a number"),
        (YEAR.replace("verified: yes", "verified: perhaps"), "verified is"),
        (YEAR.replace("2026-01-01", "soon"), "are days"),
        (YEAR.replace("source: s, ", ""), "keys are"),
    ],
)
def test_a_doubtful_amount_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        amounts(tmp_path, text)


def test_no_floats_get_in() -> None:
    persons: list[Any] = [{"id": "a", "relation": "self", "born": "1990-01-01", "pregnant_months": 1.5}]

    with pytest.raises(Unreadable, match="not a number"):
        Situation.read({"on": "2024-01-01", "region": "彰化縣", "persons": persons})
