"""Several reads in one statement: each gives its rows as one JSON list, which become rows of its model again.

A page that needs a case and ten small tables about it would else wait ten times for the database.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, models

KEPT = "_read_together"
T = TypeVar("T")
Row = TypeVar("Row", bound=models.Model)
READ_BACK: dict[str, Callable[[Any], Any]] = {  # what JSON has no signs for
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "UUIDField": UUID,
    "BinaryField": lambda text: bytes.fromhex(text[2:]),
}


@dataclass(frozen=True)
class Part(Generic[T]):
    """One read: a SELECT that names its columns, the values it names, and what becomes of a row.

    Parts that are read together share their values: what has the same name is the same.
    """

    sql: str
    params: Mapping[str, Any]
    read: Callable[[Mapping[str, Any]], T]


def rows_of(model: type[Row], *, where: str, params: Mapping[str, Any], order: str = "id") -> Part[Row]:
    """Answer the read of whole rows; the condition and the order are ours, never typed by anybody."""
    table = model._meta.db_table
    return Part(f'SELECT * FROM "{table}" WHERE {where} ORDER BY {order}', params, reader_of(model))


def read(*parts: Part[Any]) -> tuple[list[Any], ...]:
    """Answer the rows of each part, in its order, by one statement."""
    lists = ", ".join(f"(SELECT json_agg(r) FROM ({part.sql}) r)" for part in parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lists}", {name: value for part in parts for name, value in part.params.items()})
        found = cursor.fetchone() or ()
    return tuple([part.read(row) for row in rows or ()] for part, rows in zip(parts, found, strict=True))


def uuid_in(text: str) -> UUID | None:
    """Answer the key; None, which finds nothing, for what is no key."""
    try:
        return UUID(text)
    except ValueError:
        return None


def keep(row: models.Model, **lists: Sequence[Any]) -> None:
    """What belongs to the row was read with it: whoever asks for it by ``kept`` spares a statement."""
    row.__dict__.setdefault(KEPT, {}).update(lists)


def kept(row: models.Model, name: str) -> Sequence[Any] | None:
    """Answer what was read with this row; None where it has to be asked for."""
    found: Sequence[Any] | None = row.__dict__.get(KEPT, {}).get(name)
    return found


class Reader(Generic[Row]):
    """Makes a row of the model from a JSON object, through ``from_db``: sealed stays sealed, veiled stays veiled."""

    def __init__(self, model: type[Row]) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        self.names = [field.attname for field in fields]
        self.columns = [(str(field.column), _back(field)) for field in fields]

    def __call__(self, row: Mapping[str, Any]) -> Row:
        values = [
            value if (value := row[column]) is None or back is None else back(value) for column, back in self.columns
        ]
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, values)


@cache
def reader_of(model: type[Row]) -> Reader[Row]:
    """Answer what makes rows of this model; a model's columns stay what they are while we run."""
    return Reader(model)


def _back(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    plain = READ_BACK.get(kind.get_internal_type())
    known = getattr(field, "from_db_value", None)
    if known is None or kind.get_internal_type() == "JSONField":  # JSON came as JSON already
        return plain
    return lambda value: known(plain(value) if plain else value, None, connection)
