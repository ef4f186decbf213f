"""Ways to change the audit: each draws what it changes, and answers where that must be found."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from numpy.random import Generator

from guitai.audit import chain, merkle, sequencing
from guitai.audit.models import Checkpoint, Link
from guitai.audit.statements import Statement, statement_of
from guitai.audit.tests.column_changes import CHANGES, COLUMNS
from guitai.audit.tests.tampering import record_at, run

RECORDS = 260
WORTH = "a note"  # worth a question, no proof
TABLES = ("audit_entry", "audit_link", "audit_checkpoint", "audit_tile", "audit_stamp", "audit_subject")
KEYS = {
    "audit_entry": ("id",),
    "audit_link": ("position",),
    "audit_checkpoint": ("number",),
    "audit_tile": ("level", "number"),
    "audit_stamp": ("checkpoint",),
    "audit_subject": ("subject", "entry_id"),
}


@dataclass(frozen=True)
class Ground:
    """An audit that holds, and its witness, to be changed."""

    witness: Path


class Nothing(Exception):
    """The draw would change nothing: draw again."""


Mutation = Callable[[Generator, Ground], str]  # answers the place that must be named; "" for any


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values) or None)
        return list(cursor.fetchall())


def _some_row(chance: Generator, table: str) -> tuple[Any, ...]:
    keys = ", ".join(KEYS[table])
    found = rows(f"SELECT {keys} FROM {table} ORDER BY {keys}")
    if not found:
        raise Nothing
    return found[int(chance.integers(len(found)))]


def _where(table: str) -> str:
    return " AND ".join(f"{key} = %s" for key in KEYS[table])


def _place(table: str, row: tuple[Any, ...]) -> str:
    """Answer where a change of this row must be found, when only one place is right."""
    if table == "audit_entry":
        found = rows("SELECT position FROM audit_link WHERE entry_id = %s", row[0])
        return f"position {found[0][0]}" if found else ""
    return {"audit_checkpoint": f"checkpoint {row[0]}", "audit_stamp": ""}.get(table, "")


def update(chance: Generator, _ground: Ground) -> str:
    """Any column of any row becomes something else."""
    table = TABLES[int(chance.choice(len(TABLES), p=(0.5, 0.15, 0.15, 0.04, 0.08, 0.08)))]
    column = list(COLUMNS[table])[int(chance.integers(len(COLUMNS[table])))]
    row = _some_row(chance, table)
    place = "" if column in KEYS[table] or column == "position" else _place(table, row)
    value, values = CHANGES[COLUMNS[table][column]](chance, column)
    with connection.cursor() as cursor:
        changed = f"UPDATE {table} SET {column} = {value} WHERE {_where(table)} AND {column} IS DISTINCT FROM {value}"
        cursor.execute(changed, [*values, *row, *values])
        if cursor.rowcount != 1:
            raise Nothing
    return place


def delete(chance: Generator, _ground: Ground) -> str:
    """Any row of any table goes."""
    table = TABLES[int(chance.integers(len(TABLES)))]
    row = _some_row(chance, table)
    place = _place(table, row)
    run(f"DELETE FROM {table} WHERE {_where(table)}", *row)
    return place


def delete_a_record_everywhere(chance: Generator, _ground: Ground) -> str:
    """A record goes with its link and its subjects; sometimes the gap is closed."""
    position = int(chance.integers(1, RECORDS, endpoint=True))
    ((entry,),) = rows("SELECT entry_id FROM audit_link WHERE position = %s", position)
    run("DELETE FROM audit_subject WHERE entry_id = %s", entry)
    run("DELETE FROM audit_entry WHERE id = %s", entry)
    run("DELETE FROM audit_link WHERE position = %s", position)
    if chance.integers(2) and position < RECORDS:
        run("UPDATE audit_link SET position = -position WHERE position > %s", position)
        run("UPDATE audit_link SET position = -position - 1 WHERE position < 0")
    return f"position {position}"


def insert_a_record(chance: Generator, _ground: Ground) -> str:
    """A record stands there that nobody chained."""
    _forged(chance)
    return ""


def insert_into_the_past(chance: Generator, _ground: Ground) -> str:
    """A forged record gets a place in the middle, everything after it moves on."""
    position = int(chance.integers(1, RECORDS))
    run("UPDATE audit_link SET position = -position WHERE position >= %s", position)
    run("UPDATE audit_link SET position = -position + 1 WHERE position < 0")
    run(
        "INSERT INTO audit_link (position, entry_id, digest) VALUES (%s, %s, %s)",
        position,
        _forged(chance),
        chance.bytes(32),
    )
    return f"position {position}"


def insert_with_the_past_as_its_time(chance: Generator, _ground: Ground) -> str:
    """A forged record of long ago is put in where records wait; the sequencer takes it for late."""
    entry = _forged(chance, hours=int(chance.integers(2, 2000)))
    run("INSERT INTO audit_pending (entry_id) VALUES (%s)", entry)
    run("RESET ROLE")
    sequencing.sequence()
    return WORTH


def insert_what_waits_again(chance: Generator, _ground: Ground) -> str:
    entry = _some_row(chance, "audit_entry")[0]
    run("INSERT INTO audit_pending (entry_id) VALUES (%s)", entry)
    run("RESET ROLE")
    sequencing.sequence()
    return f"record {entry}"


def insert_a_copy(chance: Generator, _ground: Ground) -> str:
    """A link, a checkpoint, a stamp, a tile or a finding is there a second time, under a new key."""
    copies = {
        "audit_link": "SELECT position + 1000, entry_id, digest",
        "audit_checkpoint": "SELECT number + 1000, position, head, at, key, signature, root",
        "audit_stamp": "SELECT checkpoint + 1000, stamped_at, token",
        "audit_tile": "SELECT level, number + 1000, digest",
        "audit_subject": "SELECT subject, entry_id + 1",
    }
    table = list(copies)[int(chance.integers(len(copies)))]
    row = _some_row(chance, table)
    run(f"INSERT INTO {table} {copies[table]} FROM {table} WHERE {_where(table)}", *row)
    if table == "audit_subject" and not rows(
        "SELECT 1 FROM audit_subject s JOIN audit_entry e ON e.id = s.entry_id WHERE s.subject = %s AND s.entry_id = %s"
        " AND e.subject <> s.subject AND NOT e.detail -> 'subjects' ? s.subject",
        row[0],
        row[1] + 1,
    ):
        raise Nothing
    return ""


def _forged(chance: Generator, hours: int = 0) -> int:
    statement = """
