"""Old people with a name and a lesson about the living allowance for the elderly.

Amounts are those of the demo in November 2026, assumed and unverified: 10,286 below 23,272.5 a head, 5,142 up to
38,787.5; property up to 2,500,000 and 250,000 for each further person, real estate up to 6,500,000.
"""

from collections.abc import Callable

from standins.world.population import Human, Population
from standins.world.stories import Scene, Story

ALLOWANCE = "elderly_living_allowance"
HIGHER, LOWER = 10_286, 5_142


def _granted(key: str, title: str, me: Human, amount: int) -> Story:
    return Story(key, title, me, None, benefit=ALLOWANCE, ends={"verdict": "eligible", "amount": amount})


def _refused(key: str, title: str, me: Human, *because: str) -> Story:
    ends: dict[str, object] = {"verdict": "not_eligible", "failing_conditions": list(because)}
    return Story(key, title, me, None, benefit=ALLOWANCE, ends=ends)


def widow(world: Population) -> list[Story]:
    """Too old for the national pension, entitled to the higher allowance; her daughter in another town helps."""
    scene = Scene(world, "員林市")
    me = scene.person("陳林阿滿", "F", 78)
    me.marital, me.interest = "widowed", 1_800
    there = scene.elsewhere("彰化市")
    daughter = scene.person("陳秀蘭", "F", 52, pay=38_200, home=there, mother=me)
    husband = scene.person("葉永祥", "M", 54, pay=42_000, home=there)
    world.marry(husband, daughter)
    return [
        _granted("elder_widow", "七十八歲獨居的媽媽，女兒住彰化市", me, HIGHER),
        _refused("elder_daughter", "替媽媽陳林阿滿申請的女兒", daughter, "age_under_65"),
    ]


def lower_amount(world: Population) -> list[Story]:
    scene = Scene(world, "鹿港鎮")
    husband, me = scene.couple(("施金水", 74, 0), ("施黃玉葉", 70, 0))
    husband.rent = 360_000
    scene.child("施俊宏", "M", 41, husband, me, pay=52_000)
    return [_granted("elder_lower", "收入在一點五倍與二點五倍之間", me, LOWER)]


def deposits(world: Population) -> list[Story]:
    me = Scene(world, "和美鎮").person("許秋月", "F", 75)
    me.marital, me.interest = "widowed", 60_000
    return [_refused("elder_deposits", "利息推算存款超過二百五十萬元", me, "movable_assets_over_limit")]


def farmland(world: Population) -> list[Story]:
    me = Scene(world, "二林鎮").person("洪進丁", "M", 80)
    me.marital, me.land = "widowed", 8_000_000
    return [_refused("elder_farmland", "名下土地超過合理的價值", me, "real_estate_over_limit")]


def low_income(world: Population) -> list[Story]:
    scene = Scene(world, "大城鄉")
    scene.home.status = "low_income"
    return [_granted("elder_low_income", "列冊低收入戶的老人，免查收入財產", scene.person("蔡天送", "M", 69), HIGHER)]


def farmer(world: Population) -> list[Story]:
    me = Scene(world, "埔鹽鄉").person("陳清標", "M", 73)
    me.marital, me.receives = "divorced", ("老年農民福利津貼",)
    return [_granted("elder_farmer", "已領老農津貼，只能選一樣", me, HIGHER)]


def grandson_at_home(world: Population) -> list[Story]:
    scene = Scene(world, "溪州鄉")
    me = scene.person("鄭罔市", "F", 68)
    me.marital = "widowed"
    father = scene.person("鄭文龍", "M", 42, home=scene.elsewhere("二水鄉"), mother=me)
    father.marital, father.custody = "divorced", "prison"
    scene.person("鄭宇軒", "M", 12, father=father)
    return [_granted("elder_grandson", "隔代教養，兒子服刑不列計", me, HIGHER)]


def income_unknown(world: Population) -> list[Story]:
    scene = Scene(world, "田中鎮")
    me = scene.person("謝金枝", "F", 71)
    me.marital = "widowed"
    scene.person("謝志明", "M", 45, home=scene.elsewhere("社頭鄉"), mother=me).pay_unknown = True
    ends: dict[str, object] = {"verdict": "undetermined"}
    return [Story("elder_income_unknown", "兒子的所得尚未歸戶", me, None, benefit=ALLOWANCE, ends=ends)]


def in_a_home(world: Population) -> list[Story]:
    me = Scene(world, "田尾鄉").person("邱樹根", "M", 82)
    me.marital, me.placed = "widowed", True
    return [_refused("elder_placed", "由政府公費安置", me, "placed_at_public_expense")]


TELLERS: tuple[Callable[[Population], list[Story]], ...] = (
    widow,
    lower_amount,
    deposits,
    farmland,
    low_income,
    farmer,
    grandson_at_home,
    income_unknown,
    in_a_home,
)


def tell_all(world: Population) -> list[Story]:
    return [story for teller in TELLERS for story in teller(world)]
