"""The world repeats itself, is believable, and has everybody the issue promises."""

import json
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from standins import household, kinship
from standins.world import families, ledgers, stories, writing
from standins.world.numbers import is_valid
from standins.world.places import TOWNSHIPS
from standins.world.population import Human, Population

HOUSEHOLDS = 2000
WORLD, STORIES = writing.make(seed=1, households=HOUSEHOLDS)
BY_KEY = {story.key: story for story in STORIES}
PROMISED_STORIES = {
    *("share_30", "share_45", "refused_60", "low_income_0", "disabled_moderate_30", "disabled_severe_0"),
    *("undetermined_income_unknown", "rare_name", "resident_number_spouse", "foreign_spouse_household"),
    *("student_child", "father_in_prison", "conscript_son", "account_holder_other", "no_mail_elder"),
    *("moved_from_other_township", "elder_widow", "elder_daughter", "elder_lower", "elder_deposits"),
}
PENSION = [story for story in STORIES if story.benefit == stories.PENSION_SHARE]


def has(*characters: str) -> Callable[[Human], bool]:
    return lambda human: any(character in human.name for character in characters)


KINDS: dict[str, tuple[int, Callable[[Human], bool]]] = {
    "峯": (3, has("峯")),
    "萣": (3, has("萣")),
    "喆": (3, has("喆")),
    "𠮷": (3, has("𠮷")),
    "𣏌": (3, has("𣏌")),
    "romanised indigenous names": (10, lambda human: human.name.isascii() and human.registered),
    "new resident number": (20, lambda human: human.number[1] in "89"),
    "old resident number": (20, lambda human: human.number[1] in "ABCD"),
    "spouse not yet registered, foreign": (20, lambda human: human.nationality in {"越南", "印尼"}),
    "spouse not yet registered, mainland": (10, lambda human: human.nationality == "大陸地區"),
    "divorced": (100, lambda human: human.marital == "divorced"),
    "widowed": (50, lambda human: human.marital == "widowed"),
    "day school": (100, lambda human: human.student == "day_school"),
    "extension school": (10, lambda human: human.student == "evening_or_extension_school"),
    "mild": (20, lambda human: human.disability == "mild"),
    "moderate": (20, lambda human: human.disability == "moderate"),
    "severe": (10, lambda human: human.disability == "severe"),
    "profound": (5, lambda human: human.disability == "profound"),
    "conscript": (5, lambda human: human.military == "conscript"),
    "volunteer": (1, lambda human: human.military == "volunteer"),
    "prison": (5, lambda human: human.custody == "prison"),
    "detention": (1, lambda human: human.custody == "detention"),
    "low income": (20, lambda human: human.home is not None and human.home.status == "low_income"),
    "middle low income": (20, lambda human: human.home is not None and human.home.status == "middle_low_income"),
    "deposits": (500, lambda human: human.interest > 0),
    "shares": (100, lambda human: human.dividend > 0),
    "rent": (30, lambda human: human.rent > 0),
    "land": (300, lambda human: human.land > 0),
    "house": (300, lambda human: human.house > 0),
    "paid work": (1000, lambda human: human.pay > 0),
    "income not yet known": (5, lambda human: human.pay_unknown),
    "unpaid pension months": (100, lambda human: human.unpaid_months > 0),
    "parents in another household": (
        100,
        lambda human: human.father is not None and human.father.home is not human.home,
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_world_has_enough_of_every_kind(kind: str) -> None:
    least, is_one = KINDS[kind]

    assert sum(map(is_one, WORLD.people)) >= least


def test_there_are_enough_households_in_every_township() -> None:
    homes = [home for home in WORLD.homes if home.members]
    spread = Counter(home.address.township.name for home in homes)

    assert len(homes) >= HOUSEHOLDS
    assert len(spread) == len(TOWNSHIPS) == 26
    assert min(spread.values()) >= 20


def test_there_are_households_of_three_generations_and_of_single_parents() -> None:
    together = [home.members for home in WORLD.homes]
    three = [home for home in together if any(m.father in home and m.father.father in home for m in home if m.father)]

    assert len(three) >= 100
    assert len([home for home in together if len(home) > 1 and home[0].marital == "divorced"]) >= 30


def test_every_number_is_valid_and_used_once() -> None:
    numbers = [human.number for human in WORLD.people]

    assert all(map(is_valid, numbers))
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(("number", "right"), [("A123456789", True), ("A123456780", False), ("AA23456787", True)])
@pytest.mark.parametrize("more", [("A800000014", True), ("AD23456783", True)])
def test_the_check_digit_follows_the_published_vectors(number: str, right: bool, more: tuple[str, bool]) -> None:
    assert is_valid(number) is right
    assert is_valid(more[0]) is more[1]


def test_the_number_tells_the_sex_of_its_holder() -> None:
    for human in WORLD.people:
        assert (human.number[1] in "18AC") is (human.sex == "M")


def test_nobody_has_impossible_relatives() -> None:
    for human in WORLD.people:
        for parent in filter(None, (human.father, human.mother)):
            assert human.born.year - parent.born.year >= 16
        if human.spouse:
            assert human.spouse.spouse is human
            assert human.sex != human.spouse.sex
            assert human.marital == "married"
            assert human.born.year <= WORLD.day.year - 18


def test_no_student_or_child_lives_alone() -> None:
    alone = [home.members[0] for home in WORLD.homes if len(home.members) == 1]

    assert all(human.born.year <= WORLD.day.year - 18 for human in alone)


def test_the_same_seed_gives_the_same_files_and_another_seed_others(tmp_path: Path) -> None:
    for folder, seed in (("a", 3), ("b", 3), ("c", 4)):
        writing.write(tmp_path / folder, seed=seed, households=120)

    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == sorted([*(f"{agency}.json" for agency in ledgers.LEDGERS), "people.json"])
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
        assert (tmp_path / "a" / name).read_bytes() != (tmp_path / "c" / name).read_bytes()


def test_the_stories_do_not_depend_on_how_many_households_follow() -> None:
    small, _ = writing.make(seed=1, households=60)

    assert [human.number for human in small.people[:40]] == [human.number for human in WORLD.people[:40]]


def test_two_thousand_households_take_less_than_five_seconds(tmp_path: Path) -> None:
    started = time.monotonic()

    writing.write(tmp_path, seed=2, households=HOUSEHOLDS)

    assert time.monotonic() - started < 5


def test_an_agency_knows_only_its_own_part() -> None:
    me = BY_KEY["share_30"].applicant
    elsewhere = {name: json.dumps(ledger(WORLD), ensure_ascii=False) for name, ledger in ledgers.LEDGERS.items()}

    assert [name for name, text in elsewhere.items() if me.name in text] == ["household"]
    assert [name for name, text in elsewhere.items() if me.account[1] in text] == ["bank"]
    assert [name for name, text in elsewhere.items() if "格式代號" in text] == ["tax"]
    assert [name for name, text in elsewhere.items() if "障礙等級" in text] == ["welfare"]


def test_every_promised_story_is_told() -> None:
    assert set(BY_KEY) >= PROMISED_STORIES
    assert len(BY_KEY) == len(STORIES)
    assert len(PENSION) == len(stories.TELLERS)


@pytest.mark.parametrize("story", PENSION, ids=lambda story: story.key)
def test_the_applicant_of_a_story_is_insured_and_at_home(story: stories.Story) -> None:
    entry = ledgers.pension(WORLD)[story.applicant.number]

    assert entry["身分"] == "被保險人"  # type: ignore[index]  # a ledger's entry
    assert story.applicant.home is not None
    assert story.applicant in story.applicant.home.members


def test_every_shape_of_household_can_be_drawn() -> None:
    for seed, shape in enumerate(families.SHAPES):
        world = Population(seed, date(2026, 11, 1))
        for _ in range(20):
            shape(world)
        assert world.people


@pytest.mark.parametrize(
    ("key", "name", "title"),
    [
        ("share_30", "陳美玲", "配偶"),
        ("share_30", "王柏翰", "子"),
        ("father_in_prison", "鄭進財", "父"),
        ("three_generations", "詹添財", "配偶之父"),
        ("divorced_single_parent", "莊嘉宏", "前配偶"),
        ("foreign_spouse_household", "邱玉蘭", "母"),
        ("elder_widow", "陳秀蘭", "女"),
        ("elder_widow", "葉永祥", "女婿"),
        ("elder_daughter", "陳林阿滿", "母"),
        ("elder_grandson", "鄭宇軒", "孫"),
    ],
)
def test_the_register_knows_relatives_wherever_they_live(key: str, name: str, title: str) -> None:
    record = household.answer(ledgers.household(WORLD), {"number": BY_KEY[key].applicant.number}) or {}

    assert (name, title) in {(entry["姓名"], entry["稱謂"]) for entry in record["關係人"]}


def test_the_register_sees_grandparents_and_grandchildren_from_both_ends() -> None:
    ledger, child = ledgers.household(WORLD), next(m for m in WORLD.people if m.father and m.father.father)
    elder = child.father.father if child.father else None
    assert elder is not None

    up = kinship.relatives(ledger["人口"], child.number)  # type: ignore[arg-type]  # a ledger's people
    down = kinship.relatives(ledger["人口"], elder.number)  # type: ignore[arg-type]  # as above

    assert up[elder.number] == "祖父"
    assert down[child.number] in {"孫", "孫女"}
