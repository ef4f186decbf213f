"""What somebody with all rights on the database but without the master key may do to the audit.

Each change answers the position that must be named, or, where only a signature can tell, minus the checkpoint's number.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from numpy.random import Generator

from guitai.audit import chain
from guitai.audit.models import Checkpoint, Entry, Link
from guitai.audit.records import COLUMNS, record_of

RECORDS, FEW = 20, 6
LOOSEN = """
ALTER TABLE audit_entry DISABLE TRIGGER USER;
ALTER TABLE audit_link DISABLE TRIGGER USER;
ALTER TABLE audit_checkpoint DISABLE TRIGGER USER;
ALTER TABLE audit_tile DISABLE TRIGGER USER;
ALTER TABLE audit_stamp DISABLE TRIGGER USER;
ALTER TABLE audit_link DROP CONSTRAINT audit_link_entry_id_key;
ALTER TABLE audit_link DROP CONSTRAINT audit_link_position_check;
"""
Change = Callable[[Generator], int]


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def entry_at(position: int) -> int:
    return Link.objects.values_list("entry_id", flat=True).get(position=position) or 0


def record_at(entry: int) -> chain.Record:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM audit_entry e WHERE e.id = %s", [entry])
        return record_of(cursor.fetchone())


def a_position(chance: Generator, *, last: int = RECORDS) -> int:
    return int(chance.integers(1, last, endpoint=True))


FIELD_CHANGES: list[dict[str, object]] = [
    *(
        dict[str, object]({name: "x"})
        for name in ("verb", "actor", "thing", "subject", "purpose", "basis", "written_by")
    ),
    {"at": F("at") + timedelta(microseconds=1)},
    {"recorded_at": F("recorded_at") - timedelta(microseconds=1)},
    {"detail": {"number": 0}},
    {"detail": {}},
]


def change_a_field(chance: Generator) -> int:
    position = a_position(chance)
    change = FIELD_CHANGES[int(chance.integers(len(FIELD_CHANGES)))]
    Entry.objects.filter(pk=entry_at(position)).update(**change)
    return position


def delete_a_record(chance: Generator) -> int:
    position = a_position(chance)
    run("DELETE FROM audit_entry WHERE id = %s", entry_at(position))
    return position


def delete_record_and_link(chance: Generator) -> int:
    position = a_position(chance)
    run("DELETE FROM audit_entry WHERE id = %s", entry_at(position))
    run("DELETE FROM audit_link WHERE position = %s", position)
    return position


def delete_a_link(chance: Generator) -> int:
    position = a_position(chance, last=RECORDS - 1)
    run("DELETE FROM audit_link WHERE position = %s", position)
    return position


def delete_and_close_the_gap(chance: Generator) -> int:
    position = a_position(chance, last=RECORDS - 1)
    run("DELETE FROM audit_entry WHERE id = %s", entry_at(position))
    run("DELETE FROM audit_link WHERE position = %s", position)
    run("UPDATE audit_link SET position = -position WHERE position > %s", position)
    run("UPDATE audit_link SET position = -position - 1 WHERE position < 0")
    return position


def swap_two_records(chance: Generator) -> int:
    one, other = sorted(int(each) + 1 for each in chance.choice(RECORDS, 2, replace=False))
    first, second = entry_at(one), entry_at(other)
    run("UPDATE audit_link SET entry_id = %s WHERE position = %s", second, one)
    run("UPDATE audit_link SET entry_id = %s WHERE position = %s", first, other)
    return one


def cut_the_tail(chance: Generator) -> int:
    position = a_position(chance)
    run("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_link WHERE position >= %s)", position)
    run("DELETE FROM audit_link WHERE position >= %s", position)
    return position


def change_a_digest(chance: Generator) -> int:
    position, byte = a_position(chance), int(chance.integers(32))
    change = "UPDATE audit_link SET digest = set_byte(digest, %s, 255 - get_byte(digest, %s)) WHERE position = %s"
    run(change, byte, byte, position)
    return position


def rewrite_the_chain_from_here(chance: Generator) -> int:
    """The skilled attacker: changes a record and makes all links right again, but cannot sign."""
    position = a_position(chance)
    run("UPDATE audit_entry SET actor = 'post:nobody' WHERE id = %s", entry_at(position))
    before = Link.objects.filter(position=position - 1).first()
    head = chain.Head(position - 1, bytes(before.digest)) if before else chain.Head()
    for link in Link.objects.filter(position__gte=position).order_by("position"):
        head = chain.next_head(head, record_at(link.entry_id or 0))
        run("UPDATE audit_link SET digest = %s WHERE position = %s", head.digest, head.position)
    stop = Checkpoint.objects.filter(position__gte=position).order_by("position").first()
    assert stop is not None
    return -stop.number


CHANGES: list[Change] = [
    change_a_field,
    delete_a_record,
    delete_a_link,
    delete_record_and_link,
    delete_and_close_the_gap,
    swap_two_records,
    cut_the_tail,
    change_a_digest,
    rewrite_the_chain_from_here,
]
