"""Words of the vocabulary: a fact has a name, a kind, a unit, bounds and a meaning."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LARGEST_NUMBER = 10**12  # an unknown amount is somewhere up to here; no household has more


class Unreadable(Exception):
    """A file cannot be used; says where, what is wrong, and what to write instead."""

    def __init__(self, problem: str, *, file: str, line: int | None = None, key: str = "", remedy: str = "") -> None:
        place = f"{file}:{line}" if line else file
        super().__init__(": ".join(part for part in (place, key, problem) if part) + (f" → {remedy}" if remedy else ""))
        self.problem, self.file, self.line, self.key, self.remedy = problem, file, line, key, remedy


class Kind(StrEnum):
    """What a value is. `ground` is a yes/no that may also name its reason; `choices` is a set of words."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    GROUND = "ground"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    CHOICES = "choices"
    INCOMES = "incomes"
    HISTORY = "history"
    TEXT = "text"


class Of(StrEnum):
    PERSON = "person"
    CASE = "case"


@dataclass(frozen=True)
class Fact:
    """One entry of services/_bank/facts.yaml. `name` may have a part (work.monthly)."""

    name: str
    of: Of
    kind: Kind
    zh: str
    en: str
    default: object
    unit: str = ""
    values: tuple[str, ...] = ()
    least: int | date | None = None
    most: int | date | None = None
    source: str = ""
    required: bool = False
    used_by_rules: bool = True

    @property
    def root(self) -> str:
        return self.name.split(".", maxsplit=1)[0]


@dataclass(frozen=True)
class Vocabulary:
    person: dict[str, Fact]
    case: dict[str, Fact]

    def facts(self) -> list[Fact]:
        return [*self.person.values(), *self.case.values()]
