"""A database for each test process: cloned from a migrated template on a server all test runs share."""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import pytest
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from guitai.config import roles
from guitai.config.environment import ROOT
from guitai.config.postgres import Cluster
from guitai.config.postgres_place import installation

KEPT_TEMPLATES = 4
_SOCKET_PORT = 5432  # only a file name: the test server listens on no address


def cluster(major: int | None = None) -> Cluster:
    home = ROOT / "var" / f"test-postgres-{major or 'wheel'}"
    return Cluster(home, installation(major), durable=False, port=_SOCKET_PORT)


@contextmanager
def in_use(server: Cluster) -> Iterator[None]:
    """The server runs during the block; the last of all test runs to leave stops it."""
    with (server.home / "users").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        server.ensure()
        try:
            yield
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                server.stop()


@dataclass(frozen=True)
class TestDatabase:
    """The database of this process."""

    __test__ = False
    server: Cluster

    @property
    def name(self) -> str:
        return f"test_{os.getpid()}"

    def create(self) -> None:
        with _alone(self.server):
            with self.server.connect() as connection:
                roles.create(connection, self.server.password)
            self._drop_stale()
            template = self._template()
            self._admin("CREATE DATABASE {} TEMPLATE {} OWNER {}", self.name, template, roles.OWNER)
        self._point_django_at(self.name)

    def drop(self) -> None:
        connections["default"].close()
        self._admin("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)

    def _template(self) -> str:
        """Answer the template for the migrations as they are now; made when missing."""
        name = f"template_{migrations_hash()}"
        if name in self._databases():
            return name
        building = f"building_{os.getpid()}"
        self._admin("CREATE DATABASE {} OWNER {}", building, roles.OWNER)
        self._point_django_at(building)
        try:
            migrate()
            with self.server.connect(roles.OWNER, building) as connection:
                roles.apply(connection)
        finally:
            connections["default"].close()
        self._admin("ALTER DATABASE {} RENAME TO {}", building, name)
        for old in self._templates()[KEPT_TEMPLATES:]:
            self._admin("DROP DATABASE IF EXISTS {}", old)
        return name

    def _drop_stale(self) -> None:
        for name in self._databases():
            kind, _, pid = name.partition("_")
            if kind in {"test", "building"} and not Path(f"/proc/{pid}").exists():
                self._admin("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _databases(self) -> list[str]:
        with self.server.connect() as connection:
            rows = connection.execute("SELECT datname FROM pg_database ORDER BY oid DESC").fetchall()
        return [str(row[0]) for row in rows]

    def _templates(self) -> list[str]:
        return [name for name in self._databases() if name.startswith("template_")]

    def _admin(self, statement: LiteralString, *names: str) -> None:
        with self.server.connect() as connection:
            connection.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))

    def _point_django_at(self, name: str) -> None:
        running = self.server.ensure()
        connections["default"].close()
        connections["default"].settings_dict.update(
            NAME=name,
            USER=roles.OWNER,
            PASSWORD=self.server.password(roles.OWNER),
            HOST=running.socket,
            PORT=str(running.port),
        )


def migrations_hash() -> str:
    """Answer one name for all that shapes the schema: migrations of ours, versions of others, the grants."""
    digest = hashlib.sha256()
    shaping = sorted((ROOT / "guitai").glob("*/migrations/*.py"))
    for path in [
        *shaping,
        ROOT / "requirements" / "base.txt",
        *(ROOT / "guitai" / "config" / name for name in ("roles.py", "grants.py")),
    ]:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def migrate() -> None:
    """All migrations are applied; when one fails the run ends and says whose it is."""
    begun: list[str] = []

    def remember(action: str, migration: Migration | None = None, fake: bool | None = False, /) -> None:
        del fake  # Django says it, nobody asks
        begun.append(f"{action} {migration or ''}")

    try:
        executor = MigrationExecutor(connections["default"], remember)
        executor.migrate(executor.loader.graph.leaf_nodes())
    except Exception as problem:  # noqa: BLE001 - a migration may raise anything
        last = begun[-1] if begun else "while loading migrations"
        pytest.exit(f"The test database cannot be built. {last}: {type(problem).__name__}: {problem}", returncode=4)


@contextmanager
def _alone(server: Cluster) -> Iterator[None]:
    """No other test process makes or drops databases while the block runs."""
    with (server.home / "templates").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
