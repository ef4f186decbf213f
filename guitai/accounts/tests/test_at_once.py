"""What many do at once: one wins, the others are told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from guitai.accounts import actions
from guitai.accounts.actions import locks
from guitai.accounts.models import Binding
from guitai.accounts.terms import AccountsRefusal, Channel
from guitai.accounts.tests.people import NOW, NUMBER, person, signed_up

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


def at_once(act: Callable[[int], object]) -> list[object]:
    def alone(nth: int) -> object:
        try:
            return act(nth)
        except AccountsRefusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(alone, range(MANY)))


def test_one_code_typed_by_many_binds_one_account() -> None:
    code = actions.issue_binding_code(person(), channel=Channel.COUNTER, actor="account:9", now=NOW).code
    accounts = [signed_up(f"a{nth}@example.tw") for nth in range(MANY)]

    answers = at_once(lambda nth: actions.bind_by_code(accounts[nth], number=NUMBER, code=code, now=NOW))

    assert sum(isinstance(answer, Binding) for answer in answers) == 1
    assert Binding.objects.count() == 1


def test_many_passwords_tried_at_once_are_five() -> None:
    keys = locks.sign_in_keys("mei@example.tw", "192.0.2.1")

    assert sum(map(bool, at_once(lambda _nth: locks.reserve(keys, now=NOW)))) == 5


def test_two_counters_register_one_person() -> None:
    people = at_once(lambda _nth: person())

    assert len({str(each) for each in people if not isinstance(each, AccountsRefusal)}) == 1
