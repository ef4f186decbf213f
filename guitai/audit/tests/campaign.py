"""Ten thousand ways to change the audit, by every role of the database: refused, or found at the right place.

Each change is drawn from a seed, made inside of a transaction, and undone again.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import DataError, Error, IntegrityError, transaction
from numpy.random import Generator, default_rng

from guitai.audit import actions, sequencing, stamping, verification
from guitai.audit.tests.mutations import FILES, MUTATIONS, RECORDS, TABLES, WORTH, Ground, Nothing, rows
from guitai.audit.tests.tampering import run
from guitai.core import clock

FEW, STAMPED = 20, 5
SUPERUSER, SERVING = "superuser", ("web", "worker", "audit")
ROLES = (SUPERUSER, SUPERUSER, SUPERUSER, "owner", "owner", "owner", *SERVING)
LOOSE = """
SELECT format('ALTER TABLE %I DROP CONSTRAINT %I CASCADE', relname, conname)
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE relname LIKE 'audit\\_%' AND contype IN ('c', 'u', 'f')
"""


@dataclass
class Tally:
    """What became of the changes."""

    tried: int = 0
    refused: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)


def clear() -> None:
    """The audit is empty, as only a superuser can make it."""
    with transaction.atomic():
        run("SET LOCAL session_replication_role = replica")
        run(f"TRUNCATE audit_pending, {', '.join(TABLES)}")


def prepare() -> None:
    """Two hundred and sixty records are chained under thirteen checkpoints, five of them stamped."""
    for number in range(RECORDS):
        people = [f"person:{number}", f"person:{number % 7}"] if number % 4 == 0 else [f"person:{number}"]
        with transaction.atomic():
            actions.record(
                ("case.open", "data.read", "gateway.ask")[number % 3],
                actor=f"post:{number % 3}",
                thing=f"case:R-{number}",
                subject=people[0] if len(people) == 1 else "",
                purpose="申請審查",
                basis="國民年金法 §12",
                detail={"number": number, "list": [1.5, None, "臺"], "subjects": people},
                now=clock.now(),
            )
        if (number + 1) % FEW == 0:
            sequencing.sequence()
            sequencing.checkpoint()
    stamping.stamp_waiting(most=STAMPED)


def campaign(ground: Ground, seeds: Sequence[int]) -> Tally:
    """Each change was made and undone again; answers how many were refused, found, missed."""
    before = verification.verify()
    if not before.ok or before.warnings:
        raise AssertionError(before)
    tally = Tally()
    for seed in seeds:
        _one(ground, seed, tally)
    return tally


def _one(ground: Ground, seed: int, tally: Tally) -> None:
    chance = default_rng(seed)
    role = ROLES[int(chance.integers(len(ROLES)))]
    while True:
        name = list(MUTATIONS)[int(chance.integers(len(MUTATIONS)))]
        try:
            with transaction.atomic(), _files_restored(ground):
                outcome = _outcome(ground, name, role, chance)
                transaction.set_rollback(True)
        except (Nothing, IntegrityError, DataError):
            continue  # nothing was changed
        break
    tally.tried += 1
    tally.kinds[name] = tally.kinds.get(name, 0) + 1
    if outcome == "refused":
        tally.refused += 1
    elif outcome == "found":
        tally.found += 1
    else:
        tally.missed.append(f"seed {seed}, {name} as {role}: {outcome}")


def _outcome(ground: Ground, name: str, role: str, chance: Generator) -> str:
    try:
        with transaction.atomic():
            if name not in FILES:
                _become(role)
            place = MUTATIONS[name](chance, ground)
    except (IntegrityError, DataError):
        raise
    except Error as refused:
        if role in SERVING and "permission denied" in str(refused):
            return "refused"
        raise
    run("RESET ROLE")
    found = verification.verify()
    if found.ok:
        return "found" if found.warnings and place == WORTH else "not found"
    if not found.place or (place not in {"", WORTH} and found.place.split(",")[0] != place):
        return f"found at {found.place} ({found.reason}), not at {place}"
    return "found"


def _become(role: str) -> None:
    """From now on, up to the end of the transaction, the role's rights hold; who can switch off guards does."""
    if role == SUPERUSER:
        run("SET LOCAL session_replication_role = replica")
        _loosen()
        return
    run(f"SET LOCAL ROLE guitai_{role}")
    if role == "owner":
        for table in TABLES:
            run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        _loosen()


def _loosen() -> None:
    for (statement,) in rows(LOOSE):
        run(str(statement))


@contextmanager
def _files_restored(ground: Ground) -> Iterator[None]:
    """What happened to the witness is undone."""
    kept = ground.witness.with_name("kept")
    files = [ground.witness, ground.witness.with_suffix(".latest.json")]
    kept.mkdir(exist_ok=True)
    for file in files:
        shutil.copy(file, kept / file.name)
    try:
        yield
    finally:
        for file in files:
            shutil.copy(kept / file.name, file)
