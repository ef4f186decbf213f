"""One record of everybody whose data a reading has touched, written before anything of it leaves."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from guitai.audit import actions, purposes
from guitai.audit.terms import READ
from guitai.core import clock, reading
from guitai.core.reading import NotReading, Reading

SEVERAL = "several:"  # a look at no one thing


def write(one: Reading) -> None:
    """Whoever was read and is not recorded yet is recorded, by one statement; raises NotRecorded or NotReading.

    Outside of a transaction the statement commits by itself: what was seen stays seen, whatever becomes of the rest.
    """
    new = [subject for subject in one.others() if subject not in one.written]
    if not new:
        return
    if not one.purpose:
        raise NotReading(f"{one.actor} {one.detail} opened somebody's data, and settings.READINGS does not say why.")
    persons = [subject for subject in new if subject in one.subjects]
    alone = persons[0] if len(persons) == 1 else ""
    detail = {**one.detail, "agency": one.agency, "system": one.system, "reading": one.id, "subjects": new}
    actions.append((READ, one.actor, one.thing or SEVERAL, alone, one.purpose, one.basis), detail, now=clock.now())
    one.written.update(new)


@contextmanager
def by_system(name: str, *, purpose: str, basis: str = "", kind: str = "job") -> Iterator[Reading]:
    """What a job or a command reads inside is recorded when it ends, however it ends."""
    with reading.begin(actor=f"system:{name}", purpose=purpose, basis=basis) as one:
        one.detail["kind"] = kind
        try:
            yield one
        except BaseException:
            if not connection.in_atomic_block:  # else what was done is undone, and the record would be too
                write(one)
            raise
        write(one)


@contextmanager
def by_command(name: str) -> Iterator[Reading]:
    """What a command of the operator reads inside is recorded when it ends."""
    use = purposes.of_command(name)
    with by_system(f"guitai {name}", purpose=use.purpose, basis=purposes.basis_of(use), kind=use.kind) as one:
        yield one
