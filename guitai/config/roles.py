"""Who the processes are in the database, and what each may touch: deny by default."""

import psycopg
from psycopg import sql

from guitai.config.postgres import Cluster

OWNER = "guitai_owner"  # migrates; serves nobody
WEB = "guitai_web"
WORKER = "guitai_worker"
AUDIT = "guitai_audit"  # appends to the audit through functions of its own, and chains it
REPORT = "guitai_report"  # reads what carries no personal data
ROLES = (OWNER, WEB, WORKER, AUDIT, REPORT)


def create(cluster: Cluster) -> None:
    """Every role exists and can sign in with its own password."""
    with cluster.connect() as connection:
        for role in ROLES:
            _create_one(connection, role, cluster.password(role))


def create_database(cluster: Cluster, name: str) -> None:
    """The database exists and belongs to the owner role."""
    with cluster.connect() as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
            )


def _create_one(connection: psycopg.Connection, role: str, password: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
        )
