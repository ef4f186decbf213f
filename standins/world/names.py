"""Names that fit sex and generation, with the rare characters and the romanised names every register has."""

from random import Random

from standins.world.numbers import chance

SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高施粘魏柯梁巫詹游"
COMMON_FIRST = 12  # the first twelve surnames cover about two thirds of the people
GIVEN = {
    ("M", "old"): "金水清源萬來添財正雄文雄武雄榮輝義雄進財木火錦樹坤山登科",
    ("F", "old"): "秀英玉蘭阿桃秀琴月娥素珠美玉金葉寶珠彩雲麗華阿嬌罔市春梅",
    ("M", "middle"): "志明俊傑建宏家豪文彬明哲國華信宏志偉世昌冠廷宗翰嘉宏永昌",
    ("F", "middle"): "淑芬美玲雅婷怡君淑惠麗娟惠雯佩珊雅惠玉婷靜宜秀慧佳蓉宜蓁",
    ("M", "young"): "承恩宥廷品睿柏翰冠宇宇翔子軒彥廷睿恩家齊庭宇哲瑋",
    ("F", "young"): "詠晴子涵品妍欣妤羽彤宜庭語婕思妤芷晴佳穎苡安沛蓁",
}  # two characters a name
RARE_GIVEN = ("雪峯", "育萣", "喆安", "𠮷祥", "𣏌柔", "文峯", "萣宇", "喆", "𠮷", "𣏌")
INDIGENOUS = ("Lawis Gigu", "Nakaw Tefi", "Kulas Umaw", "Sayun Pihu", "Yuri Takun", "Dongi Lafay")
FOREIGN = {
    "越南": ("阮氏秋香", "NGUYEN THI HOA", "黎氏玉", "TRAN THI LAN"),
    "印尼": ("SITI AMINAH", "DEWI LESTARI"),
    "大陸地區": ("李小紅", "周麗萍", "馬春燕"),
}
OLD_FROM, MIDDLE_FROM = 60, 28
RARE_SHARE, INDIGENOUS_SHARE = 0.03, 0.01


def draw_surname(rng: Random) -> str:
    pool = SURNAMES[:COMMON_FIRST] if chance(rng, 0.66) else SURNAMES[COMMON_FIRST:]
    return rng.choice(pool)


def draw_given(rng: Random, sex: str, age: int) -> str:
    if chance(rng, RARE_SHARE):
        return rng.choice(RARE_GIVEN)
    generation = "old" if age >= OLD_FROM else "middle" if age >= MIDDLE_FROM else "young"
    start = rng.randrange(0, len(GIVEN[sex, generation]), 2)
    return GIVEN[sex, generation][start : start + 2]


def draw_name(rng: Random, sex: str, age: int, surname: str = "") -> str:
    if not surname and chance(rng, INDIGENOUS_SHARE):
        return rng.choice(INDIGENOUS)
    return (surname or draw_surname(rng)) + draw_given(rng, sex, age)


def surname_of(name: str) -> str:
    """Answer what a child inherits; nothing from a romanised name."""
    return "" if name.isascii() else name[:1]
