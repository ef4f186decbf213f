"""People with a name and a lesson: each shows one thing about the national-pension premium, with the right result.

Amounts are the law's for 2026 in 臺灣省 (taiwan-standards §2.4): 30 % below 23,272.5 a head, 45 % below 31,030, minimum
wage 29,500 for somebody who could work but does not, 70 % of it from 60 on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from standins.world.lives import ADULT, SCHOOL_FROM
from standins.world.population import Home, Human, Population

PENSION_SHARE = "national_pension_premium_share"
FULL_SHARE = 0.6
PREMIUM = {0.0: 0, 0.3: 665, 0.45: 997, 0.6: 1329}


@dataclass(frozen=True)
class Story:
    key: str
    title: str
    applicant: Human
    share: float | None  # None: cannot be determined
    counted: int | None = None
    income_total: int | None = None
    has_mail: bool = True
    account: tuple[str, str] | None = None  # the one written on the form, when it is not the applicant's
    shows: dict[str, object] = field(default_factory=dict)
    benefit: str = PENSION_SHARE
    ends: dict[str, object] = field(default_factory=dict)  # how a story about another benefit ends

    @property
    def expected(self) -> dict[str, object]:
        if self.ends:
            return self.ends
        if self.share is None:
            return {"verdict": "undetermined"}
        result: dict[str, object] = {
            "verdict": "eligible" if self.share < FULL_SHARE else "not_eligible",
            "share": self.share,
            "self_pay_premium": PREMIUM[self.share],
        }
        if self.counted and self.income_total is not None:
            result |= {"counted": self.counted, "income_total": self.income_total}
        return result


class Scene:
    """One story's family while it is being told."""

    def __init__(self, world: Population, township: str) -> None:
        self.world, self.home = world, world.home(township)

    def person(
        self,
        name: str,
        sex: str,
        years: int,
        *,
        pay: int = 0,
        home: Home | None = None,
        father: Human | None = None,
        mother: Human | None = None,
    ) -> Human:
        human = self.world.add(home or self.home, sex, years, name=name, father=father, mother=mother)
        human.born = date.fromordinal(self.world.day.replace(year=self.world.day.year - years).toordinal() - 100)
        human.account = ("700", self.world.numbers.account())
        human.pay = pay
        if SCHOOL_FROM <= years < ADULT:
            human.student = "day_school"
        return human

    def couple(self, husband: tuple[str, int, int], wife: tuple[str, int, int]) -> tuple[Human, Human]:
        him, her = (self.person(n, s, y, pay=p) for s, (n, y, p) in (("M", husband), ("F", wife)))
        self.world.marry(him, her)
        return him, her

    def child(self, name: str, sex: str, years: int, *parents: Human, pay: int = 0) -> Human:
        by_sex = {parent.sex: parent for parent in parents}
        return self.person(name, sex, years, pay=pay, father=by_sex.get("M"), mother=by_sex.get("F"))

    def elsewhere(self, township: str) -> Home:
        return self.world.home(township)


def share_30(world: Population) -> Story:
    scene = Scene(world, "彰化市")
    me, wife = scene.couple(("王小明", 45, 0), ("陳美玲", 43, 36_000))
    me.interest, me.unpaid_months = 1_800, 6
    scene.child("王柏翰", "M", 10, me, wife)
    scene.child("王詠晴", "F", 7, me, wife)
    return Story("share_30", "四口之家，一人有薪資", me, 0.3, 4, 65_650)


def share_45(world: Population) -> Story:
    scene = Scene(world, "員林市")
    husband, me = scene.couple(("劉國華", 52, 52_000), ("林淑惠", 50, 0))
    scene.child("劉冠宇", "M", 16, husband, me)
    return Story("share_45", "所得在一點五倍與二倍之間", me, 0.45, 3, 81_500)


def refused_60(world: Population) -> Story:
    me, _ = Scene(world, "鹿港鎮").couple(("黃志偉", 40, 0), ("施雅惠", 38, 65_000))
    return Story("refused_60", "所得過高", me, 0.6, 2, 94_500)


