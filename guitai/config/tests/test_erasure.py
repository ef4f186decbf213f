"""What personal.py says of erasing, holdings.py does: field by field."""

from django.apps import apps

from guitai.config.reference.personal import DESTROYED, FIELDS, GOES, WITH_ROW
from guitai.core.fields import EncryptedField
from guitai.rights.holdings import HOLDINGS, shown_fields

EMPTIED = {f"{one.model._meta.label}.{name}" for one in HOLDINGS for name in one.emptied}
DELETED = {one.model._meta.label for one in HOLDINGS if one.deleted}
ELSEWHERE = {"accounts.SignInLock.key"}  # goes by itself within the hour


def test_every_field_that_is_said_to_be_emptied_is_emptied() -> None:
    said = {name for name, one in FIELDS.items() if one.erased == GOES}

    assert said - EMPTIED == set()


def test_every_row_that_is_said_to_be_deleted_is_deleted() -> None:
    said = {name for name, one in FIELDS.items() if one.erased == WITH_ROW}

    assert {name for name in said - ELSEWHERE if name.rpartition(".")[0] not in DELETED} == set()


def test_what_is_said_to_be_unreadable_by_its_key_is_sealed() -> None:
    said = {name for name, one in FIELDS.items() if one.erased == DESTROYED}

    assert all(isinstance(_field(name), EncryptedField) for name in said)


def test_every_sealed_value_is_a_subjects_and_goes_with_an_erasure() -> None:
    sealed = {name for name in FIELDS if isinstance(_field(name), EncryptedField)}
    gone = {name for name in sealed if name in EMPTIED or name.rpartition(".")[0] in DELETED}

    assert {name for name in sealed - gone if FIELDS[name].erased != DESTROYED} == set()
    assert {name for name in sealed if not getattr(_field(name), "whose", "")} == set()


def test_the_copy_names_fields_that_are_there() -> None:
    for holding in HOLDINGS:
        names = {field.name for field in holding.model._meta.get_fields()}

        assert set(shown_fields(holding)) | set(holding.emptied) <= names, holding.model


def _field(name: str) -> object:
    label, _, field = name.rpartition(".")
    return apps.get_model(label)._meta.get_field(field)
