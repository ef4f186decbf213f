"""Han characters: a name is kept exactly as received, and found by a key that forgives its variants.

Variants: pairs that Unihan (Unicode 15, kZVariant and kSemanticVariant) gives as the same character and that meet in
Taiwanese names and addresses; 教育部《異體字字典》 lists each second one as a form of the first.
Families that share a reading only (涂 凃, 游 遊, 鍾 鐘) are different names and stay apart.
"""

import unicodedata

from django.utils.translation import gettext as _

from guitai.core.terms import NameWrong

LONGEST_NAME = 100
FORMS = (
    "台臺 峰峯 群羣 裡裏 著着 啟啓 真眞 眾衆 黃黄 吳吴呉 強强 溫温 線綫 清淸 青靑 尚尙 教敎 敘敍叙 "
    "既旣 說説 悅悦 稅税 脫脱 銳鋭 閱閲 錄録 綠緑 祿禄 郎郞 內内 戶户戸 即卽 鄉鄕 鄰隣 冊册 為爲 "
    "偽僞 坤堃 哲喆 彥彦 產産 顏顔 值値 慎愼 鎮鎭 填塡 步歩 姬姫 迴廻 闊濶 蘇蘓 柏栢 涼凉 況况 "
    "決决 沖冲 減减 湊凑 淨净 秘祕 勳勛 恆恒 概槪 鑑鑒 晉晋 皋皐 床牀 傑杰 煙烟 繡綉 腳脚 卻却 "
    "寶寳 寬寛 龜亀 鹽塩 徑径 曆厯 歲歳 巖岩 豔艷 雞鷄 嶽岳 汙污 回囘 侄姪 妝粧 "
)
FOLDED = {ord(form): forms[0] for forms in FORMS.split() for form in forms[1:]}
DOTS = dict.fromkeys(map(ord, "·‧・•･⋅∙"), "·")  # between the parts of an indigenous or a foreign name
VARIATION_SELECTORS = frozenset([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
UNWANTED_KINDS = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})  # private use (Co) is wanted: 造字 from older systems
HAN_PLANES = range(0x20000, 0x3FFFE)  # younger extensions are in names before Python's tables know them


def search_key(text: str) -> str:
    """Answer what two spellings of one name have in common; to compare and look up, never to show or keep."""
    bare = "".join(char for char in text if ord(char) not in VARIATION_SELECTORS)
    folded = unicodedata.normalize("NFKC", bare.translate(DOTS)).casefold().translate(FOLDED).translate(DOTS)
    return "".join(char for char in folded if not char.isspace() and not is_unwanted(char))


def is_unwanted(char: str) -> bool:
    """Tell whether nobody could see this character, so that it has no place in a name."""
    return ord(char) not in HAN_PLANES and unicodedata.category(char) in UNWANTED_KINDS


def check_name(text: str) -> str:
    """Answer the name without the blanks around it, every character as received."""
    name = text.strip()
    if not name:
        raise NameWrong(_("Type the name."))
    if len(name) > LONGEST_NAME:
        raise NameWrong(_("This name is longer than %(most)d characters. Check the field.") % {"most": LONGEST_NAME})
    if any(map(is_unwanted, name)):
        raise NameWrong(_("The name holds a character that cannot be seen. Delete it and type the name again."))
    return name
