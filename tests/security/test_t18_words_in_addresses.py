"""T18: what stands in an address, to filter, to sort or to search, is a value and never part of a statement."""

import pytest
from django.test import Client
from pytest_django import Settings

from guitai.accounts import queries as accounts
from guitai.accounts.terms import Role
from guitai.accounts.tests.people import official
from guitai.desk import wanted

pytestmark = pytest.mark.django_db
EVIL = (
    "account:35¿'\"(",
    "account:35|env",
    "account:²",
    "account:" + "9" * 40,
    "account:1'; DROP TABLE accounts_account;--",
    "post:1) OR (1=1",
    "applicant__name",
    "-taken_by__password",
    "due; SELECT pg_sleep(9)",
    "%s%(x)s",
    "{}",
)


@pytest.fixture
def clerk(settings: Settings) -> Client:
    settings.OFFICIALS_NEED_SECOND_FACTOR = False
    client = Client()
    client.force_login(official(Role.FIRST_REVIEW))
    return client


@pytest.mark.parametrize("word", EVIL)
def test_t18_no_word_in_the_address_of_the_work_list_breaks_or_widens_it(word: str, clerk: Client) -> None:
    for key in ("who", "sort", "show", "service", "stage", "page", "q", "after"):
        assert clerk.get("/desk/work/", {key: word}).status_code == 200, key


@pytest.mark.parametrize("word", EVIL)
def test_t18_an_order_that_is_not_ours_is_the_usual_one(word: str) -> None:
    assert wanted.read({"sort": word}).sort is wanted.Sort.DUE


@pytest.mark.parametrize("word", EVIL)
def test_t18_a_reference_from_outside_names_nobody(word: str) -> None:
    assert accounts.names_of([word]) == {}
    assert accounts.person_behind(word) is None
