"""An account is nobody until it is proven to be somebody."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from guitai.accounts import actions, queries
from guitai.accounts.models import Account, BindingCode, Person
from guitai.accounts.terms import (
    AlreadyBound,
    Assurance,
    CardDiffers,
    Channel,
    CodeWrong,
    NumberTaken,
    TooManyRequests,
)

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
NUMBER, OTHER_NUMBER, OLD_RESIDENT, NEW_RESIDENT = "A123456789", "A223456781", "AA23456787", "A823456783"

pytestmark = pytest.mark.django_db


def account(email: str = "mei@example.tw") -> Account:
    return Account.objects.get_or_create(email=email)[0]


def person(number: str = NUMBER, name: str = "王美𠮷") -> Person:
    return actions.register_person(number, name, date(1990, 3, 5), actor="account:9", now=NOW)


def code_for(person: Person, channel: Channel = Channel.COUNTER, now: datetime = NOW) -> str:
    return actions.issue_binding_code(person, channel=channel, actor="account:9", now=now).code


def test_the_right_code_binds_the_account_to_the_person() -> None:
    mei = person()

    binding = actions.bind_by_code(account(), number=NUMBER, code=code_for(mei), now=NOW)

    assert (binding.person, binding.level) == (mei, Assurance.COUNTER)


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")])
def test_a_code_may_be_typed_as_people_type(typed: Callable[[str], str]) -> None:
    mei = person()

    assert actions.bind_by_code(account(), number=NUMBER, code=typed(code_for(mei)), now=NOW).person == mei


def test_a_code_is_kept_only_as_a_hash() -> None:
    code = code_for(person())

    row = BindingCode.objects.get()
    assert code.replace("-", "").encode() not in bytes(row.code_hash)
    assert len(bytes(row.code_hash)) == 32


def test_a_code_works_once() -> None:
    code = code_for(person())
    actions.bind_by_code(account(), number=NUMBER, code=code, now=NOW)

    with pytest.raises(CodeWrong):
        actions.bind_by_code(account("other@example.tw"), number=NUMBER, code=code, now=NOW)


def test_a_code_is_good_for_its_person_only() -> None:
    code = code_for(person())
    person(OTHER_NUMBER, "李安")

    with pytest.raises(CodeWrong):
        actions.bind_by_code(account(), number=OTHER_NUMBER, code=code, now=NOW)


def test_a_new_code_kills_the_old_one() -> None:
    mei = person()
    old, new = code_for(mei), code_for(mei)

    with pytest.raises(CodeWrong):
        actions.bind_by_code(account(), number=NUMBER, code=old, now=NOW)
    assert actions.bind_by_code(account(), number=NUMBER, code=new, now=NOW)


@pytest.mark.parametrize(("channel", "days"), [(Channel.COUNTER, 3), (Channel.LETTER, 30)])
def test_a_code_dies_with_its_days(channel: Channel, days: int) -> None:
    code = code_for(person(), channel)

    with pytest.raises(CodeWrong):
        actions.bind_by_code(account(), number=NUMBER, code=code, now=NOW + timedelta(days=days))


def test_five_wrong_tries_kill_a_code_even_from_five_accounts() -> None:
    code = code_for(person())
    for nth in range(5):
        with pytest.raises(CodeWrong):
            actions.bind_by_code(account(f"a{nth}@example.tw"), number=NUMBER, code="AAAAAAAAAA", now=NOW)

    with pytest.raises(CodeWrong):
        actions.bind_by_code(account(), number=NUMBER, code=code, now=NOW)
    assert BindingCode.objects.get().tries == 5


def test_an_account_that_guesses_is_locked_for_a_quarter_of_an_hour() -> None:
    mei = person()
    guesser = account()
    for _nth in range(5):
        with pytest.raises(CodeWrong):
            actions.bind_by_code(guesser, number=OTHER_NUMBER, code="AAAAAAAAAA", now=NOW)

    with pytest.raises(TooManyRequests):
        actions.bind_by_code(guesser, number=NUMBER, code=code_for(mei), now=NOW + timedelta(minutes=14))
    assert actions.bind_by_code(guesser, number=NUMBER, code=code_for(mei), now=NOW + timedelta(minutes=15))


def test_who_lost_an_account_proves_it_again_at_the_counter_and_the_old_binding_ends() -> None:
    mei = person()
    lost, new = account("lost@example.tw"), account("new@example.tw")
    actions.bind_by_code(lost, number=NUMBER, code=code_for(mei), now=NOW)

    actions.bind_by_code(new, number=NUMBER, code=code_for(mei), now=NOW)

    assert queries.open_binding(lost) is None
    assert queries.account_of(mei) == new


def test_a_letter_cannot_take_a_person_from_another_account() -> None:
    mei = person()
    actions.bind_by_code(account("first@example.tw"), number=NUMBER, code=code_for(mei), now=NOW)

    with pytest.raises(AlreadyBound):
        actions.bind_by_code(account(), number=NUMBER, code=code_for(mei, Channel.LETTER), now=NOW)


def test_an_account_is_one_person_only() -> None:
    mei, an = person(), person(OTHER_NUMBER, "李安")
    mine = account()
    actions.bind_by_code(mine, number=NUMBER, code=code_for(mei), now=NOW)

    with pytest.raises(AlreadyBound):
        actions.bind_by_code(mine, number=OTHER_NUMBER, code=code_for(an), now=NOW)


def test_a_counter_code_raises_what_a_letter_proved_and_a_letter_lowers_nothing() -> None:
    mei, mine = person(), account()
    actions.bind_by_code(mine, number=NUMBER, code=code_for(mei, Channel.LETTER), now=NOW)
    assert queries.assurance(mine) == Assurance.LETTER

    actions.bind_by_code(mine, number=NUMBER, code=code_for(mei), now=NOW)
    actions.bind_by_code(mine, number=NUMBER, code=code_for(mei, Channel.LETTER), now=NOW)

    assert queries.assurance(mine) == Assurance.COUNTER


def test_a_changed_number_keeps_person_and_binding_and_both_numbers_find_her() -> None:
    hoa, mine = person(OLD_RESIDENT, "NGUYEN THI HOA"), account()
    actions.bind_by_code(mine, number=OLD_RESIDENT, code=code_for(hoa), now=NOW)

    actions.change_number(hoa, NEW_RESIDENT, since=date(2026, 3, 10), actor="account:9", now=NOW)

    assert queries.find_person(OLD_RESIDENT) == queries.find_person(NEW_RESIDENT) == hoa
    assert queries.person(hoa.ref).national_number == NEW_RESIDENT
    assert queries.account_of(hoa) == mine


def test_a_number_is_never_given_to_two_persons() -> None:
    person()
    an = person(OTHER_NUMBER, "李安")

    with pytest.raises(NumberTaken):
        actions.change_number(an, NUMBER, since=date(2026, 3, 10), actor="account:9", now=NOW)


def test_the_same_person_is_registered_once_and_a_different_card_is_not_believed() -> None:
    mei = person()

    assert person() == mei
    with pytest.raises(CardDiffers):
        person(name="王美吉")
    with pytest.raises(CardDiffers):
        actions.register_person(NUMBER, "王美𠮷", date(1990, 5, 3), actor="account:9", now=NOW)


def test_a_number_is_unreadable_in_the_table_and_masked_for_show() -> None:
    mei = person()

    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM accounts_personnumber")
        sealed = bytes(cursor.fetchone()[0])
    assert NUMBER.encode() not in sealed
    assert mei.masked_number == "A12****789"
    assert queries.person(mei.ref).name == "王美𠮷"
