"""Several new rows in one statement, because each statement costs a way there and back, and a submit has many rows."""

from typing import Any

from django.db import connection
from django.db.models import Field, ForeignKey, Model
from psycopg import sql


def insert(*rows: Model) -> None:
    """The rows are there, in their order; a row may name one before it that had no key until now."""
    parts, values = [], []
    for nth, row in enumerate(rows):
        part, own = _insertion(row, nth, rows[:nth])
        parts.append(part)
        values.extend(own)
    keys = sql.SQL(", ").join(sql.SQL("(SELECT key FROM {})").format(_name(nth)) for nth in range(len(rows)))
    statement = sql.SQL("WITH {} SELECT {}").format(sql.SQL(", ").join(parts), keys)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for row, key in zip(rows, cursor.fetchone(), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - what save() does
    for row in rows:
        _take_keys(row)


def _insertion(row: Model, nth: int, before: tuple[Model, ...]) -> tuple[sql.Composed, list[Any]]:
    """Answer ``r1 AS (INSERT …)`` and its values."""
    columns: list[sql.Composable] = []
    places: list[sql.Composable] = []
    values: list[Any] = []
    meta = row._meta  # noqa: SLF001 - the documented door to a model's fields
    for field in meta.local_concrete_fields:
        named = _one_before(row, field, before)
        value = field.get_db_prep_save(field.pre_save(row, add=True), connection) if named is None else None
        if field.primary_key and value is None:
            continue  # the database gives it
        columns.append(sql.Identifier(str(field.column)))
        if named is None:
            places.append(sql.Placeholder())
            values.append(value)
        else:
            places.append(sql.SQL("(SELECT key FROM {})").format(_name(named)))
    command = sql.SQL("{} AS (INSERT INTO {} ({}) VALUES ({}) RETURNING {} AS key)").format(
        _name(nth),
        sql.Identifier(meta.db_table),
        sql.SQL(", ").join(columns),
        sql.SQL(", ").join(places),
        sql.Identifier(str(meta.pk.column)),
    )
    return command, values


def _one_before(row: Model, field: "Field[Any, Any]", before: tuple[Model, ...]) -> int | None:
    """Answer which of the rows before the field names, where that one has no key yet."""
    if not _is_read(row, field):
        return None
    other = getattr(row, field.name)
    if other is None or other.pk is not None:
        return None
    return next(nth for nth, each in enumerate(before) if each is other)


def _take_keys(row: Model) -> None:
    for field in row._meta.local_concrete_fields:  # noqa: SLF001 - as above
        if _is_read(row, field) and getattr(row, field.name) is not None:
            setattr(row, field.attname, getattr(row, field.name).pk)


def _is_read(row: Model, field: "Field[Any, Any]") -> bool:
    """Tell whether the field names another row that is at hand."""
    return isinstance(field, ForeignKey) and field.is_cached(row)


def _name(nth: int) -> sql.Identifier:
    return sql.Identifier(f"r{nth}")