def parents_elsewhere_60(world: Population) -> Story:
    scene = Scene(world, "和美鎮")
    there = scene.elsewhere("田中鎮")
    father = scene.person("周文雄", "M", 62, pay=80_000, home=there)
    mother = scene.person("葉秀琴", "F", 61, home=there)
    world.marry(father, mother)
    me = scene.person("周家豪", "M", 35, father=father, mother=mother)
    return Story("parents_elsewhere_60", "父母不同戶仍計入", me, 0.6, 3, 130_150)


def low_income_0(world: Population) -> Story:
    scene = Scene(world, "芳苑鄉")
    scene.home.status = "low_income"
    me = scene.person("蔡月娥", "F", 55)
    me.marital = "widowed"
    scene.child("洪庭宇", "M", 15, me)
    return Story("low_income_0", "列冊低收入戶", me, 0.0)


def middle_low_income_30(world: Population) -> Story:
    scene = Scene(world, "大城鄉")
    scene.home.status = "middle_low_income"
    husband, me = scene.couple(("許永昌", 47, 38_200), ("吳麗娟", 45, 0))
    scene.child("許子涵", "F", 14, husband, me)
    return Story("middle_low_income_30", "列冊中低收入戶", me, 0.3)


def disabled_mild_45(world: Population) -> Story:
    me, _ = Scene(world, "溪湖鎮").couple(("楊信宏", 52, 0), ("何靜宜", 50, 65_000))
    me.disability = "mild"
    return Story("disabled_mild_45", "輕度身心障礙", me, 0.45)


def disabled_moderate_30(world: Population) -> Story:
    me, _ = Scene(world, "北斗鎮").couple(("謝明哲", 48, 0), ("江佩珊", 47, 80_000))
    me.disability = "moderate"
    return Story("disabled_moderate_30", "中度身心障礙，所得高也自付三成", me, 0.3)


def disabled_severe_0(world: Population) -> Story:
    scene = Scene(world, "花壇鄉")
    father = scene.person("李榮輝", "M", 61, pay=52_000, home=scene.elsewhere("大村鄉"))
    me = scene.person("李怡君", "F", 35, father=father)
    me.disability = "severe"
    return Story("disabled_severe_0", "重度身心障礙", me, 0.0)


def undetermined_income_unknown(world: Population) -> Story:
    scene = Scene(world, "秀水鄉")
    me, wife = scene.couple(("郭俊傑", 42, 0), ("曾惠雯", 40, 0))
    wife.pay_unknown = True
    scene.child("郭品妍", "F", 12, me, wife)
    return Story("undetermined_income_unknown", "配偶所得尚未歸戶", me, None)


def rare_name(world: Population) -> Story:
    scene = Scene(world, "社頭鄉")
    me, wife = scene.couple(("林𠮷峯", 44, 0), ("陳萣喆", 41, 30_300))
    scene.child("林𣏌柔", "F", 8, me, wife)
    return Story("rare_name", "姓名有罕用字", me, 0.3, 3, 59_800)


def indigenous_name(world: Population) -> Story:
    scene = Scene(world, "永靖鄉")
    mother = scene.person("Panay Umaw", "F", 58, pay=31_800, home=scene.elsewhere("彰化市"))
    mother.marital = "widowed"
    me = scene.person("Lawis Gigu", "M", 33, mother=mother)
    return Story("indigenous_name", "以羅馬拼音登記的原住民傳統姓名", me, 0.45, 2, 61_300)


def resident_number_spouse(world: Population) -> Story:
    scene = Scene(world, "埔心鄉")
    me = scene.person("賴建宏", "M", 41)
    wife = world.add_foreign_spouse(scene.home, me, "越南")
    wife.pay = 52_000
    scene.child("賴睿恩", "M", 6, me, wife)
    return Story("resident_number_spouse", "配偶持新式統一證號、尚未設籍", me, 0.3, 2, 29_500)


def foreign_spouse_household(world: Population) -> Story:
    scene = Scene(world, "埤頭鄉")
    mother = scene.person("邱玉蘭", "F", 75)
    mother.marital = "widowed"
    me = scene.person("蕭世昌", "M", 50, mother=mother)
    wife = world.add_foreign_spouse(scene.home, me, "大陸地區", old_number=True)
    wife.pay = 65_000
    scene.child("蕭語婕", "F", 9, me, wife)
    return Story("foreign_spouse_household", "三代同堂，大陸配偶持舊式統一證號", me, 0.3, 3, 29_500)


