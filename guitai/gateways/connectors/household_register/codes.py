"""Codes and titles of the register, and ours for them."""

RELATIONS = {
    "本人": "self",
    "配偶": "spouse",
    "前配偶": "ex_spouse",
    "父": "father",
    "母": "mother",
    "子": "son",
    "女": "daughter",
    "兄": "brother",
    "弟": "brother",
    "姊": "sister",
    "妹": "sister",
    "祖父": "grandfather",
    "外祖父": "grandfather",
    "祖母": "grandmother",
    "外祖母": "grandmother",
    "孫": "grandson",
    "外孫": "grandson",
    "孫女": "granddaughter",
    "外孫女": "granddaughter",
    "配偶之父": "father_in_law",
    "配偶之母": "mother_in_law",
    "媳婦": "daughter_in_law",
    "女婿": "son_in_law",
    "配偶之兄弟": "brother_in_law",
    "配偶之姊妹": "sister_in_law",
}
NOT_RELATED = "同戶"  # shares the household only; nobody's law counts such a person
SEXES = {"男": "M", "女": "F"}
MARITAL = {"未婚": "single", "有偶": "married", "離婚": "divorced", "喪偶": "widowed"}
NATIONALITIES = {"中華民國": "roc", "大陸地區": "mainland"}
