"""The tables of this version, the rights of each role on them, and the files the pages are served with."""

from pathlib import Path

import django
import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from guitai.config import database, migrating, roles
from guitai.config.environment import ROOT
from guitai.config.terms import CannotStart
from guitai.core import key_mark
from guitai.core.keys import destroyed


def migrate() -> None:
    """The database has the tables of this version, and each role its rights. The server is prepared."""
    django.setup()
    migrating.politely(lambda: call_command("migrate", verbosity=0))
    with psycopg.connect(database.address("owner").libpq(), autocommit=True) as session:
        roles.apply(session)
    require_key()
    key_mark.remember()


def require_current() -> None:
    """The database has every migration this version knows, or nobody is served."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        first = plan[0][0]
        raise CannotStart(f"The database is older than this version: {first} is missing. Run `guitai migrate`.")


def require_key() -> None:
    """The master key is the one this database was written with; any other would find everybody gone."""
    if not key_mark.is_the_same():
        raise CannotStart("GUITAI_MASTER_KEY is not the key this database was written with: bring back the right one.")
    if destroyed.came_back():
        raise CannotStart(
            "This database comes from an older back-up and knows keys of erased people: run `guitai keys shred`."
        )


def collect_static(target: Path) -> None:
    """The style sheets and scripts stand where the web process serves them."""
    manifest = target / "staticfiles.json"
    folders = [*(ROOT / "guitai").glob("*/static"), ROOT / "guitai" / "static_built"]
    sources = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    newest = max((path.stat().st_mtime for path in sources), default=0.0)
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0)
        manifest.touch()
