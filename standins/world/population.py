"""People and households as they are, before any agency knows a part of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from standins.world import names, places
from standins.world.numbers import Numbers

HOME = "中華民國"


@dataclass
class Home:
    number: str
    address: places.Address
    members: list["Human"] = field(default_factory=list)
    moved_in: date | None = None
    moved_from: str = ""  # code of the township before
    status: str = "none"  # low_income, middle_low_income


@dataclass
class Human:
    number: str
    name: str
    sex: str
    born: date
    home: Home | None
    marital: str = "single"
    spouse: "Human | None" = None
    ex_spouse: "Human | None" = None
    father: "Human | None" = None
    mother: "Human | None" = None
    nationality: str = HOME
    pay: int = 0  # a month, from an employer who insures
    pay_unknown: bool = False  # the tax office is still working on the year
    interest: int = 0  # a year, as the others
    dividend: int = 0
    rent: int = 0
    land: int = 0
    house: int = 0
    receives: tuple[str, ...] = ()  # benefits, by their legal names
    placed: bool = False  # in a home at public expense
    student: str = "none"
    disability: str = "none"
    custody: str = "none"
    military: str = "none"
    unpaid_months: int = 0
    account: tuple[str, str] = ("", "")

    @property
    def registered(self) -> bool:
        return self.nationality == HOME


def age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


class Population:
    """Everybody, and the only way to add somebody."""

    def __init__(self, seed: int, day: date) -> None:
        self.rng, self.day = Random(seed), day
        self.numbers = Numbers(self.rng)
        self.homes: list[Home] = []
        self.people: list[Human] = []

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def home(self, township: str = "") -> Home:
        place = places.BY_NAME[township] if township else places.draw_township(self.rng)
        home = Home(self.numbers.household(), places.draw_address(self.rng, place))
        self.homes.append(home)
        return home

    def born_at(self, years: int) -> date:
        day_of_year = self.rng.randrange(0, 360)
        return date.fromordinal(self.day.replace(year=self.day.year - years).toordinal() - day_of_year)

    def add(
        self,
        home: Home | None,
        sex: str,
        years: int,
        *,
        surname: str = "",
        name: str = "",
        father: Human | None = None,
        mother: Human | None = None,
        number: str = "",
    ) -> Human:
        family = surname or names.surname_of(father.name if father else "")
        chosen = name or names.draw_name(self.rng, sex, years, family)
        letter = "N" if self.chance(0.85) else self.rng.choice("ABFKLMPQ")
        human = Human(
            number or self.numbers.national(sex, letter),
            chosen,
            sex,
            self.born_at(years),
            home,
            father=father,
            mother=mother,
        )
        self._enter(human)
        return human

    def add_foreign_spouse(self, home: Home, partner: Human, nationality: str, *, old_number: bool = False) -> Human:
        """Somebody married here, living in the home, not yet in the register."""
        sex = "F" if partner.sex == "M" else "M"
        draw = self.numbers.resident_old if old_number else self.numbers.resident
        years = max(22, age(partner.born, self.day) - self.rng.randrange(0, 12))
        name = self.rng.choice(names.FOREIGN[nationality])
        human = Human(draw(sex), name, sex, self.born_at(years), home, nationality=nationality)
        self._enter(human)
        self.marry(partner, human)
        return human

    def marry(self, one: Human, other: Human) -> None:
        one.spouse, other.spouse = other, one
        one.marital = other.marital = "married"

    def divorce(self, one: Human, other: Human) -> None:
        one.spouse = other.spouse = None
        one.ex_spouse, other.ex_spouse = other, one
        one.marital = other.marital = "divorced"

    def age(self, human: Human) -> int:
        return age(human.born, self.day)

    def heads(self) -> Iterator[Human]:
        return (home.members[0] for home in self.homes if home.members)

    def _enter(self, human: Human) -> None:
        self.people.append(human)
        if human.home and human.registered:
            human.home.members.append(human)
