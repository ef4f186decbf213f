"""The test database itself."""

import os

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_tests_run_in_a_database_of_their_own_process() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_user")
        row = cursor.fetchone()

    assert row == (f"test_{os.getpid()}", "guitai_owner")


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_can_commit_and_is_cleaned_up() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_account")
        assert cursor.fetchone() == (0,)
