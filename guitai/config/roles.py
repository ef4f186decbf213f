"""Who the processes are in the database: the roles, and their rights as the table in grants.py gives them."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import LiteralString

import psycopg
from psycopg import sql

from guitai.config import grants

OWNER = "guitai_owner"  # migrates; serves nobody
WEB = "guitai_web"
WORKER = "guitai_worker"
AUDIT = "guitai_audit"  # chains the audit, and owns the function through which the others append to it
REPORT = "guitai_report"  # reads what carries no personal data
ROLES = (OWNER, WEB, WORKER, AUDIT, REPORT)
SERVING = (WEB, WORKER, AUDIT, REPORT)
OWNED_BY_AUDIT = "audit_append"


def create(
    connection: psycopg.Connection,
    password: Callable[[str], str],
    *,
    named: Iterable[str] = ROLES,
    owner: str = OWNER,
) -> None:
    """Every role exists, signs in with its own password, and the owner can hand functions to the audit role."""
    for role in named:
        verb = "ALTER" if _role_exists(connection, role) else "CREATE"
        _run(connection, verb + " ROLE {} LOGIN PASSWORD {}", sql.Identifier(role), sql.Literal(password(role)))
    _run(connection, "GRANT {} TO {}", sql.Identifier(AUDIT), sql.Identifier(owner))


def missing(connection: psycopg.Connection) -> list[str]:
    return [role for role in SERVING if not _role_exists(connection, role)]


def create_database(connection: psycopg.Connection, name: str) -> None:
    """The database exists, belongs to the owner role, and lets in nobody but our roles."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        _run(connection, "CREATE DATABASE {} OWNER {}", sql.Identifier(name), sql.Identifier(OWNER))
    _run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", sql.Identifier(name))
    for role in SERVING:
        _run(connection, "GRANT CONNECT ON DATABASE {} TO {}", sql.Identifier(name), sql.Identifier(role))


def apply(connection: psycopg.Connection) -> None:
    """Each role may do what grants.py says and nothing else, whatever was granted before."""
    with connection.transaction():
        _close(connection)
        for table in sorted(tables(connection) & grants.TABLES.keys()):
            for role, rights in asdict(grants.TABLES[table]).items():
                if rights:
                    _open(connection, table, f"guitai_{role}", rights)
        _give_append_to_audit(connection)
        for function, allowed in grants.FUNCTIONS.items():
            for role in allowed if _function_exists(connection, function) else ():
                _run(connection, "GRANT EXECUTE ON FUNCTION {} TO {}", sql.Identifier(function), sql.Identifier(role))


def tables(connection: psycopg.Connection) -> set[str]:
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {str(row[0]) for row in rows}


def _close(connection: psycopg.Connection) -> None:
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for role in map(sql.Identifier, SERVING):
        _run(connection, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", role)
        _run(connection, "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}", role)
        _run(connection, "REVOKE ALL ON SCHEMA public FROM {}", role)
        _run(connection, "GRANT USAGE ON SCHEMA public TO {}", role)


def _open(connection: psycopg.Connection, table: str, role: str, rights: LiteralString) -> None:
    names = (sql.Identifier(table), sql.Identifier(role))
    _run(connection, "GRANT " + rights + " ON TABLE {} TO {}", *names)
    if "INSERT" in rights:
        for sequence in _sequences(connection, table):
            _run(connection, "GRANT USAGE ON SEQUENCE {} TO {}", sql.Identifier(sequence), names[1])


def _give_append_to_audit(connection: psycopg.Connection) -> None:
    """The appending function runs with the audit role's rights, not with the owner's."""
    if _function_exists(connection, OWNED_BY_AUDIT):
        connection.execute("GRANT CREATE ON SCHEMA public TO guitai_audit")  # asked of an owner-to-be, only then
        _run(connection, "ALTER FUNCTION {} OWNER TO {}", sql.Identifier(OWNED_BY_AUDIT), sql.Identifier(AUDIT))
        connection.execute("REVOKE CREATE ON SCHEMA public FROM guitai_audit")


def _sequences(connection: psycopg.Connection, table: str) -> list[str]:
    rows = connection.execute(
        "SELECT s.relname FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'"
        " WHERE d.refobjid = %s::regclass",
        [table],
    ).fetchall()
    return [str(row[0]) for row in rows]


def _role_exists(connection: psycopg.Connection, role: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is not None


def _function_exists(connection: psycopg.Connection, function: str) -> bool:
    known = "SELECT 1 FROM pg_proc WHERE proname = %s AND pronamespace = 'public'::regnamespace"
    return connection.execute(known, [function]).fetchone() is not None


def _run(connection: psycopg.Connection, statement: LiteralString, *parts: sql.Composable) -> None:
    connection.execute(sql.SQL(statement).format(*parts))
