"""Fields for personal values that lie readable in the database, because people are searched by them.

What is loaded stays veiled; looking at the attribute unveils it and notes whose it is. Rows read without their model
(``values()``, ``F()``) give veiled values, which say nothing until somebody unveils them and names the subject. What is
calculated from them in the database and would come back without a veil is refused; only counting says nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.expressions import Col
from django.db.models.sql import Query
from django.utils.functional import cached_property

from guitai.core import reading
from guitai.core.reading import NotReading

if TYPE_CHECKING:  # fields are generic only in the stubs
    Char = models.CharField[str, str]
    Email = models.EmailField[str, str]
    Day = models.DateField[date, date]
else:
    Char, Email, Day = models.CharField, models.EmailField, models.DateField


@dataclass(frozen=True)
class Veiled:
    """A personal value that nobody has looked at; it cannot be printed."""

    content: Any = field(repr=False)

    def __str__(self) -> str:
        raise NotReading("A veiled value is not shown: unveil it, and say whose it is.")

    def unveiled(self, subject: str) -> Any:
        """Answer the value, noting whose it is."""
        reading.opened(subject)
        return self.content


class Unveiling:
    """The attribute of a veiled field."""

    def __init__(self, of: "VeiledField") -> None:
        self.name = of.attname
        self.whose: Callable[[Any], str] = attrgetter(of.whose)

    def __get__(self, row: models.Model | None, _owner: type[models.Model] | None = None) -> Any:
        if row is None:
            return self
        kept = row.__dict__
        if self.name not in kept:
            row.refresh_from_db(fields=[self.name])
        value = kept[self.name]
        if isinstance(value, Veiled):
            if value.content:  # an empty one says nothing about anybody
                reading.opened(self.whose(row))
            value = kept[self.name] = value.content
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.name] = value


class VeiledCol(Col):
    """The column of a veiled field in a query."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        for selected in (*compiler.query.annotation_select.values(), *compiler.query.select):
            _refuse_bare(selected)
        return super().as_sql(compiler, connection)


def _refuse_bare(selected: Any) -> None:
    """Raises NotReading for what would answer a veiled column's content as something else."""
    if isinstance(selected, models.Count | Query) or isinstance(
        getattr(selected, "_output_field_or_none", None), VeiledField
    ):
        return
    if any(isinstance(each, VeiledCol) for each in selected.flatten()):
        raise NotReading("A veiled column is not calculated with: read the rows, and look at their attribute.")


class VeiledField(models.Field):  # type: ignore[type-arg]  # generic only in the stubs
    """What every veiled field does besides being a text or a day; ``whose`` is a path from the row to a reference."""

    descriptor_class = Unveiling

    def __init__(self, *args: Any, whose: str = "", **options: Any) -> None:
        self.whose = whose
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """In a migration it is the plain field: a veil changes no table."""
        name, _path, args, options = super().deconstruct()
        return name, f"django.db.models.{self.get_internal_type()}", args, options

    @cached_property
    def cached_col(self) -> Col:
        return VeiledCol(self.model._meta.db_table, self)

    def get_col(self, alias: str, output_field: Any = None) -> Col:
        own = output_field is None or output_field == self
        if own and alias == self.model._meta.db_table:
            return self.cached_col
        return VeiledCol(alias, self, output_field)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Veiled | None:
        return None if value is None else Veiled(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Saving a row is no look at it."""
        kept = model_instance.__dict__
        return kept[self.attname] if self.attname in kept else super().pre_save(model_instance, add)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.content if isinstance(value, Veiled) else value)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.content if isinstance(value, Veiled) else value)


class VeiledChar(VeiledField, Char):
    def get_internal_type(self) -> str:
        return "CharField"


class VeiledEmail(VeiledField, Email):
    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.EmailField", args, options


class VeiledDate(VeiledField, Day):
    def get_internal_type(self) -> str:
        return "DateField"
