import pytest
from hypothesis import given
from hypothesis import strategies as st

from guitai.core import identifiers
from guitai.core.terms import IdentifierWrong

VALID_PEOPLE = [
    "A123456789",
    "A223456781",
    "A800000014",
    "A823456783",
    "A923456785",
    "AA23456787",
    "AB23456789",
    "AC23456781",
    "AD23456783",
]


@pytest.mark.parametrize("number", VALID_PEOPLE)
def test_every_kind_of_national_number_is_accepted(number: str) -> None:
    assert identifiers.national_number(number) == number


@pytest.mark.parametrize(
    "typed",
    [
        "a123456789",
        "Ａ１２３４５６７８９",
        "*A123456789*",
        "＊a123456789＊\r",
        " A12345 6789\t",
        "A-1234-5678－9",
        "A1234 56789",
    ],
)
def test_what_people_and_scanners_send_is_understood(typed: str) -> None:
    assert identifiers.national_number(typed) == "A123456789"


@pytest.mark.parametrize(
    "typed",
    [
        "А123456789",  # Cyrillic А
        "Α123456789",  # Greek Α
        "A12345678\u0669",  # Arabic-Indic 9
        "A123\u200d456789",  # zero-width joiner
        "\u202eA123456789",  # right-to-left override
        "ı123456789",
        "ß23456789",
        "A①23456789",
    ],
)
def test_letters_that_only_look_right_are_refused_and_not_mapped(typed: str) -> None:
    with pytest.raises(IdentifierWrong):
        identifiers.normalise(typed)


@pytest.mark.parametrize("number", ["A123456780", "A800000015", "AA23456780"])
def test_a_wrong_check_digit_is_refused(number: str) -> None:
    with pytest.raises(IdentifierWrong):
        identifiers.national_number(number)


@pytest.mark.parametrize(
    "number", ["", "*", "**", "A12345678", "A1234567890", "1123456789", "A323456789", "AE23456789"]
)
def test_a_number_of_another_form_is_refused(number: str) -> None:
    with pytest.raises(IdentifierWrong):
        identifiers.national_number(number)


def test_a_resident_number_is_no_id_card_number_and_the_other_way_round() -> None:
    with pytest.raises(IdentifierWrong):
        identifiers.check_national_id("A800000014")
    with pytest.raises(IdentifierWrong):
        identifiers.check_resident("A123456789")


def test_the_letters_stand_for_the_numbers_of_the_rule() -> None:
    rule = "A10 B11 C12 D13 E14 F15 G16 H17 J18 K19 L20 M21 N22 P23 Q24 R25 S26 T27 U28 V29 X30 Y31 W32 Z33 I34 O35"

    assert {pair[0]: int(pair[1:]) for pair in rule.split()} == identifiers.LETTER_VALUES


@given(st.sampled_from(VALID_PEOPLE), st.integers(2, 9), st.integers(1, 9))
def test_one_mistyped_digit_is_always_found(number: str, place: int, by: int) -> None:
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]

    # Weights 2, 4, 5, 6 and 8 share a factor with 10, so only a step that the weight does not swallow shows.
    weight = identifiers.NATIONAL_WEIGHTS[place + 1]
    if weight * (int(wrong[place]) - int(number[place])) % 10:
        with pytest.raises(IdentifierWrong):
            identifiers.national_number(wrong)


@pytest.mark.parametrize("number", ["04595257", "12345675", "10000004", "10000010", "10000026", "10000031"])
def test_business_numbers_of_the_old_and_the_new_rule_are_accepted(number: str) -> None:
    assert identifiers.check_ubn(number) == number


@pytest.mark.parametrize("number", ["12345678", "00000000", "1234567", "123456789", "1234567A"])
def test_other_business_numbers_are_refused(number: str) -> None:
    with pytest.raises(IdentifierWrong):
        identifiers.check_ubn(number)


@pytest.mark.parametrize(
    "typed", ["0912345678", "0912-345-678", "0912 345 678", "+886912345678", "０９１２３４５６７８"]
)
def test_a_mobile_number_is_understood_as_people_write_it(typed: str) -> None:
    assert identifiers.check_mobile(typed) == "0912345678"


@pytest.mark.parametrize("typed", ["0212345678", "091234567", "09123456789", "phone"])
def test_a_number_that_is_no_mobile_is_refused(typed: str) -> None:
    with pytest.raises(IdentifierWrong):
        identifiers.check_mobile(typed)


def test_a_household_number_may_have_letters_where_the_digits_ran_out() -> None:
    assert identifiers.check_household_number("f1234567") == "F1234567"
    assert identifiers.check_household_number("FA234567") == "FA234567"
    with pytest.raises(IdentifierWrong):
        identifiers.check_household_number("12345678")


def test_an_insurance_card_number_has_twelve_digits() -> None:
    assert identifiers.check_insurance_card("0000 1234 5678") == "000012345678"
    with pytest.raises(IdentifierWrong):
        identifiers.check_insurance_card("00001234567")


def test_a_long_text_is_refused_before_anything_else_is_tried() -> None:
    with pytest.raises(IdentifierWrong):
        identifiers.normalise("A" * 65)


def test_a_masked_number_shows_three_characters_at_each_end() -> None:
    assert identifiers.mask("N123456789") == "N12****789"
    assert identifiers.mask("04595257") == "045**257"
    assert identifiers.mask("1234567") == "*******"


@pytest.mark.parametrize("text", ["A123456789", "no. a123456780!", "番號Ａ８００００００１４", "x AC23456781"])
def test_a_national_number_is_seen_inside_other_text(text: str) -> None:
    assert identifiers.looks_like_national_number(text)


@pytest.mark.parametrize(
    "text", ["", "case:R-1", "person:a1234567-89ab-4cde-8f01-23456789abcd", "A1234567890", "XA123456789"]
)
def test_references_do_not_look_like_a_national_number(text: str) -> None:
    assert not identifiers.looks_like_national_number(text)
