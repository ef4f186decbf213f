"""The shapes of households, drawn by their share; some fill two homes, because families do."""

from collections.abc import Callable

from standins.world import names
from standins.world.population import Home, Human, Population

Shape = Callable[[Population], None]


def single_elder(world: Population) -> None:
    elder = world.add(world.home(), world.rng.choice("MF"), world.rng.randrange(66, 93))
    elder.marital = world.rng.choice(("widowed", "widowed", "single"))


def elder_couple(world: Population) -> None:
    _couple(world, world.home(), world.rng.randrange(62, 88))


def nuclear(world: Population) -> None:
    years = world.rng.randrange(28, 56)
    parents = _couple(world, world.home(), years + world.rng.randrange(24, 34)) if world.chance(0.3) else None
    husband, wife = _couple(world, world.home(), years, parents=parents)
    _children(world, husband, wife, years)


def single_adult(world: Population) -> None:
    years = world.rng.randrange(25, 60)
    parents = _couple(world, world.home(), years + 28) if world.chance(0.3) else (None, None)
    world.add(world.home(), world.rng.choice("MF"), years, father=parents[0], mother=parents[1])


def single_parent(world: Population) -> None:
    years = world.rng.randrange(28, 55)
    husband, wife = _couple(world, world.home(), years)
    _children(world, husband, wife, years, least=1)
    _move_out(world, husband if world.chance(0.6) else wife)
    world.divorce(husband, wife)


def three_generations(world: Population) -> None:
    home, years = world.home(), world.rng.randrange(32, 50)
    elders = _couple(world, home, years + world.rng.randrange(24, 32))
    husband, wife = _couple(world, home, years, parents=elders)
    _children(world, husband, wife, years, least=1)


def foreign_spouse(world: Population) -> None:
    home, years = world.home(), world.rng.randrange(32, 62)
    husband = world.add(home, "M", years)
    nationality = world.rng.choices(("越南", "大陸地區", "印尼"), (5, 4, 2))[0]
    wife = world.add_foreign_spouse(home, husband, nationality, old_number=world.chance(0.4))
    _children(world, husband, wife, world.age(wife))


def grandparents_raising(world: Population) -> None:
    home = world.home()
    elders = _couple(world, home, world.rng.randrange(58, 70))
    father = world.add(world.home(), "M", world.age(elders[1]) - 24, father=elders[0], mother=elders[1])
    father.marital = "divorced"
    if world.chance(0.5):
        father.custody = "prison"
    for _ in range(world.rng.randrange(1, 3)):
        world.add(home, world.rng.choice("MF"), world.rng.randrange(3, world.age(father) - 17), father=father)


def widowed_parent(world: Population) -> None:
    home, years = world.home(), world.rng.randrange(42, 62)
    parent = world.add(home, world.rng.choice("FFM"), years)
    parent.marital = "widowed"
    for _ in range(world.rng.randrange(1, 4)):
        child_years, family = years - world.rng.randrange(22, 34), names.surname_of(parent.name)
        mother, father = (parent, None) if parent.sex == "F" else (None, parent)
        world.add(home, world.rng.choice("MF"), max(4, child_years), surname=family, mother=mother, father=father)


SHAPES: dict[Shape, int] = {
    single_elder: 10,
    elder_couple: 12,
    nuclear: 30,
    single_adult: 14,
    single_parent: 9,
    three_generations: 10,
    foreign_spouse: 5,
    grandparents_raising: 3,
    widowed_parent: 7,
}


def _couple(
    world: Population, home: Home, years: int, *, parents: tuple[Human | None, Human | None] | None = None
) -> tuple[Human, Human]:
    father, mother = parents or (None, None)
    husband = world.add(home, "M", years, father=father, mother=mother)
    wife = world.add(home, "F", max(20, years - world.rng.randrange(0, 6)))
    world.marry(husband, wife)
    return husband, wife


def _children(world: Population, father: Human, mother: Human, years: int, *, least: int = 0) -> None:
    home = father.home
    eldest = min(years, world.age(mother)) - world.rng.randrange(22, 30)
    for place in range(max(least, world.rng.choice((0, 1, 2, 2, 3)))):
        if (child := eldest - 2 * place) >= 0:
            world.add(home, world.rng.choice("MF"), child, father=father, mother=mother)


def _move_out(world: Population, human: Human) -> None:
    if human.home:
        human.home.members.remove(human)
    human.home = world.home()
    human.home.members.append(human)
