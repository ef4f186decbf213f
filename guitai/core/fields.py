"""Model fields that keep personal values sealed: set ``purpose`` once, and say whose the value is.

A loaded row holds what the database holds; the value is opened, and noted as read, when somebody looks at it. So rows
may be listed, counted and passed on without reading anybody's data.
"""

import json
from collections.abc import Iterable
from operator import attrgetter
from typing import Any, TypeVar

from django.db import models

from guitai.core.keys import sealing
from guitai.core.keys.sealing import Sealed
from guitai.core.keys.terms import NOBODY, Place, Scope

Row = TypeVar("Row", bound=models.Model)


class Opening:
    """The attribute of an encrypted field: opens what is sealed the first time it is looked at."""

    def __init__(self, field: "EncryptedField") -> None:
        self.field = field

    def __get__(self, row: models.Model | None, _owner: type[models.Model] | None = None) -> Any:
        if row is None:
            return self
        kept = row.__dict__
        if self.field.attname not in kept:
            row.refresh_from_db(fields=[self.field.attname])
        value = kept[self.field.attname]
        if isinstance(value, Sealed):
            value = kept[self.field.attname] = self.field.opened(value, row)
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class EncryptedField(models.BinaryField):  # type: ignore[type-arg]  # generic only in the stubs
    """Holds any JSON value, sealed under the key of ``whose`` at ``agency``; reads back as the same value.

    Both are paths from the row ("item.subject"), "" is nobody's and the platform's; ``scope`` says what erasing does.
    """

    descriptor_class = Opening

    def __init__(
        self,
        *args: Any,
        purpose: str = "",
        whose: str = "",
        agency: str = "",
        scope: Scope = Scope.RECORD,
        **options: Any,
    ) -> None:
        self.purpose, self.whose, self.agency, self.scope = purpose, whose, agency, scope
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "purpose": self.purpose}  # whose it is changes no table

    def place(self, row: models.Model) -> Place:
        """Answer whose key at which agency seals this row's value."""
        subject = attrgetter(self.whose)(row) if self.whose else NOBODY
        agency = attrgetter(self.agency)(row) if self.agency else ""
        return Place(str(subject), str(agency), self.scope)

    def opened(self, value: Sealed, row: models.Model) -> Any:
        whose = None if value.key_id and not _is_at_hand(row, self.whose) else self.place(row).subject
        return json.loads(sealing.open_(value, purpose=self._bound_to, row=_name(row), whose=whose))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Answer the sealed value; one that nobody looked at stays as it was sealed."""
        del add  # an inserted and an updated value are sealed alike
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return self.sealed(value, model_instance, place=self.place(model_instance))

    def sealed(self, value: Any, row: models.Model, *, place: Place) -> Sealed:
        """Answer the value as this row's field would hold it, sealed for this place."""
        plain = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
        return sealing.seal(plain, place=place, purpose=self._bound_to, row=_name(row))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        match value:
            case None:
                return None
            case Sealed(content=content):
                return super().get_db_prep_value(content, connection, prepared)
        raise TypeError(f"{self.name} is sealed for somebody: save it through its row, not in bulk.")

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    @property
    def _bound_to(self) -> str:
        return f"{self.purpose}/{self.attname}"


def expect(rows: Iterable[Row]) -> list[Row]:
    """Answer the rows, with the keys of all their sealed values known: one query, however many subjects they have."""
    found = list(rows)
    sealing.expect(value for row in found for value in row.__dict__.values())
    return found


def _is_at_hand(row: models.Model, path: str) -> bool:
    """Answer whether the row says whose it is without a query of its own."""
    found: Any = row
    for part in path.split(".")[:-1]:
        found = found._state.fields_cache.get(part)
        if found is None:
            return False
    return path.rpartition(".")[2] not in found.get_deferred_fields()


def _name(row: models.Model) -> str:
    """Answer the row's name where it has one already; a counted one gets its name by being inserted."""
    return "" if row.pk is None else str(row.pk)
