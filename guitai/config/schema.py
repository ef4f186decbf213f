"""From whatever database there is to one with our roles, our tables and our rights."""

from pathlib import Path

import django
import psycopg
from django.core.management import call_command

from guitai.config import database, preflight, roles
from guitai.config.environment import ROOT
from guitai.config.postgres import password_of
from guitai.config.terms import CannotStart


def prepare_server() -> None:
    """A server runs, has our database, and knows our roles."""
    if database.outside():
        _prepare_outside()
        return
    server = database.cluster()
    server.ensure()
    with server.connect() as connection:
        roles.create(connection, server.password)
        roles.create_database(connection, database.NAME)


def migrate() -> None:
    """The database has the tables of this version, and each role its rights. The server is prepared."""
    django.setup()
    call_command("migrate", verbosity=0)
    with psycopg.connect(database.address("owner").libpq(), autocommit=True) as connection:
        roles.apply(connection)


def collect_static(target: Path) -> None:
    """The style sheets and scripts stand where the web process serves them."""
    manifest = target / "staticfiles.json"
    sources = [path for folder in (ROOT / "guitai").glob("*/static*") for path in folder.rglob("*") if path.is_file()]
    newest = max((path.stat().st_mtime for path in sources), default=0.0)
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0)
        manifest.touch()


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
