import pytest

from guitai.core import han
from guitai.core.terms import NameWrong

RARE = [
    "㐂",
    "𠮷",
    "𪛗",
    "𱁬",
    "\ufa64",
    "\uf9a4",
    "\U0002f8a6",
    "\ufa0e",
    "賓\U000e0101",
    "\ue000",
    "\U000f0000",
    "堃喆鱻",
]


@pytest.mark.parametrize("rare", RARE)
def test_a_rare_character_is_kept_code_point_by_code_point(rare: str) -> None:
    assert han.check_name(f" 王{rare} ") == f"王{rare}"


@pytest.mark.parametrize(
    "wrong", ["", "  ", "王\u200d明", "王\u202e明", "王\x00明", "王\ud842", "王\ufffe", "王\u2028明", "王" * 101]
)
def test_a_name_with_unseen_characters_is_refused(wrong: str) -> None:
    with pytest.raises(NameWrong):
        han.check_name(wrong)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺中", "台中"),
        ("陳峯", "陳峰"),
        ("賓\U000e0101", "賓"),
        ("ＡＢＣ", "abc"),
        ("Saisiyat‧Obay", "saisiyat・obay"),
        ("王 小明", "王小明"),
        ("黄", "黃"),
    ],
)
def test_variants_of_one_name_are_found_together(one: str, other: str) -> None:
    assert han.search_key(one) == han.search_key(other)


@pytest.mark.parametrize(("one", "other"), [("涂", "凃"), ("鍾", "鐘"), ("游", "遊"), ("于", "於")])
def test_different_names_are_not_mixed_up(one: str, other: str) -> None:
    assert han.search_key(one) != han.search_key(other)


def test_each_form_belongs_to_one_family() -> None:
    forms = "".join(han.FORMS.split())

    assert len(forms) == len(set(forms))


def test_a_key_of_a_key_is_the_same_key() -> None:
    assert all(han.search_key(han.search_key(name)) == han.search_key(name) for name in [*RARE, *han.FORMS.split()])
