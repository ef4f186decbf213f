"""What each person does and owns, drawn by age: school, work, service, illness, savings, land."""

from collections.abc import Sequence

from standins.world.population import Home, Human, Population

PAY_STEPS = (
    29_500,
    30_300,
    31_800,
    33_300,
    34_800,
    36_300,
    38_200,
    40_100,
    42_000,
    43_900,
    45_800,
    52_000,
    65_000,
    80_000,
)
PAY_SHARES = (14, 10, 9, 9, 8, 8, 7, 6, 5, 5, 4, 6, 4, 2)
LEVELS = ("mild", "moderate", "severe", "profound")
SCHOOL_FROM, ADULT, WORKING_FROM, STUDENT_UNTIL = 6, 18, 22, 23
SERVICE_UNTIL, INSURED_FROM, HOUSE_FROM, RETIRED_FROM = 24, 25, 36, 65


def draw_all(world: Population, *, people: Sequence[Human], homes: Sequence[Home]) -> None:
    for human in people:
        draw(world, human)
    for home in homes:
        if home.members:
            home.status = _status(world, sum(member.pay for member in home.members) / len(home.members))


def _status(world: Population, earned_a_head: float) -> str:
    for status, below, share in (("low_income", 9_000, 0.2), ("middle_low_income", 15_000, 0.15)):
        if earned_a_head < below and world.chance(share):
            return status
    return "none"


def draw(world: Population, human: Human) -> None:
    """Give the person a believable life; what families.py already decided stays."""
    rng, years = world.rng, world.age(human)
    human.account = (rng.choice(("700", "004", "005", "008", "812", "104")), world.numbers.account())
    if world.chance(0.04 if years < RETIRED_FROM else 0.14):
        human.disability = rng.choices(LEVELS, (40, 33, 19, 8))[0]
    _school_or_service(world, human, years)
    idle = human.student == "day_school" or human.custody != "none" or human.military == "conscript"
    if not idle and WORKING_FROM <= years < RETIRED_FROM and world.chance(0.35 if human.disability != "none" else 0.78):
        human.pay = rng.choices(PAY_STEPS, PAY_SHARES)[0]
    _property(world, human, years)
    if human.registered and INSURED_FROM <= years < RETIRED_FROM and not human.pay and world.chance(0.45):
        human.unpaid_months = rng.randrange(1, 60)
    human.pay_unknown = bool(human.pay) and world.chance(0.01)


def _school_or_service(world: Population, human: Human, years: int) -> None:
    rng = world.rng
    if SCHOOL_FROM <= years < ADULT or (ADULT <= years < STUDENT_UNTIL and world.chance(0.6)):
        human.student = "day_school" if years < ADULT or world.chance(0.85) else "evening_or_extension_school"
    elif ADULT <= years < SERVICE_UNTIL and human.sex == "M" and world.chance(0.3):
        human.military = rng.choices(("conscript", "volunteer"), (3, 1))[0]
    elif ADULT <= years < RETIRED_FROM and human.custody == "none" and world.chance(0.006):
        human.custody = rng.choices(("prison", "detention"), (4, 1))[0]


def _property(world: Population, human: Human, years: int) -> None:
    rng = world.rng
    if years < ADULT or not human.registered:
        return
    if world.chance(0.55):
        human.interest = rng.choices((600, 1_800, 4_800, 12_000, 36_000), (30, 30, 20, 14, 6))[0]
    if world.chance(0.15):
        human.dividend = rng.randrange(500, 60_000, 100)
    if world.chance(0.05):
        human.rent = rng.randrange(4_000, 25_000, 500) * 12
    if years >= HOUSE_FROM and world.chance(0.4):
        human.house = rng.randrange(80_000, 1_200_000, 1_000)
        human.land = rng.randrange(200_000, 6_000_000, 10_000)
