"""T37, T40, T52: a full disk, a migration while people apply, a product that is not set up as it must be."""

import errno
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from psycopg.conninfo import make_conninfo

from guitai.cases import journey
from guitai.cases.models import Case
from guitai.config import migrating
from guitai.config.terms import CannotStart
from guitai.files import blobs
from guitai.files.terms import NoSuchFile
from tests.journeys.conftest import CitizenOf
from tests.journeys.people import ACTOR, Citizen

pytestmark = [pytest.mark.slow]
BARE = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
KEY = "ab" * 32


def ready(me: Citizen) -> UUID:
    draft = me.begin()
    me.fill(draft)
    return UUID(draft)


# ── T37 ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("call", ["fsync", "utime"])
def test_t37_a_file_for_which_the_disk_had_no_room_is_not_there(
    county: datetime, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    name, key = uuid4(), blobs.new_key()

    def full(*_told: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        with pytest.raises(OSError, match="No space"):
            blobs.write(name, b"picture", key=key, now=county)

    with pytest.raises(NoSuchFile):
        blobs.read(name, key=key)
    blobs.write(name, b"picture", key=key, now=county)
    assert blobs.read(name, key=key) == b"picture"


# ── T40 ──────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("queue_left_empty")
def test_t40_a_migration_waits_for_nobody_so_people_go_on_applying_and_it_is_made_when_it_can_be(
    citizen: CitizenOf, county: datetime
) -> None:
    """Somebody's long transaction holds the table: the migration must not stand in front of everybody else."""
    me = citizen("share_30")
    draft = ready(me)
    tries: list[float] = []

    def migrate() -> None:
        began = time.monotonic()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("ALTER TABLE cases_case ADD COLUMN faults_new integer")
                transaction.set_rollback(True)
        finally:
            tries.append(time.monotonic() - began)
            if len(tries) == 1:
                somebody.rollback()

    with psycopg.connect(address()) as somebody:
        somebody.execute("SELECT count(*) FROM cases_case")
        migrating.politely(migrate, pause=0.01)
    journey.submit(draft, me.person, actor=ACTOR, now=county)

    assert len(tries) == 2
    assert Case.objects.count() == 1


def test_t40_tables_that_are_never_free_end_the_migration_with_the_place_to_look(db: None) -> None:
    del db

    def migrate() -> None:
        raise OperationalError from psycopg.errors.LockNotAvailable()

    with pytest.raises(CannotStart, match="pg_stat_activity"):
        migrating.politely(migrate, tries=3, pause=0)


def address() -> str:
    told = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    return make_conninfo(**{word: connection.settings_dict[key] for key, word in told.items()})


# ── T52 ──────────────────────────────────────────────────────────────────────

KEYS = {"GUITAI_SECRET_KEY": KEY, "GUITAI_MASTER_KEY": KEY}
NOWHERE = {"DATABASE_URL": "postgresql://guitai_owner:wrong@127.0.0.1:9/guitai"}
WRONG = {
    "web": ({}, "GUITAI_SECRET_KEY is missing"),
    "worker": (KEYS | {"GUITAI_MASTER_KEY": "secret"}, "GUITAI_MASTER_KEY is no key"),
    "sequencer": (KEYS | NOWHERE, "127.0.0.1"),
}


@pytest.mark.parametrize("command", WRONG)
def test_t52_what_is_set_up_wrongly_does_not_start_and_says_in_one_line_why(tmp_path: Path, command: str) -> None:
    told, words = WRONG[command]
    environment = BARE | told | {"GUITAI_VAR": str(tmp_path)}
    line = [sys.executable, "-m", "guitai.config.cli", command]

    answer = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)

    assert answer.returncode == 1
    assert words in answer.stderr
    assert answer.stderr.startswith("guitai: ")
    assert "Traceback" not in answer.stderr
