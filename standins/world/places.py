"""The 26 townships (taiwan-standards §2.11) and addresses in them; villages and roads are a shared invented pool."""

from dataclasses import dataclass
from random import Random

from standins.world.numbers import chance


@dataclass(frozen=True)
class Township:
    code: str
    name: str
    postal_code: str

    @property
    def village_kind(self) -> str:
        return "村" if self.name.endswith("鄉") else "里"


def _split(text: str, length: int) -> list[str]:
    return [text[start : start + length] for start in range(0, len(text), length)]


_LIST = """010 彰化市 500,020 鹿港鎮 505,030 和美鎮 508,040 線西鄉 507,050 伸港鄉 509,
060 福興鄉 506,070 秀水鄉 504,080 花壇鄉 503,090 芬園鄉 502,100 員林市 510,
110 溪湖鎮 514,120 田中鎮 520,130 大村鄉 515,140 埔鹽鄉 516,150 埔心鄉 513,
160 永靖鄉 512,170 社頭鄉 511,180 二水鄉 530,190 北斗鎮 521,200 二林鎮 526,
210 田尾鄉 522,220 埤頭鄉 523,230 芳苑鄉 528,240 大城鄉 527,250 竹塘鄉 525,
260 溪州鄉 524"""
TOWNSHIPS = tuple(
    Township(f"10007{code}", name, postal)
    for code, name, postal in (entry.split() for entry in _LIST.replace("\n", "").split(","))
)
BY_NAME = {township.name: township for township in TOWNSHIPS}
# Roughly how the county's people are spread: two cities, a few towns, many villages.
SHARES = tuple({"市": 9, "鎮": 4}.get(township.name[-1], 2) for township in TOWNSHIPS)
VILLAGES = _split("中興大同復興仁愛和平東興西勢南勢北勢新庄永安福安平和三民建國光明忠孝信義文化埔心", 2)
ROADS = _split(
    "中山路中正路民族路民生路三民路光復路和平路復興街成功路仁愛路文化街彰水路員鹿路斗苑路中央路",
    3,
)


@dataclass(frozen=True)
class Address:
    township: Township
    village: str
    neighbourhood: int
    street: str

    @property
    def text(self) -> str:
        village = f"{self.village}{self.township.village_kind}{self.neighbourhood}鄰"
        return f"彰化縣{self.township.name}{village}{self.street}"


def draw_township(rng: Random) -> Township:
    return rng.choices(TOWNSHIPS, SHARES)[0]


def draw_address(rng: Random, township: Township) -> Address:
    road, house = rng.choice(ROADS), rng.randrange(1, 700)
    section = f"{rng.choice('一二三')}段" if road.endswith("路") and chance(rng, 0.4) else ""
    lane = f"{rng.randrange(2, 300)}巷" if chance(rng, 0.35) else ""
    floor = f"{rng.randrange(2, 9)}樓" if township.village_kind == "里" and chance(rng, 0.4) else ""
    return Address(township, rng.choice(VILLAGES), rng.randrange(1, 30), f"{road}{section}{lane}{house}號{floor}")
