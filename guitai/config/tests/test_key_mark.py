import pytest
from django.conf import LazySettings

from guitai.config import schema
from guitai.config.terms import CannotStart
from guitai.core import key_mark

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


def test_a_new_database_takes_any_key() -> None:
    assert key_mark.is_the_same()


def test_the_key_is_known_again() -> None:
    key_mark.remember()

    assert key_mark.is_the_same()


def test_another_key_is_refused_and_does_not_replace_the_first(settings: LazySettings) -> None:
    key_mark.remember()
    settings.MASTER_KEY = "ab" * 32

    key_mark.remember()

    assert not key_mark.is_the_same()
    with pytest.raises(CannotStart, match="not the key this database was written with"):
        schema.require_key()
