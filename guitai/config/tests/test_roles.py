"""The rights of the roles, tried in the database itself."""

from collections.abc import Callable
from dataclasses import fields
from typing import LiteralString

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from guitai.config import grants, roles
from guitai.config.tests import database

pytestmark = [pytest.mark.django_db, pytest.mark.sql]
As = Callable[[str], psycopg.Connection]
AUDIT_TABLES = {"audit_entry": "verb", "audit_link": "digest", "audit_checkpoint": "head", "audit_pending": "entry_id"}
CHANGES: tuple[LiteralString, ...] = (
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
    "UPDATE {table} SET {column} = {column}",
    "DROP TABLE {table}",
)


@pytest.fixture
def as_role(request: pytest.FixtureRequest, db: None) -> As:
    """Connects to this process's database as a role, with the role's own password."""
    del db
    server = database.cluster(request.config.getoption("--postgres"))

    def connect(role: str) -> psycopg.Connection:
        session = server.connect(f"guitai_{role}", connection.settings_dict["NAME"])
        request.addfinalizer(session.close)
        return session

    return connect


def on(table: str, change: LiteralString) -> sql.Composed:
    return sql.SQL(change).format(table=sql.Identifier(table), column=sql.Identifier(AUDIT_TABLES[table]))


def test_every_table_has_a_row_of_rights_and_every_row_its_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {row[0] for row in cursor.fetchall()}

    assert tables - grants.TABLES.keys() == set(), "tables without a row in guitai/config/grants.py"
    assert grants.TABLES.keys() - tables == set(), "rows in guitai/config/grants.py without a table"


@pytest.mark.parametrize("role", ["web", "worker", "report"])
@pytest.mark.parametrize("table", AUDIT_TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_nobody_who_serves_can_change_the_audit(as_role: As, role: str, table: str, change: LiteralString) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role(role).execute(on(table, change))


@pytest.mark.parametrize("change", CHANGES)
def test_not_even_the_sequencer_changes_what_was_written(as_role: As, change: LiteralString) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role("audit").execute(on("audit_entry", change))


@pytest.mark.parametrize("role", ["web", "worker"])
def test_web_and_worker_append_through_the_function_and_see_nothing_of_the_table(as_role: As, role: str) -> None:
    session = as_role(role)
    with session.transaction(force_rollback=True):
        answer = session.execute(
            "SELECT audit_append(now(), 'looked', 'account:1', 'case:1', '', '', '', '{}'::jsonb)"
        ).fetchone()
        assert answer is not None

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute("SELECT * FROM audit_entry")


def test_the_appending_function_runs_as_the_audit_role_not_as_the_owner(as_role: As) -> None:
    answer = (
        as_role("web").execute(
            "SELECT prosecdef, pg_get_userbyid(proowner) FROM pg_proc WHERE proname = 'audit_append'"
        )
    ).fetchone()

    assert answer == (True, "guitai_audit")


@pytest.mark.parametrize("role", ["worker", "audit", "report"])
@pytest.mark.parametrize(
    "question",
    [
        "SELECT password FROM accounts_account",
        "SELECT session_data FROM django_session",
        "SELECT data FROM mfa_authenticator",
    ],
)
def test_only_the_web_reads_what_signs_people_in(as_role: As, role: str, question: LiteralString) -> None:
    as_role("web").execute(question)

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role(role).execute(question)


def test_a_new_table_is_closed_until_it_has_a_row(as_role: As) -> None:
    owner = as_role("owner")
    owner.execute("CREATE TABLE brand_new (id int)")
    try:
        roles.apply(owner)
        for role in ("web", "worker", "audit", "report"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                as_role(role).execute("SELECT * FROM brand_new")
    finally:
        owner.execute("DROP TABLE brand_new")


def test_a_right_that_was_granted_by_hand_is_taken_back(as_role: As) -> None:
    owner = as_role("owner")
    owner.execute("GRANT SELECT ON audit_entry TO guitai_web")

    roles.apply(owner)

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role("web").execute("SELECT * FROM audit_entry")


@pytest.mark.parametrize("role", ["web", "worker", "audit", "report"])
def test_no_serving_role_makes_tables_or_roles(as_role: As, role: str) -> None:
    for attempt in ("CREATE TABLE mine (id int)", "CREATE ROLE friend", "SET ROLE guitai_owner"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_role(role).execute(attempt)


def test_no_row_grants_truncating_or_everything() -> None:
    for table, rights in grants.TABLES.items():
        for each in fields(rights):
            assert "TRUNCATE" not in getattr(rights, each.name), table
            assert "ALL" not in getattr(rights, each.name), table
