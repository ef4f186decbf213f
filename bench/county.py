"""The county of the demo in the place of this run: tables, roles, officials, published services."""

import logging
import os
from contextlib import closing
from pathlib import Path

import place
import psycopg
from django.conf import settings
from django.db import connection

from guitai.catalogue import actions as catalogue
from guitai.catalogue import reading
from guitai.config import database, demo, environment, roles, schema
from guitai.config.postgres import processes_over
from guitai.core import clock
from standins.world import writing

ACTOR = "system:bench"
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


def fill() -> None:
    """The county is there, its services are published, and a commit is on disk when it is answered."""
    logging.disable(logging.WARNING)
    schema.migrate()
    schema.collect_static(settings.STATIC_ROOT)
    writing.write(place.FOLDER / "world", seed=7, households=40)
    demo.load(clock.now())
    for folder in reading.folders(environment.ROOT / "services"):
        catalogue.publish(folder, actor=ACTOR, now=clock.now())
    with connection.cursor() as cursor:
        for name in DURABLE:
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone() != ("on",):
                raise SystemExit(f"{name} is off: the figures would mean nothing")


def become(role: str) -> None:
    """From now on this process works with the rights of the role, as the product's processes do."""
    connection.close()
    connection.settings_dict.update(USER=f"guitai_{role}", PASSWORD=place.CLUSTER.password(f"guitai_{role}"))


def bare(role: str = "owner") -> psycopg.Connection:
    """Answer a connection without Django."""
    return psycopg.connect(database.address(role).libpq())


def superuser() -> psycopg.Connection:
    """Answer a connection that may do anything here; what it did is there when it is closed."""
    session: psycopg.Connection = place.CLUSTER.connect(database=database.NAME)
    return session


def processor_of_database() -> float:
    """Answer how many seconds of one core the server has used up to now, its ended sessions included."""
    server, ticks = place.CLUSTER.running(), 0
    for pid in processes_over(place.CLUSTER.data):
        own_and_ended = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:15]
        ticks += sum(int(each) for each in (own_and_ended if server and pid == server.pid else own_and_ended[:2]))
    return ticks / os.sysconf("SC_CLK_TCK")


def analyse() -> None:
    """The planner knows the tables as they are now, as autovacuum would have told it."""
    with closing(place.CLUSTER.connect(roles.OWNER, database.NAME)) as session:
        session.execute("VACUUM ANALYZE")
