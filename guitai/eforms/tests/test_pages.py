"""What is typed becomes answers, or is shown again with words that help."""

from datetime import UTC, datetime
from typing import Any

import pytest

from guitai.eforms import pages
from guitai.eforms.fields import BoundField, BoundPage
from guitai.eforms.kinds.registry import KINDS
from guitai.eforms.terms import Answers, Form, Prefilled, QuestionType
from guitai.eforms.tests.sample import COUNTIES, MEMBERS, RIGHT, TODAY, every_type, form_of, option, question

AT = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
FORM = every_type()


def post(form: Form, data: dict[str, list[str]], page: str = "p1", **more: Any) -> BoundPage:
    answers = more.pop("answers", {})
    return pages.bind(form.page(page), answers, data=data, today=TODAY, **more)


def field_of(bound: BoundPage, key: str) -> BoundField:
    return next(one for one in bound.fields if one.question.key == key)


def test_every_type_but_the_group_has_a_kind() -> None:
    assert set(QuestionType) - set(KINDS) == {QuestionType.GROUP}


def test_a_page_filled_in_rightly_may_go_on() -> None:
    bound = post(FORM, RIGHT)

    assert bound.may_go_on
    assert bound.answers["full_name"] == "王小明"
    assert bound.answers["born"] == "1958-02-03"
    assert bound.answers["works"] is True


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"born-year": ["1958"], "born-month": ["2"], "born-day": ["3"]}, "1958-02-03"),
        ({"born-year": ["47"], "born-month": ["02"], "born-day": ["03"]}, "1958-02-03"),
        ({"born-year": ["47/2/3"], "born-month": [""], "born-day": [""]}, "1958-02-03"),
        ({"born-year": ["民國47年2月3日"], "born-month": [""], "born-day": [""]}, "1958-02-03"),
        ({"born-year": ["0470203"], "born-month": [""], "born-day": [""]}, "1958-02-03"),
    ],
)
def test_old_people_type_dates_in_either_calendar(typed: dict[str, list[str]], answer: str) -> None:
    assert post(FORM, RIGHT | typed).answers["born"] == answer


@pytest.mark.parametrize(
    ("year", "month", "day", "anchor"),
    [
        ("47", "2", "30", "q-born-day"),
        ("47", "13", "1", "q-born-month"),
        ("0", "1", "1", "q-born-year"),
        ("10000", "1", "1", "q-born-year"),
        ("500", "1", "1", "q-born-year"),
        ("130", "1", "1", "q-born-year"),
        ("", "1", "1", "q-born-year"),
        ("47", "", "1", "q-born-month"),
        ("民國", "", "", "q-born-month"),
        ("９９９９９９９９９９９９９", "1", "1", "q-born-year"),
    ],
)
def test_a_wrong_date_says_which_part_is_wrong_and_stays_typed(year: str, month: str, day: str, anchor: str) -> None:
    bound = post(FORM, RIGHT | {"born-year": [year], "born-month": [month], "born-day": [day]})

    assert [each[0] for each in bound.errors] == [anchor]
    assert field_of(bound, "born").part == {"year": year, "month": month, "day": day}
    assert "born" not in bound.answers


@pytest.mark.parametrize(
    ("typed", "dollars"),
    [("36000", 36000), ("36,000", 36000), ("３６０００", 36000), ("NT$36,000元", 36000), ("3萬6000", 36000), ("0", 0)],
)
def test_money_is_read_as_people_write_it(typed: str, dollars: int) -> None:
    assert post(FORM, RIGHT | {"pay": [typed]}).answers["pay"] == dollars


@pytest.mark.parametrize("typed", ["-5", "3萬6", "1e400", "NaN", "1.5", "abc", "9" * 400, "²"[:0] + "３.６"])
def test_money_that_may_be_misread_is_asked_again(typed: str) -> None:
    bound = post(FORM, RIGHT | {"pay": [typed]})

    assert [each[0] for each in bound.errors] == ["q-pay"]
    assert field_of(bound, "pay").value == typed