INSERT INTO audit_entry (at, recorded_at, written_by, verb, actor, thing, subject, purpose, basis, detail)
VALUES (now() - make_interval(hours => %s), now() - make_interval(hours => %s), 'guitai_web', 'case.open', %s, 'case:F',
        '', '', '', '{}') RETURNING id"""
    ((entry,),) = rows(statement, hours, hours, f"post:{int(chance.integers(10**9))}")
    return int(entry)


def reorder(chance: Generator, _ground: Ground) -> str:
    """Some records change places, with their digests or without."""
    many = int(chance.integers(2, 6))
    places = sorted(int(each) for each in chance.choice(RECORDS, many, replace=False) + 1)
    entries = {p: rows("SELECT entry_id, digest FROM audit_link WHERE position = %s", p)[0] for p in places}
    with_digests = bool(chance.integers(2))
    run("UPDATE audit_link SET entry_id = -entry_id WHERE position = ANY(%s)", places)
    for place, source in zip(places, [*places[1:], places[0]], strict=True):
        entry, digest = entries[source]
        run("UPDATE audit_link SET entry_id = %s WHERE position = %s", entry, place)
        if with_digests:
            run("UPDATE audit_link SET digest = %s WHERE position = %s", bytes(digest), place)
    return f"position {places[0]}"


def truncate(chance: Generator, _ground: Ground) -> str:
    """Some of the tables are empty."""
    many = int(chance.integers(1, len(TABLES), endpoint=True))
    chosen = [TABLES[int(each)] for each in chance.choice(len(TABLES), many, replace=False)]
    run(f"TRUNCATE {', '.join(chosen)} CASCADE")
    return ""


def roll_back(chance: Generator, _ground: Ground) -> str:
    """Everything after one position is away, as if the database were set back; sometimes it goes on from there."""
    position = int(chance.integers(0, RECORDS))
    _set_back(position)
    if chance.integers(2):
        return f"position {position + 1}"
    for _each in range(int(chance.integers(1, 40))):
        run("INSERT INTO audit_pending (entry_id) VALUES (%s)", _forged(chance))
    run("RESET ROLE")
    sequencing.sequence()
    sequencing.checkpoint()
    return ""


def _set_back(position: int) -> None:
    later = "SELECT entry_id FROM audit_link WHERE position > %s"
    run(f"DELETE FROM audit_subject WHERE entry_id IN ({later})", position)
    run(f"DELETE FROM audit_entry WHERE id IN ({later})", position)
    run("DELETE FROM audit_link WHERE position > %s", position)
    run(
        "DELETE FROM audit_stamp WHERE checkpoint IN (SELECT number FROM audit_checkpoint WHERE position > %s)",
        position,
    )
    run("DELETE FROM audit_checkpoint WHERE position > %s", position)
    run("DELETE FROM audit_tile WHERE (number + 1) << (8 * level) > %s", position)


def delete_a_day(chance: Generator, _ground: Ground) -> str:
    """All that lies between two checkpoints is away, the later ones move down and are chained anew, unsigned."""
    stops = [0, *Checkpoint.objects.order_by("number").values_list("position", flat=True)]
    first = int(chance.integers(len(stops) - 1))
    last = int(chance.integers(first + 1, len(stops)))
    begin, end = stops[first], stops[last]
    within = "SELECT entry_id FROM audit_link WHERE position > %s AND position <= %s"
    run(f"DELETE FROM audit_subject WHERE entry_id IN ({within})", begin, end)
    run(f"DELETE FROM audit_entry WHERE id IN ({within})", begin, end)
    run("DELETE FROM audit_link WHERE position > %s AND position <= %s", begin, end)
    between = "SELECT number FROM audit_checkpoint WHERE position > %s AND position <= %s"
    run(f"DELETE FROM audit_stamp WHERE checkpoint IN ({between})", begin, end)
    run("DELETE FROM audit_checkpoint WHERE position > %s AND position <= %s", begin, end)
    if chance.integers(2) and end < RECORDS:
        run("UPDATE audit_link SET position = -position WHERE position > %s", end)
        run("UPDATE audit_link SET position = -position - %s WHERE position < 0", end - begin)
        run("UPDATE audit_checkpoint SET position = position - %s WHERE position > %s", end - begin, end)
        run("UPDATE audit_checkpoint SET number = number - %s WHERE number > %s", last - first, last)
        _rechain(begin + 1)
    return ""


def fork(chance: Generator, _ground: Ground) -> str:
    """One record is another, and everything after it made right again; checkpoints have another key or not."""
    position = int(chance.integers(1, RECORDS, endpoint=True))
    ((entry,),) = rows("SELECT entry_id FROM audit_link WHERE position = %s", position)
    run("UPDATE audit_entry SET actor = 'post:nobody' WHERE id = %s", entry)
    _rechain(position)
    if chance.integers(2):
        _sign_anew(Ed25519PrivateKey.from_private_bytes(chance.bytes(32)), position)
    else:
        _sign_anew(None, position)
    stops = Checkpoint.objects.filter(position__gte=position).order_by("position")
    return f"checkpoint {stops[0].number}"


def change_the_key(chance: Generator, _ground: Ground) -> str:
    """Every checkpoint from one on is signed with a key of the attacker's."""
    position = int(chance.integers(1, RECORDS, endpoint=True))
    _sign_anew(Ed25519PrivateKey.from_private_bytes(chance.bytes(32)), position)
    return f"checkpoint {Checkpoint.objects.filter(position__gte=position).order_by('position')[0].number}"