def student_child(world: Population) -> Story:
    scene = Scene(world, "田尾鄉")
    me, wife = scene.couple(("張文彬", 49, 0), ("徐秀慧", 48, 45_800))
    scene.child("張佳穎", "F", 21, me, wife).student = "day_school"
    scene.child("張彥廷", "M", 15, me, wife)
    return Story("student_child", "女兒就讀大學日間部，不設算工作收入", me, 0.3, 4, 75_300)


def father_in_prison(world: Population) -> Story:
    scene = Scene(world, "二水鄉")
    father = scene.person("鄭進財", "M", 60, home=scene.elsewhere("二林鎮"))
    father.custody, father.rent = "prison", 480_000
    mother = scene.person("高秀英", "F", 57, pay=15_000)
    world.marry(father, mother)
    me = scene.person("鄭宜蓁", "F", 30, father=father, mother=mother)
    return Story("father_in_prison", "父親服刑，不列計", me, 0.3, 2, 44_500)


def conscript_son(world: Population) -> Story:
    scene = Scene(world, "線西鄉")
    me = scene.person("粘淑芬", "F", 50)
    me.marital = "widowed"
    scene.child("黃宥廷", "M", 20, me, pay=52_000).military = "conscript"
    scene.child("黃欣妤", "F", 15, me)
    return Story("conscript_son", "兒子服役，不列計", me, 0.3, 2, 29_500)


def three_generations(world: Population) -> Story:
    scene = Scene(world, "竹塘鄉")
    elder = scene.person("詹添財", "M", 62, pay=80_000)
    elder.marital = "widowed"
    husband = scene.person("詹冠廷", "M", 41, pay=40_100, father=elder)
    me = scene.person("魏雅婷", "F", 40)
    world.marry(husband, me)
    scene.child("詹承恩", "M", 11, husband, me)
    scene.child("詹羽彤", "F", 9, husband, me)
    return Story("three_generations", "公公同戶但不是申請人的直系血親", me, 0.3, 4, 69_600)


def divorced_single_parent(world: Population) -> Story:
    scene = Scene(world, "伸港鄉")
    me = scene.person("柯宜庭", "F", 39)
    former = scene.person("莊嘉宏", "M", 41, pay=65_000, home=scene.elsewhere("彰化市"))
    scene.child("莊家齊", "M", 10, former, me)
    scene.child("莊思妤", "F", 7, former, me)
    world.divorce(me, former)
    return Story("divorced_single_parent", "離婚，子女同住", me, 0.3, 3, 29_500)


def account_holder_other(world: Population) -> Story:
    scene = Scene(world, "福興鄉")
    me, wife = scene.couple(("廖宗翰", 38, 0), ("梁佳蓉", 36, 33_300))
    scene.child("廖子軒", "M", 5, me, wife)
    return Story("account_holder_other", "填了配偶的帳戶", me, 0.3, 3, 62_800, account=wife.account)


def no_mail_elder(world: Population) -> Story:
    me, _ = Scene(world, "芬園鄉").couple(("何金水", 63, 0), ("巫彩雲", 66, 0))
    return Story("no_mail_elder", "沒有電子郵件，寄紙本通知", me, 0.3, 2, 20_650, has_mail=False)


def moved_from_other_township(world: Population) -> Story:
    scene = Scene(world, "二林鎮")
    scene.home.moved_in, scene.home.moved_from = date(2026, 9, 15), "10007010"
    husband, me = scene.couple(("洪志明", 37, 52_000), ("呂玉婷", 36, 0))
    scene.child("洪苡安", "F", 4, husband, me)
    return Story("moved_from_other_township", "九月自彰化市遷入", me, 0.45, 3, 81_500)


TELLERS: tuple[Callable[[Population], Story], ...] = (
    share_30,
    share_45,
    refused_60,
    parents_elsewhere_60,
    low_income_0,
    middle_low_income_30,
    disabled_mild_45,
    disabled_moderate_30,
    disabled_severe_0,
    undetermined_income_unknown,
    rare_name,
    indigenous_name,
    resident_number_spouse,
    foreign_spouse_household,
    student_child,
    father_in_prison,
    conscript_son,
    three_generations,
    divorced_single_parent,
    account_holder_other,
    no_mail_elder,
    moved_from_other_township,
)


def tell_all(world: Population) -> list[Story]:
    return [teller(world) for teller in TELLERS]