def test_not_knowing_is_an_answer_and_never_zero() -> None:
    bound = post(FORM, RIGHT | {"pay": [""], "pay-unknown": ["yes"]})

    assert bound.answers["pay"] == "unknown"


@pytest.mark.parametrize("name", ["𠮷村", "㐂", "Lawis·Gigu", "賓\U000e0101", "\ue000明", "\U0002f8a6", "喆"])
def test_rare_names_are_kept_code_point_by_code_point(name: str) -> None:
    assert post(FORM, RIGHT | {"full_name": [name]}).answers["full_name"] == name


@pytest.mark.parametrize("name", ["王\u200b小明", "王\x00小明", "王\u202e小明", "王\n小明"])
def test_invisible_characters_in_a_name_are_refused(name: str) -> None:
    assert [each[0] for each in post(FORM, RIGHT | {"full_name": [name]}).errors] == ["q-full_name"]


@pytest.mark.parametrize(
    ("key", "typed", "answer"),
    [
        ("phone", "０９１２-345-678", "0912345678"),
        ("phone", "+886 912 345 678", "0912345678"),
        ("phone", "(04)7222151 分機 123", "047222151#123"),
        ("email", " wang@example.com ", "wang@example.com"),
        ("number", "ａ123456789", "A123456789"),
        ("number", "*A800000014*", "A800000014"),
        ("children", "３", 3),
        ("year", "47", 1958),
        ("story", "一\r\n二", "一\n二"),
    ],
)
def test_numbers_and_addresses_are_understood_in_many_spellings(key: str, typed: str, answer: object) -> None:
    assert post(FORM, RIGHT | {key: [typed]}).answers[key] == answer


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("phone", "12345"),
        ("email", "wang@"),
        ("number", "A123456780"),
        ("children", "21"),
        ("children", "三"),
        ("year", "0"),
        ("marital", "king"),
        ("works", "maybe"),
        ("remark", "字" * 51),
        ("remark", "a\x1bb"),
        ("story", "a\u202eb"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(key: str, typed: str) -> None:
    bound = post(FORM, RIGHT | {key: [typed]})

    assert len(bound.errors) == 1
    assert field_of(bound, key).error
    assert key not in bound.answers


def test_none_of_these_cannot_stand_beside_another() -> None:
    assert post(FORM, RIGHT | {"situation": ["student", "none_of_these"]}).errors[0][0] == "q-situation-0"
    assert post(FORM, RIGHT | {"situation": ["soldier", "student"]}).answers["situation"] == ["student", "soldier"]


def account(**parts: str) -> dict[str, list[str]]:
    given = {"bank": "009", "branch": "", "number": "12345678901234", "holder": "王小明", **parts}
    return {f"account-{part}": [value] for part, value in given.items()}


def test_an_account_is_read_with_the_name_of_the_bank_or_its_digits() -> None:
    bound = post(FORM, RIGHT | account(bank="700 中華郵政", number="0001234-0005678"))

    assert bound.answers["account"] == {"bank": "700", "branch": "", "number": "00012340005678", "holder": "王小明"}


@pytest.mark.parametrize(
    ("parts", "anchor"),
    [
        ({"holder": "王大明"}, "q-account-holder"),
        ({"holder": ""}, "q-account-holder"),
        ({"bank": "郵局"}, "q-account-bank"),
        ({"bank": "70012"}, "q-account-bank"),
        ({"bank": "700", "number": "123456789"}, "q-account-number"),
        ({"number": "12AB5678"}, "q-account-number"),
        ({"branch": "12"}, "q-account-branch"),
    ],
)
def test_an_account_a_clerk_would_send_back_is_caught_here(parts: dict[str, str], anchor: str) -> None:
    assert [each[0] for each in post(FORM, RIGHT | account(**parts)).errors] == [anchor]


def test_an_address_names_the_part_that_is_missing() -> None:
    parts = {"lives_at-county": ["彰化縣"], "lives_at-town": ["鹿港鎮"], "lives_at-detail": [""]}

    assert post(FORM, RIGHT | parts).errors[0][0] == "q-lives_at-detail"
    assert post(FORM, RIGHT | parts | {"lives_at-county": ["東京都"], "lives_at-detail": ["x"]}).errors[0][0] == (
        "q-lives_at-county"
    )


ASKS = form_of(
    [
        question("works", "yes_no"),
        question("pay", "money", when={"question": "works", "is": True}),
        question("why", "text", when={"question": "pay", "at_least": 50000}, required=False),
    ],
    [question("employer", "text", when={"question": "works", "is": True}), question("other", "text", required=False)],
)


def test_a_hidden_answer_is_dropped_whatever_the_browser_sends() -> None:
    bound = post(ASKS, {"works": ["no"], "pay": ["30000"], "why": ["x"]})

    assert bound.may_go_on
    assert bound.answers == {"works": False}


def test_a_question_that_the_same_page_decides_is_shown_to_browsers_without_scripts() -> None:
    bound = pages.bind(ASKS.page("p1"), {}, today=TODAY)

    assert [one.question.key for one in bound.shown_fields] == ["works", "pay", "why"]
    assert '"input": "works"' in field_of(bound, "pay").when_json
    assert field_of(bound, "pay").live_words


def test_a_required_question_is_missed_only_where_it_is_asked() -> None:
    assert not post(ASKS, {"works": ["no"]}).errors
    assert [each[0] for each in post(ASKS, {"works": ["yes"]}).errors] == ["q-pay"]


def test_an_answer_goes_away_with_its_question_on_a_later_page() -> None:
    answers: Answers = {"works": False, "employer": "A company"}

    assert [one.question.key for one in pages.bind(ASKS.page("p2"), answers, today=TODAY).shown_fields] == ["other"]
    assert pages.asked_answers(ASKS, answers) == {"works": False}


def test_a_source_that_is_down_brings_its_own_question() -> None:
    form = form_of([question("a", "text", required=False), question("slip", "text", ask_if_gap="tax")])

    assert post(form, {"slip": ["x"]}).answers == {}
    assert post(form, {"slip": ["x"]}, gaps=frozenset({"tax"})).answers == {"slip": "x"}


def test_a_value_from_a_register_cannot_be_changed_by_the_browser() -> None:
    prefilled = {"full_name": Prefilled("林美玉", "household register", AT)}

    bound = post(FORM, RIGHT | {"full_name": ["someone else"]}, prefilled=prefilled)

    assert bound.answers["full_name"] == "林美玉"


def test_a_corrected_value_is_kept_and_marked_as_differing() -> None:
    prefilled = {"full_name": Prefilled("林美玉", "household register", AT, editable=True)}

    bound = post(FORM, RIGHT | {"full_name": ["林美鈺"]}, prefilled=prefilled)

    assert bound.answers["full_name"] == "林美鈺"
    assert field_of(bound, "full_name").differs
    assert field_of(bound, "full_name").source_words == "林美玉"


def test_unknown_keys_are_never_stored() -> None:
    bound = post(FORM, RIGHT | {"status": ["approved"], "owner": ["x"], "members.0.id": ["x"]})

    assert not {"status", "owner", "members"} & set(bound.answers)
    assert not {"status", "owner", "members.0.id"} & set(bound.raw)


def test_a_reference_to_a_file_that_is_not_ones_own_is_dropped() -> None:
    bound = post(FORM, RIGHT | {"proof-kept": ["5f0d9ad2-0000-4000-8000-000000000000"]})

    assert "proof" not in bound.answers


GROUP = form_of([MEMBERS])
SPOUSE = {"members.0.id": ["a1"], "members.0.member_name": ["陳玉"], "members.0.relation": ["spouse"]}
SON = {"members.1.id": ["b2"], "members.1.member_name": ["王子"], "members.1.relation": ["son"]}


def members_of(bound: BoundPage) -> list[str]:
    return [item.title for item in bound.fields[0].items]


def test_members_are_added_without_losing_what_is_typed() -> None:
    bound = post(GROUP, SPOUSE | {"add": ["members"], "members.0.relation": [""]})

    assert not bound.may_go_on
    assert not bound.errors
    assert len(bound.fields[0].items) == 2
    assert members_of(bound)[0] == "陳玉"


def test_a_member_is_removed_and_the_others_keep_their_files_and_names() -> None:
    bound = post(GROUP, SPOUSE | SON | {"remove": ["members.a1"]})

    assert members_of(bound) == ["王子"]
    assert bound.fields[0].items[0].id == "b2"


def test_an_empty_member_is_no_mistake() -> None:
    bound = post(GROUP, SPOUSE | {"members.1.id": ["b2"], "members.1.member_name": [" "]})

    assert bound.may_go_on
    assert bound.answers["members"] == [{"id": "a1", "member_name": "陳玉", "relation": "spouse"}]


def test_a_half_filled_member_is_a_mistake_at_its_own_field() -> None:
    assert post(GROUP, SPOUSE | SON | {"members.1.relation": [""]}).errors[0][0] == "q-members-1-relation-0"


def test_conditions_inside_a_member_look_at_that_member() -> None:
    bound = post(GROUP, SPOUSE | SON | {"members.0.studies": ["yes"], "members.1.studies": ["yes"]})

    assert bound.answers["members"] == [
        {"id": "a1", "member_name": "陳玉", "relation": "spouse"},
        {"id": "b2", "member_name": "王子", "relation": "son", "studies": True},
    ]


def test_a_member_of_the_register_can_neither_be_changed_nor_removed() -> None:
    register = {"members": Prefilled([{"id": "r1", "member_name": "陳玉"}], "household register", AT)}
    data = {"members.0.id": ["r1"], "members.0.member_name": ["X"], "members.0.relation": ["spouse"]}

    bound = post(GROUP, data | {"remove": ["members.r1"]}, prefilled=register)

    assert bound.answers["members"] == [{"id": "r1", "member_name": "陳玉", "relation": "spouse"}]
    assert post(GROUP, {}, prefilled=register).answers["members"] == [{"id": "r1", "member_name": "陳玉"}]


def test_a_group_takes_no_more_than_it_may() -> None:
    data = {f"members.{n}.id": [f"x{n}"] for n in range(200)} | {f"members.{n}.member_name": ["A"] for n in range(200)}

    assert len(post(GROUP, data).fields[0].items) == 10


def test_members_of_the_household_are_options_of_later_questions() -> None:
    members = [{"id": "a1", "member_name": "陳玉", "relation": "spouse"}]
    data = {"incomes.0.id": ["i1"], "incomes.0.whom": ["a1"], "incomes.0.monthly": ["30000"]}

    bound = post(FORM, data, "p3", answers={"members": members})

    assert bound.answers["incomes"] == [{"id": "i1", "whom": "a1", "monthly": 30000}]
    assert post(FORM, data | {"incomes.0.whom": ["nobody"]}, "p3", answers={"members": members}).errors


def test_kept_answers_posted_again_are_the_same_answers() -> None:
    first = post(FORM, RIGHT | account() | {"pay": ["3萬"], "story": ["a\n\nb"], "situation": ["student"]})
    again = post(FORM, pages.raw_answers(FORM.page("p1"), first.answers))

    assert again.answers == first.answers


def test_counties_may_be_left_for_the_applicant_to_choose() -> None:
    form = form_of([question("home", "address", options=COUNTIES), question("x", "choice", options=[option("a")])])

    assert [each[0] for each in post(form, {}).errors] == ["q-home-county", "q-x-0"]