def _rechain(position: int) -> None:
    """All links from here on, and the tiles, are right again."""
    before = Link.objects.filter(position=position - 1).first()
    head = chain.Head(position - 1, bytes(before.digest)) if before else chain.Head()
    for link in Link.objects.filter(position__gte=position).order_by("position"):
        head = chain.next_head(head, record_at(link.entry_id or 0))
        run("UPDATE audit_link SET digest = %s WHERE position = %s", head.digest, head.position)
    tree = merkle.Growing()
    run("DELETE FROM audit_tile")
    for (digest,) in rows("SELECT digest FROM audit_link ORDER BY position"):
        for tile in tree.add(merkle.leaf_hash(bytes(digest))):
            values = (tile.level, tile.number, tile.digest)
            run("INSERT INTO audit_tile (level, number, digest) VALUES (%s, %s, %s)", *values)


def _sign_anew(key: Ed25519PrivateKey | None, position: int) -> None:
    """Checkpoints from here on say what the chain now says; without a key they keep their signatures."""
    tree, stops = merkle.Growing(), {row.position: row for row in Checkpoint.objects.all()}
    for at, digest in rows("SELECT position, digest FROM audit_link ORDER BY position"):
        tree.add(merkle.leaf_hash(bytes(digest)))
        row = stops.get(at)
        if row is None or at < position:
            continue
        said = Statement(row.number, at, bytes(digest), tree.root(), statement_of(row).at)
        public = key.public_key().public_bytes_raw() if key else bytes(row.key)
        signature = key.sign(said.message()) if key else bytes(row.signature)
        run(
            "UPDATE audit_checkpoint SET head = %s, root = %s, key = %s, signature = %s WHERE number = %s",
            said.head,
            tree.root(),
            public,
            signature,
            row.number,
        )


