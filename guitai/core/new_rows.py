"""Several new rows in one statement, because each statement costs a way there and back, and a submit has many rows."""

from functools import cache
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import Field, ForeignKey, Model

Shape: TypeAlias = "tuple[type[Model], tuple[tuple[str, int | None], ...]]"
"""A model, and of each column that is given whether a row before it, which one, gives it."""


def insert(*rows: Model) -> None:
    """The rows are there, in their order; a row may name one before it that had no key until now."""
    shapes, values = [], []
    for nth, row in enumerate(rows):
        shape, own = _shape(row, rows[:nth])
        shapes.append(shape)
        values.extend(own)
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple(shapes)), values)
        for row, key in zip(rows, cursor.fetchone(), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, connection.alias
    for row in rows:
        _take_keys(row)


def _shape(row: Model, before: tuple[Model, ...]) -> tuple[Shape, list[Any]]:
    """Answer how the row goes in, and its values."""
    columns: list[tuple[str, int | None]] = []
    values: list[Any] = []
    for field in row._meta.local_concrete_fields:
        named = _one_before(row, field, before)
        value = field.get_db_prep_save(field.pre_save(row, add=True), connection) if named is None else None
        if field.primary_key and value is None:
            continue  # the database gives it
        columns.append((str(field.column), named))
        if named is None:
            values.append(value)
    return (type(row), tuple(columns)), values


@cache
def _statement(shapes: tuple[Shape, ...]) -> str:
    """Answer the statement, composed once for rows that go in alike: names are our models', values stay apart."""
    parts = ", ".join(_insertion(nth, shape) for nth, shape in enumerate(shapes))
    keys = ", ".join(f"(SELECT key FROM r{nth})" for nth in range(len(shapes)))
    return f"WITH {parts} SELECT {keys}"


def _insertion(nth: int, shape: Shape) -> str:
    """Answer ``r1 AS (INSERT …)``."""
    model, given = shape
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column, _named in given)
    places = ", ".join("%s" if named is None else f"(SELECT key FROM r{named})" for _column, named in given)
    meta = model._meta
    into, key = quote(meta.db_table), quote(str(meta.pk.column))
    return f"r{nth} AS (INSERT INTO {into} ({columns}) VALUES ({places}) RETURNING {key} AS key)"


def _one_before(row: Model, field: "Field[Any, Any]", before: tuple[Model, ...]) -> int | None:
    """Answer which of the rows before the field names, where that one has no key yet."""
    if not _is_read(row, field):
        return None
    other = getattr(row, field.name)
    if other is None or other.pk is not None:
        return None
    return next(nth for nth, each in enumerate(before) if each is other)


def _take_keys(row: Model) -> None:
    for field in row._meta.local_concrete_fields:
        if _is_read(row, field) and getattr(row, field.name) is not None:
            setattr(row, field.attname, getattr(row, field.name).pk)


def _is_read(row: Model, field: "Field[Any, Any]") -> bool:
    """Tell whether the field names another row that is at hand."""
    return isinstance(field, ForeignKey) and field.is_cached(row)
