"""What each agency holds about the population: only its own part, in its own words."""

from collections.abc import Callable

from standins.world.population import Home, Human, Population

Ledger = dict[str, object]
MARITAL = {"single": "未婚", "married": "有偶", "divorced": "離婚", "widowed": "喪偶"}
STUDENT = {"none": "無", "day_school": "日間部", "evening_or_extension_school": "進修部"}
CUSTODY = {"none": "無", "prison": "服刑", "detention": "羈押"}
MILITARY = {"none": "無", "conscript": "義務役", "volunteer": "志願役"}
LEVELS = ("none", "mild", "moderate", "severe", "profound")  # TWSS disability-level 0 to 4
STATUSES = ("none", "low_income", "middle_low_income")  # TWSS welfare-type 0 to 2
PART_TIME_STEPS = (11_100, 15_840, 19_047, 23_100, 26_400)
INSURED_STEPS = (
    *PART_TIME_STEPS,
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
)
PENSION_FROM, PENSION_UNTIL = 25, 65
OLD = 65
PRECHECK = "預先比對"
SHARES_A_DIVIDEND = 20  # shares at par for each dollar of their dividend


def is_employed_now(human: Human) -> bool:
    return bool(human.pay) and human.custody == "none" and human.military == "none"


def household(world: Population) -> Ledger:
    return {
        "人口": {human.number: _register_entry(human) for human in world.people},
        "戶": {home.number: _home_entry(home) for home in world.homes if home.members},
    }


def _register_entry(human: Human) -> Ledger:
    return {
        "姓名": human.name,
        "性別": "男" if human.sex == "M" else "女",
        "出生日期": f"{human.born.year - 1911:03d}{human.born:%m%d}",
        "婚姻狀況": MARITAL[human.marital],
        "國籍": human.nationality,
        "設籍": "已設籍" if human.registered else "未設籍",
        "戶號": human.home.number if human.home else "",
        **{key: other.number if other else "" for key, other in _kin(human)},
    }


def _kin(human: Human) -> tuple[tuple[str, Human | None], ...]:
    return ("配偶", human.spouse), ("前配偶", human.ex_spouse), ("父", human.father), ("母", human.mother)


def _home_entry(home: Home) -> Ledger:
    moved = home.moved_in
    return {
        "地址": home.address.text,
        "郵遞區號": home.address.township.postal_code,
        "鄉鎮代碼": home.address.township.code,
        "戶長": home.members[0].number,
        "遷入日期": f"{moved.year - 1911:03d}{moved:%m%d}" if moved else "",
        "原鄉鎮代碼": home.moved_from,
    }


def tax(world: Population) -> Ledger:
    latest = world.day.year - 1
    return {human.number: [_tax_year(human, year, latest) for year in (latest - 1, latest)] for human in world.people}


def _tax_year(human: Human, year: int, latest: int) -> Ledger:
    if human.pay_unknown and year == latest:
        return {"年度": year - 1911, "狀態": "處理中", "所得": [], "財產": []}
    kinds = (
        ("50", "薪資", human.pay * 12),
        ("5A", "利息", human.interest),
        ("54", "股利", human.dividend),
        ("51", "租賃", human.rent),
    )
    owned = (("土地", human.land), ("房屋", human.house), ("投資", human.dividend * SHARES_A_DIVIDEND))
    return {
        "年度": year - 1911,
        "狀態": "已歸戶",
        "所得": [{"格式代號": code, "類別": name, "金額": amount} for code, name, amount in kinds if amount],
        "財產": [{"種類": kind, "現值": value} for kind, value in owned if value],
    }


def insurance(world: Population) -> Ledger:
    return {human.number: _insurance_entry(human) for human in world.people}


def _insurance_entry(human: Human) -> Ledger:
    if not is_employed_now(human):
        return {"狀態": "退保" if human.pay else "無紀錄", "投保薪資": 0, "投保單位": ""}
    insured = next((step for step in INSURED_STEPS if step >= human.pay), INSURED_STEPS[-1])
    return {"狀態": "在保", "投保薪資": insured, "投保單位": f"縣內第{human.pay % 97 + 1}事業單位"}


def pension(world: Population) -> Ledger:
    return {human.number: _pension_entry(world, human) for human in world.people}


def _pension_entry(world: Population, human: Human) -> Ledger:
    of_age = PENSION_FROM <= world.age(human) < PENSION_UNTIL
    insured = of_age and human.registered and not is_employed_now(human) and human.military == "none"
    return {"身分": "被保險人" if insured else "非被保險人", "欠費月數": human.unpaid_months}


def welfare(world: Population) -> Ledger:
    return {human.number: _welfare_entry(human) | {PRECHECK: _precheck(world, human)} for human in world.people}


def _precheck(world: Population, human: Human) -> Ledger:
    """What the welfare system tells before a consent: may this person apply, and nothing about why."""
    age = world.age(human)
    insured = PENSION_FROM <= age < PENSION_UNTIL and not is_employed_now(human) and human.military == "none"
    told = {"國民年金保險費減免": insured, "中低收入老人生活津貼": age >= OLD and not human.placed}
    return {benefit: ("是" if may else "否") if human.registered else "不明" for benefit, may in told.items()}


def _welfare_entry(human: Human) -> Ledger:
    status = human.home.status if human.home and human.registered else "none"
    return {
        "福利身分": str(STATUSES.index(status)),
        "障礙等級": str(LEVELS.index(human.disability)),
        "領取中給付": list(human.receives),
        "公費安置": "是" if human.placed else "否",
        "在學": STUDENT[human.student],
        "矯正": CUSTODY[human.custody],
        "役別": MILITARY[human.military],
    }


def bank(world: Population) -> Ledger:
    return {f"{human.account[0]}-{human.account[1]}": human.number for human in world.people if human.account[1]}


LEDGERS: dict[str, Callable[[Population], Ledger]] = {
    "household": household,
    "tax": tax,
    "insurance": insurance,
    "pension": pension,
    "welfare": welfare,
    "bank": bank,
}
