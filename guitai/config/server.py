"""A PostgreSQL server that runs, has our database and knows our roles; whatever there was before."""

import psycopg

from guitai.config import database, preflight, roles
from guitai.config.postgres import password_of
from guitai.config.terms import CannotStart


def prepare() -> None:
    """The server is there and ready for `migrate`."""
    if database.outside():
        _prepare_outside()
        return
    server = database.cluster()
    server.ensure()
    with server.connect() as connection:
        roles.create(connection, server.password)
        roles.create_database(connection, database.NAME)


def _prepare_outside() -> None:
    owner = database.address("owner")
    preflight.postgres(owner)
    with psycopg.connect(owner.libpq(), autocommit=True) as connection:
        missing = roles.missing(connection)
        if missing:
            _create_outside(connection, missing, owner.user)


def _create_outside(connection: psycopg.Connection, missing: list[str], owner: str) -> None:
    try:
        roles.create(connection, _password_outside, named=missing, owner=owner)
    except psycopg.errors.InsufficientPrivilege:
        names = ", ".join(missing)
        raise CannotStart(f"{owner} may not create the roles {names}: ask for them, or for CREATEROLE.") from None


def _password_outside(role: str) -> str:
    return password_of(role, folder=database.ROLE_PASSWORDS)
