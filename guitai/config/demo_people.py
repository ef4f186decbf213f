"""Who works in the demo's county: posts of every agency, and names for their holders."""

from dataclasses import dataclass

from guitai.accounts.terms import Role

SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊江呂何蕭羅高施"
GIVEN = (
    *("雅婷", "淑芬", "美惠", "怡君", "佩珊", "惠雯", "靜宜", "秀琴", "宜蓁", "欣怡", "玉珍", "素貞", "佳穎", "筱涵"),
    *("麗華", "志明", "俊傑", "建宏", "家豪", "文雄", "宗翰", "冠宇", "國棟", "信宏", "明哲", "柏毅", "榮華", "承恩"),
    *("裕仁", "政勳", "育誠"),
)


@dataclass(frozen=True)
class DemoPost:
    key: str  # the first part of the holder's address
    unit: str
    title: str
    roles: tuple[Role, ...]


TOWNSHIP_POSTS = (
    DemoPost("counter", "社會課", "櫃台辦事員", (Role.COUNTER,)),
    DemoPost("review", "社會課", "課員", (Role.FIRST_REVIEW,)),
    DemoPost("supervisor", "社會課", "課長", (Role.SUPERVISOR,)),
)
# Opened later than the others: numbered after all of them, so that nobody's name changed.
LATER_TOWNSHIP_POSTS = (
    DemoPost("agent", "民政課", "村里幹事", (Role.AGENT,)),
    DemoPost("review-2", "社會課", "課員", (Role.FIRST_REVIEW,)),
)
COUNTY_POSTS = (
    DemoPost("approve-1", "社會救助科", "科員", (Role.APPROVE,)),
    DemoPost("approve-2", "社會救助科", "社會工作師", (Role.APPROVE,)),
    DemoPost("supervisor", "社會救助科", "科長", (Role.SUPERVISOR,)),
    DemoPost("letters", "行政科", "發文人員", (Role.LETTERS,)),
    DemoPost("auditor", "政風室", "稽核員", (Role.AUDITOR,)),
    DemoPost("administrator", "資訊科", "系統管理員", (Role.ADMINISTRATOR,)),
)


def name_of(nth: int) -> str:
    """Answer the name of the nth official: always the same, and no two alike."""
    surname = SURNAMES[(nth * 7) % len(SURNAMES)]
    return surname + GIVEN[(nth * 11 + nth // len(SURNAMES)) % len(GIVEN)]
