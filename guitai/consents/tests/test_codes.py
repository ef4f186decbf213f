"""The code to a person's own telephone: good for ten minutes, five tries and one consent."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from guitai.accounts import actions as accounts
from guitai.consents import actions, codes, queries
from guitai.consents.models import Consent, PhoneCode
from guitai.consents.terms import CodeRefused, ConsentRefused
from guitai.consents.tests.given import AGENT, ANA, BEN, BY_CODE, DAUGHTER, NOW, SIGNED, given, helper

PHONE = "0912345678"
ACTOR = "account:7"
MINUTE = timedelta(minutes=1)


def sent(phone: str = PHONE, *, subject: str = ANA, now: datetime = NOW, representative: str = "") -> str:
    return actions.phone_code(subject=subject, phone=phone, actor=ACTOR, now=now, representative=representative)


def typed(code: str, *, phone: str = PHONE, subject: str = ANA, now: datetime = NOW) -> None:
    actions.check_phone_code(subject=subject, phone=phone, code=code, actor=ACTOR, now=now)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.mark.django_db
def test_the_code_that_was_sent_lets_her_agree_once() -> None:
    code = sent()
    assert re.fullmatch(r"[0-9]{6}", code)
    with pytest.raises(ConsentRefused):
        given(representative=AGENT, signed=BY_CODE)
    typed(f" {code[:3]} {code[3:]}")
    typed(code)  # the page is corrected and sent again
    assert queries.is_confirmed(subject=ANA, phone="+886 912-345-678", now=NOW)

    given(representative=AGENT, signed=BY_CODE)

    with pytest.raises(CodeRefused):
        given(representative=AGENT, signed=BY_CODE)
    with pytest.raises(CodeRefused):
        typed(code)
    assert Consent.objects.count() == 1


@pytest.mark.django_db
def test_the_code_is_kept_as_a_keyed_hash_only() -> None:
    code = sent()

    row = PhoneCode.objects.values_list().get()
    assert all(code.encode() not in bytes(value) for value in row if isinstance(value, bytes | memoryview))
    assert all(code != str(value) and str(value) != PHONE for value in row)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes", [{"phone": "0987654321"}, {"subject": BEN}, {"now": NOW + 10 * MINUTE}, {"now": NOW + 60 * MINUTE}]
)
def test_a_code_fits_one_person_one_telephone_and_ten_minutes(changes: dict[str, object]) -> None:
    code = sent()

    with pytest.raises(CodeRefused):
        typed(code, **changes)  # type: ignore[arg-type]  # a test's shorthand


@pytest.mark.django_db
def test_five_wrong_tries_end_it() -> None:
    code = sent()
    for _try in range(PhoneCode.MOST_TRIES):
        with pytest.raises(CodeRefused):
            typed(wrong(code))

    with pytest.raises(CodeRefused):
        typed(code)


@pytest.mark.django_db
def test_a_new_code_ends_the_one_before() -> None:
    first, second = sent(), sent()

    if first != second:
        with pytest.raises(CodeRefused):
            typed(first)
    typed(second)


@pytest.mark.django_db
def test_nobody_has_codes_sent_without_end() -> None:
    for _nth in range(codes.MOST_AN_HOUR):
        sent()

    with pytest.raises(CodeRefused):
        sent()
    assert sent(now=NOW + 61 * MINUTE)


@pytest.mark.django_db
def test_a_proof_that_lies_long_back_is_worth_nothing() -> None:
    typed(sent())

    with pytest.raises(CodeRefused):
        given(representative=AGENT, signed=BY_CODE, now=NOW + 31 * MINUTE)


@pytest.mark.django_db
@pytest.mark.parametrize("phone", ["", "04-12345678", "0912", "０９１２x", "'; --"])
def test_only_a_mobile_number_gets_a_code(phone: str) -> None:
    with pytest.raises(CodeRefused):
        sent(phone)


@pytest.mark.django_db
def test_no_code_goes_to_the_telephone_of_whoever_is_to_act() -> None:
    person = accounts.register_person("A223456781", "林小美", date(1980, 1, 1), actor=ACTOR, now=NOW)
    accounts.update_contact(person, email="", phone="0912-345-678", postal_address="", actor=ACTOR, now=NOW)

    with pytest.raises(CodeRefused):
        sent(representative=person.ref)
    assert sent(representative=DAUGHTER.ref)
    assert sent("0987654321", representative=person.ref)


@pytest.mark.django_db
def test_a_telephone_that_spoke_for_several_others_is_nobodys_own() -> None:
    for nth in range(codes.MOST_PEOPLE):
        subject = f"person:{nth}"
        typed(sent(subject=subject), subject=subject)
        given(subject=subject, given_by=subject, representative=AGENT, signed=BY_CODE)

    with pytest.raises(CodeRefused):
        sent(subject=ANA)
    assert sent(subject="person:0", now=NOW + 2 * MINUTE), "her own consents do not count against her"
    assert sent(subject=ANA, now=NOW + timedelta(days=366)), "nor those of more than a year ago"


def at_once(many: int, act: Callable[[int], object]) -> list[object]:
    def alone(nth: int) -> object:
        try:
            return act(nth)
        except ConsentRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(alone, range(many)))


@pytest.mark.django_db(transaction=True)
def test_fifty_tries_at_once_are_five() -> None:
    code = sent()

    at_once(50, lambda _nth: typed(wrong(code)))

    assert PhoneCode.objects.get().tries == PhoneCode.MOST_TRIES
    with pytest.raises(CodeRefused):
        typed(code)


@pytest.mark.django_db(transaction=True)
def test_one_proof_used_by_many_is_one_consent() -> None:
    typed(sent())

    answers = at_once(8, lambda _nth: given(representative=AGENT, signed=BY_CODE))

    assert sum(isinstance(answer, Consent) for answer in answers) == 1
    assert Consent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_tablets_at_the_same_moment_do_not_make_four() -> None:
    answers = at_once(8, lambda nth: given(representative=helper(nth), signed=SIGNED))

    assert sum(isinstance(answer, Consent) for answer in answers) == 3
    assert Consent.objects.count() == 3
