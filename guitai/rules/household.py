"""A situation as the evaluator sees it: every fact a value, a gap a span; remembers which gaps were looked at."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from guitai.facts.queries import services_folder, vocabulary
from guitai.facts.terms import LARGEST_NUMBER, Fact, Kind
from guitai.rules.parameters import ParameterBook
from guitai.rules.readings import UNKNOWN
from guitai.rules.situation import Situation
from guitai.rules.spans import Span, Value, ends

ANY_AMOUNT = Span(0, LARGEST_NUMBER)


class Gap(NamedTuple):
    """One value that is not known."""

    owner: str  # persons.s, facts, parameters
    name: str

    @property
    def path(self) -> str:
        return f"{self.owner}.{self.name.split('.')[0]}"


Filling = Mapping[Gap, Value]


class Household:
    """Leaves of the evaluator. `chosen` fills gaps, wholly or partly."""

    def __init__(
        self, situation: Situation, parameters: ParameterBook, chosen: Mapping[Gap, Value] | None = None
    ) -> None:
        self.situation, self.parameters = situation, parameters
        self.persons = situation.persons
        self.chosen = chosen or {}
        self.words = vocabulary(services_folder())
        self.gaps: dict[Gap, Value] = {}  # gap → all it may be
        self.assumed: set[str] = set()

    def person_fact(self, name: str, person: int) -> Value:
        member = self.persons[person]
        return self._value(member.facts[name], self.words.person[name], f"persons.{member.id}")

    def case_fact(self, name: str) -> Value:
        if name == "on":
            return self.situation.on
        return self._value(self.situation.facts[name], self.words.case[name], "facts")

    def parameter(self, name: str, day: Value) -> Value:
        given = self.situation.parameters.get(name)
        if isinstance(given, Fraction):
            return given
        if given is not UNKNOWN:
            first, last = (self._amount(name, day) for day in ends(day))
            if first is not None and last is not None:
                return ANY_AMOUNT if isinstance(day, Span) else first  # between two days it may have been anything
        return self._gap(Gap("parameters", name), ANY_AMOUNT)

    def _amount(self, name: str, day: date) -> Fraction | None:
        found = self.parameters.find(name, region=self.situation.region, day=day)
        if found.assumed:
            self.assumed.add(name)
        return found.value

    def _value(self, said: Any, fact: Fact, owner: str) -> Value:
        if fact.kind is Kind.INCOMES:
            return self._incomes(said, Gap(owner, fact.name))
        return self._gap(Gap(owner, fact.name), self._anything(fact)) if said is UNKNOWN else said

    def _incomes(self, said: Any, gap: Gap) -> Value:
        """A list with an unknown amount is a list with a span; an unknown list is one entry of unknown kind."""
        if said is not UNKNOWN and all(monthly is not UNKNOWN for _, monthly in said):
            return said
        amount = self._gap(gap, ANY_AMOUNT)
        if said is UNKNOWN:
            return (("", amount),)
        return tuple((kind, amount if monthly is UNKNOWN else monthly) for kind, monthly in said)

    def _anything(self, fact: Fact) -> Value:
        match fact.kind:
            case Kind.NUMBER:
                return Span(fact.least, fact.most)
            case Kind.DATE | Kind.MONTH:
                return Span(fact.least, self.situation.on)
            case Kind.CHOICE | Kind.HISTORY:
                return frozenset(fact.values)
        return None

    def _gap(self, gap: Gap, anything: Value) -> Value:
        self.gaps[gap] = anything
        return self.chosen.get(gap, anything)
