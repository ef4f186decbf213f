"""What erasing does to the tables: keys destroyed, fields emptied, rows deleted, as holdings.py says for each."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from guitai.core.fields import EncryptedField
from guitai.core.keys import shredding
from guitai.core.keys.terms import NO_AGENCY, NOBODY, Place, Scope
from guitai.documents.models import Document
from guitai.files import actions as files
from guitai.files.models import StoredFile
from guitai.rights.holdings import HOLDINGS, Holding, emptying
from guitai.rights.terms import Whose

NOBODYS = Place(NOBODY, NO_AGENCY, Scope.RECORD)


def erase_person(whose: Whose, *, is_official: bool, now: datetime) -> int:
    """Of this person nothing is left that law does not keep; answers how many keys were destroyed."""
    for holding in HOLDINGS:
        if not (holding.official and is_official):
            _erase(holding, _not_kept(holding, whose), now=now)
    scopes = {Scope.OWN} if whose.retained else set(Scope)
    return shredding.destroy(whose.refs, scopes=scopes, now=now)


def erase_cases(whose: Whose, *, now: datetime) -> None:
    """Of the cases that ``whose`` names as retained nothing is left: the time that law kept them is over."""
    documents = Document.objects.filter(thing_ref__in=whose.retained).values_list("pk", flat=True)
    letters = StoredFile.objects.filter(owner__in=[f"document:{each}" for each in documents])
    files.erase([row.pk for row in letters], now=now)
    for holding in HOLDINGS:
        if holding.retained:
            _erase(holding, _all(holding).filter(holding.retained(whose)), now=now)


def _not_kept(holding: Holding, whose: Whose) -> "QuerySet[Any]":
    found = _all(holding).filter(holding.rows(whose))
    return found.exclude(holding.retained(whose)) if holding.retained and whose.retained else found


def _all(holding: Holding) -> "QuerySet[Any]":
    return QuerySet(holding.model)


def _erase(holding: Holding, rows: "QuerySet[Any]", *, now: datetime) -> None:
    if holding.model is StoredFile:
        files.erase([row.pk for row in rows.only("pk")], now=now)
    elif holding.deleted:
        rows.delete()
    elif holding.emptied:
        _empty(holding, rows)


def _empty(holding: Holding, rows: "QuerySet[Any]") -> None:
    """Each row has nothing left in these fields; what is sealed is sealed for nobody."""
    for row in rows:
        values = {name: _nothing(row, name, value) for name, value in emptying(holding).items()}
        row.__dict__.update(values)
        row.save(update_fields=list(values))


def _nothing(row: Model, name: str, value: object) -> object:
    field = row._meta.get_field(name)
    if not isinstance(field, EncryptedField):
        return value
    if value is None or row.__dict__[name] is None:  # what was never there is not emptied
        return None
    return field.sealed(value, row, place=NOBODYS)