def edit_the_witness(chance: Generator, ground: Ground) -> str:
    """A line of the witness says something else, or another file says how far the chain went."""
    lines = ground.witness.read_text().splitlines()
    place = int(chance.integers(len(lines)))
    said = json.loads(lines[place])
    name = list(said)[int(chance.integers(len(said)))]
    value = said[name]
    said[name] = value + 1 if isinstance(value, int) else _other_text(chance, value)
    lines[place] = json.dumps(said)
    ground.witness.write_text("\n".join(lines) + "\n")
    return ""


def _other_text(chance: Generator, text: str) -> str:
    place = int(chance.integers(len(text)))
    return text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]


def lose_the_witness(chance: Generator, ground: Ground) -> str:
    """The witness file is empty or shorter; nothing else is wrong, but somebody should ask."""
    lines = [line for line in ground.witness.read_text().splitlines() if "stamp" not in line]
    ground.witness.write_text("".join(f"{line}\n" for line in lines[: int(chance.integers(len(lines)))]))
    return WORTH


FILES = {"edit_the_witness", "lose_the_witness"}  # no role of the database is needed for these
MUTATIONS: dict[str, Mutation] = {
    each.__name__: each
    for each in (
        update,
        delete,
        delete_a_record_everywhere,
        insert_a_record,
        insert_into_the_past,
        insert_with_the_past_as_its_time,
        insert_what_waits_again,
        insert_a_copy,
        reorder,
        truncate,
        roll_back,
        delete_a_day,
        fork,
        change_the_key,
        edit_the_witness,
        lose_the_witness,
    )
}
