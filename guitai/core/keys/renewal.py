"""Values sealed the old way, by the master key itself, are sealed under keys of their subjects: row by row."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Func, IntegerField, QuerySet

from guitai.core.fields import EncryptedField

BATCH = 100
OLD = 1


def waiting() -> dict[str, int]:
    """Answer how many values of each field are sealed the old way."""
    counted = {name: _old(model, field).count() for name, model, field in sealed_fields()}
    return {name: number for name, number in counted.items() if number}


def seal_anew() -> Iterator[tuple[str, int]]:
    """No value is sealed the old way any more; answers batch by batch of which field, and how many."""
    for name, model, field in sealed_fields():
        while done := _one_batch(model, field):
            yield name, done


def sealed_fields() -> Iterator[tuple[str, type[models.Model], EncryptedField]]:
    for model in apps.get_models():
        options = model._meta
        for field in options.concrete_fields:
            if isinstance(field, EncryptedField):
                yield f"{options.label}.{field.name}", model, field


@transaction.atomic
def _one_batch(model: type[models.Model], field: EncryptedField) -> int:
    rows = list(_old(model, field).select_for_update(skip_locked=True, of=("self",))[:BATCH])
    for row in rows:
        setattr(row, field.attname, getattr(row, field.attname))  # opened, so that saving seals it
        row.save(update_fields=[field.attname])
    return len(rows)


def _old(model: type[models.Model], field: EncryptedField) -> QuerySet[Any]:
    way = Func(F(field.attname), 0, function="get_byte", output_field=IntegerField())
    rows: QuerySet[Any] = QuerySet(model)
    found: QuerySet[Any] = rows.filter(**{f"{field.attname}__isnull": False}).alias(_way=way).filter(_way=OLD)
    return found
