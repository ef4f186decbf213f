"""One household judged: the verdict, every condition, what is missing, and the bytes that must come out again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from guitai.rules.completion import UNDECIDED, Completion
from guitai.rules.evaluator import Frame
from guitai.rules.household import Filling, Household
from guitai.rules.parameters import ParameterBook
from guitai.rules.rulebook import Band, ConditionRule, Ground, Law, Rulebook
from guitai.rules.situation import Situation
from guitai.rules.spans import Value
from guitai.rules.terms import RuleWrong, Verdict

TWO_DECIMALS = {"monthly_income_per_head", "share"}
_VERDICT = {True: Verdict.ELIGIBLE, False: Verdict.NOT_ELIGIBLE}


@dataclass(frozen=True)
class Condition:
    code: str
    met: bool | None
    value: Fraction | int | None
    limit: Fraction | int | None
    because: str
    since: date | None
    source: str
    words: str


@dataclass(frozen=True)
class NotCounted:
    id: str
    ground: Ground


@dataclass(frozen=True)
class Assessment:
    id: str
    benefit: str
    on: date
    rules: str
    verdict: Verdict
    counted_persons: tuple[str, ...]
    not_counted: tuple[NotCounted, ...]
    figures: Mapping[str, Value]  # share, self_pay_premium, income_total, …; None when it cannot be told
    amount_is: str
    basis: Band | None
    failing_conditions: tuple[str, ...]
    missing: tuple[str, ...]
    conditions: tuple[Condition, ...]
    assumed: tuple[str, ...]

    def answer(self) -> dict[str, Any]:
        """The answer as situation-format.md has it, in plain JSON values."""
        return {key: _plain(value) for key, value in self.exact().items()}

    def canonical(self) -> bytes:
        """The same bytes for the same household, law and parameters, whenever and wherever it is computed."""
        return write(self.exact(), sort=True).encode()

    def written(self) -> str:
        return write(self.exact(), sort=False)

    def exact(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": self.id,
            "benefit": self.benefit,
            "on": self.on.isoformat(),
            "rules": self.rules,
            "verdict": self.verdict.value,
            "counted_persons": list(self.counted_persons),
            **{name: _shown(value, name) for name, value in self.figures.items()},
            "amount_is": self.amount_is,
            "basis": _basis(self.basis),
            "failing_conditions": list(self.failing_conditions),
            "missing": list(self.missing),
            "conditions": [_condition(condition) for condition in self.conditions],
            "not_counted": [
                {"id": gone.id, "code": gone.ground.code, "because": gone.ground.because, "words": gone.ground.words.zh}
                for gone in self.not_counted
            ],
        }
        return found | ({"assumed": list(self.assumed)} if self.assumed else {})


def assess(rulebook: Rulebook, situation: Situation, *, on: date, parameters: ParameterBook) -> Assessment:
    if on != situation.on:
        raise RuleWrong(f"the situation is of {situation.on}, not of {on}", remedy="read it for that day")
    return _Judgement(rulebook, situation, rulebook.law_on(on), parameters).assessment()


class _Judgement:
    def __init__(self, rulebook: Rulebook, situation: Situation, law: Law, parameters: ParameterBook) -> None:
        self.rulebook, self.situation, self.law, self.parameters = rulebook, situation, law, parameters
        self.household, self.frame = self._frame({})

    def _frame(self, chosen: Filling) -> tuple[Household, Frame]:
        household = Household(self.situation, self.parameters, chosen)
        return household, Frame(household, case=self.law.case, person=self.law.person, days=self.law.days)

    def assessment(self) -> Assessment:
        verdict, missing = self._outcome("eligible")
        barred = self.frame.of_case("unbarred") is False
        figures = {name: _number(self.frame.of_case(f"shows.{name}")) for name in self.law.shows}
        settled = {self.law.gives: self.law.gives} | {name: f"outputs.{name}" for name in self.law.outputs}
        for name, where in settled.items():
            figures[name] = None if verdict is UNDECIDED or barred else self._settle(where, missing)
        reached = None if barred else self._reached()
        conditions = tuple(self._conditions(self.law.bars if barred else (*self.law.bars, *self.law.conditions)))
        failing = {condition.code for condition in conditions if condition.met is False}
        return Assessment(
            id=self.situation.id,
            benefit=self.rulebook.benefit,
            on=self.situation.on,
            rules=self.rulebook.name,
            verdict=Verdict.UNDETERMINED if verdict is UNDECIDED else _VERDICT[verdict],
            counted_persons=self._counted(),
            not_counted=tuple(self._not_counted()),
            figures=figures,
            amount_is=self.law.amount_is,
            basis=None if reached is None else self.law.bands[reached],
            failing_conditions=failing_codes(self.law, failing, reached, refused=verdict is False),
            missing=tuple(sorted(set(missing))),
            conditions=conditions,
            assumed=tuple(sorted(self.household.assumed)),
        )

    def _settle(self, name: str, missing: list[str]) -> Fraction | int | None:
        """The figure, or None with what is missing for it added to the list."""
        found, more = self._outcome(name)
        missing += more
        return _number(found)

    def _outcome(self, name: str) -> tuple[Any, list[str]]:
        """The value whatever the gaps hold, or UNDECIDED and what is missing."""

        def judge(chosen: Filling) -> Any:
            return _settled(self._frame(chosen)[1].of_case(name))

        first = _settled(self.frame.of_case(name))
        return (first, []) if first is not UNDECIDED else Completion(judge, dict(self.household.gaps)).outcome()

    def _reached(self) -> int | None:
        """The band, when it is known and one was reached at all."""
        band = self.frame.of_case("band")
        return band if isinstance(band, int) and band < len(self.law.bands) else None

    def _counted(self) -> tuple[str, ...]:
        return tuple(m.id for i, m in enumerate(self.situation.persons) if self.frame.of_person("counted", i) is True)

    def _not_counted(self) -> list[NotCounted]:
        """Relatives who would count, and the ground on which they do not."""
        found = []
        for i, member in enumerate(self.situation.persons):
            if i and any(self.frame.of_person(f"include.{ground.code}", i) for ground in self.law.include):
                grounds = [g for g in self.law.exclude if self.frame.of_person(f"exclude.{g.code}", i) is True]
                found += [NotCounted(member.id, grounds[0])] if grounds else []
        return found

    def _conditions(self, rules: tuple[ConditionRule, ...]) -> list[Condition]:
        return [self._condition(rule) for rule in rules if self._applies(rule)]

    def _applies(self, rule: ConditionRule) -> bool:
        when = f"when.{rule.code}"
        return when not in self.law.case or self.frame.of_case(when) is not False

    def _condition(self, rule: ConditionRule) -> Condition:
        met = self.frame.of_case(f"met.{rule.code}")
        value = _number(self.frame.of_case(f"value.{rule.code}")) if rule.has_value else None
        limit = _number(self.frame.of_case(f"limit.{rule.code}")) if rule.has_limit else None
        words = {True: rule.words_met.zh, False: rule.words_not_met.zh, None: f"尚無法判定：{rule.words_met.zh}"}[met]
        words = words.replace("{value}", _said(value)).replace("{limit}", _said(limit))
        return Condition(rule.code, met, value, limit, rule.because, rule.since, self._source(rule), words)

    def _source(self, rule: ConditionRule) -> str:
        """Where the facts of the condition came from: as the situation says, else the registers that have them."""
        given = [s for path, s in self.situation.sources.items() if path.split(".")[-1] in rule.reads]
        facts = self.household.words.facts()
        registers = [f.source for f in facts if f.root in rule.reads and f.source]
        return "; ".join(sorted(set(given)) or dict.fromkeys(registers))


def failing_codes(law: Law, failing: set[str], reached: int | None, *, refused: bool) -> tuple[str, ...]:
    """The bars alone; else why a better band was missed, as the rules say it is explained."""
    if bars := [bar.code for bar in law.bars if bar.code in failing]:
        return tuple(bars)
    better = [band.needs for band in law.bands[:reached] if band.needs]
    match law.explain:
        case "next_better":
            better = better[-1:]
        case "refused":
            better = better[-1:] if refused else []
    return tuple(dict.fromkeys(code for needs in better for code in needs if code in failing))


def _settled(value: Value) -> Any:
    return value if isinstance(value, int | Fraction) else UNDECIDED


def _number(value: Value) -> Fraction | int | None:
    return value if isinstance(value, int | Fraction) else None


def two_decimals(number: Fraction | int) -> Decimal:
    """To two decimals, half up; for showing only."""
    return Decimal((Fraction(number) * 200 + 1) // 2).scaleb(-2)


def _shown(value: Value, name: str = "") -> Decimal | int | None:
    if value is None or isinstance(value, bool):
        return value
    if name not in TWO_DECIMALS and Fraction(value).denominator == 1:
        return int(value)
    return two_decimals(value)


def _said(number: Fraction | int | None) -> str:
    return "（不明）" if number is None else f"{_shown(number):,}"


def _basis(band: Band | None) -> dict[str, str] | None:
    return None if band is None else {"code": band.code, "because": band.because, "words": band.words.zh}


def _condition(condition: Condition) -> dict[str, Any]:
    return {
        "code": condition.code,
        "met": condition.met,
        "value": _shown(condition.value),
        "limit": _shown(condition.limit),
        "because": condition.because,
        "since": condition.since.isoformat() if condition.since else None,
        "source": condition.source,
        "words": condition.words,
    }


def _plain(value: Any) -> Any:
    """Decimals become JSON's numbers, at the border only."""
    match value:
        case Decimal():
            return float(value)
        case dict():
            return {key: _plain(part) for key, part in value.items()}
        case list():
            return [_plain(part) for part in value]
    return value


def write(value: Any, *, sort: bool) -> str:
    """JSON with exact decimals (20000.00), keys in order when asked."""
    match value:
        case Decimal():
            return str(value)
        case dict():
            items = sorted(value.items()) if sort else value.items()
            return "{" + ", ".join(f"{json.dumps(key)}: {write(part, sort=sort)}" for key, part in items) + "}"
        case list():
            return "[" + ", ".join(write(part, sort=sort) for part in value) + "]"
    return json.dumps(value, ensure_ascii=False)
